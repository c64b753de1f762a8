/** What was decided and found, for machines. */
import { Router } from "express";
import { POINTS } from "../enforcement-points/points.ts";
import type { DecisionWithActions } from "../store/store.ts";
import type { World } from "../world.ts";
import { Problem } from "./problem.ts";
import { decisionQuery, findingQuery, validated } from "./query.ts";

/** Where several filters meet: SQLite is asked in the very thread that answers hooks, so that nobody may have it walk through everything. */
const LOOKED_AT = 20_000;

export function recordRoutes(world: World): Router {
	const { store } = world;
	const router = Router();

	router.get("/v1/decisions", async (req, res) => {
		const { decisions, next } = await store.decisions({ ...validated(decisionQuery, req.query), lookAt: LOOKED_AT });
		res.json({ decisions: decisions.map(decisionView), next });
	});

	router.get("/v1/decisions/:uid", async (req, res) => {
		const decision = await store.decision(req.params.uid);
		if (decision === undefined) throw new Problem(404, "no decision has this uid", "uid");
		const { failures, unknown, notApplicable, object, before, event, skipped, constraintsDigest, source, decidedAt, durationMs } = decision;
		const more = { failures, unknown, notApplicable, object, before, event, skipped, constraintsDigest, source, decidedAt, durationMs };
		res.json({ ...decisionView(decision), ...more });
	});

	router.get("/v1/findings", async (req, res) => {
		res.json(await store.findingPage(validated(findingQuery, req.query)));
	});

	router.get("/v1/enforcement-points", (_req, res) => {
		res.json({ points: POINTS.map(({ name, reach, whenOff, about }) => ({ name, reach, whenOff, ...about })) });
	});

	router.get("/v1/policies", (_req, res) => {
		const { engine } = world;
		res.json({ revision: engine.revision, policies: engine.policies });
	});

	return router;
}

/** The stable shape that other tools read. */
function decisionView(decision: DecisionWithActions) {
	const { uid, time, enforcementPoint, reach, action, kind, name, account, region, cluster, principal } = decision;
	const { verdict, letThrough, refusedBy, violations, patches, patchesWithheld, revision } = decision;
	const actions = decision.actions.map(({ type, state, target, outcome }) => ({ type, state, target, outcome }));
	return {
		uid,
		time,
		enforcementPoint,
		reach,
		action,
		kind,
		name,
		account,
		region,
		cluster,
		principal,
		verdict,
		letThrough,
		refusedBy,
		violations,
		patches,
		patchesWithheld,
		actions,
		revision,
	};
}
