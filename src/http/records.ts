/** What was decided and found, for machines. */
import { Router } from "express";
import { z } from "zod";
import { POINTS } from "../enforcement-points/points.ts";
import type { DecisionWithActions } from "../store/store.ts";
import type { World } from "../world.ts";
import { Problem } from "./problem.ts";

const instant = z.iso.datetime({ offset: true, message: "must be an RFC 3339 instant, such as 2026-11-20T08:00:00Z" });
const text = z.string().min(1).max(2048);

const decisionQuery = z.strictObject({
	verdict: z.enum(["allowed", "denied", "undecided"]).exactOptional(),
	policy: text.exactOptional(),
	account: text.exactOptional(),
	cluster: text.exactOptional(),
	since: instant.exactOptional(),
	until: instant.exactOptional(),
	cursor: text.exactOptional(),
});

const findingQuery = z.strictObject({
	state: z.enum(["open", "exempted", "resolved"]).exactOptional(),
	policy: text.exactOptional(),
	account: text.exactOptional(),
});

export function recordRoutes({ store, engine }: World): Router {
	const router = Router();

	router.get("/v1/decisions", async (req, res) => {
		const { decisions, next } = await store.decisions(validated(decisionQuery, req.query));
		res.json({ decisions: decisions.map(decisionView), next });
	});

	router.get("/v1/decisions/:uid", async (req, res) => {
		const decision = await store.decision(req.params.uid);
		if (decision === undefined) throw new Problem(404, "no decision has this uid", "uid");
		const { failures, unknown, notApplicable, object, constraintsDigest, source, durationMs } = decision;
		res.json({ ...decisionView(decision), failures, unknown, notApplicable, object, constraintsDigest, source, durationMs });
	});

	router.get("/v1/findings", async (req, res) => {
		res.json({ findings: await store.findings(validated(findingQuery, req.query)) });
	});

	router.get("/v1/enforcement-points", (_req, res) => {
		res.json({ points: POINTS.map(({ name, reach, whenOff, about }) => ({ name, reach, whenOff, ...about })) });
	});

	router.get("/v1/policies", (_req, res) => {
		res.json({ revision: engine.revision, policies: engine.policies });
	});

	return router;
}

/** @throws {Problem} naming the parameter. */
export function validated<T>(schema: z.ZodType<T>, query: unknown): T {
	const result = schema.safeParse(query);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
	if (unknown !== undefined) throw new Problem(400, `there is no parameter ${unknown}`, unknown);
	const field = issue?.path.join(".");
	throw new Problem(400, `${field}: ${issue?.message ?? "is not valid"}`, field);
}

/** The stable shape that other tools read. */
function decisionView(decision: DecisionWithActions) {
	const { uid, time, enforcementPoint, reach, action, kind, name, account, region, cluster, principal } = decision;
	const { verdict, letThrough, refusedBy, violations, revision } = decision;
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
		actions,
		revision,
	};
}
