/** Decisions, page by page, and one of them. A page reads at most its own rows and those it has to pass over. */
import { Router } from "express";
import { decisionPage } from "../../console/decision-page.ts";
import { decisionsPage } from "../../console/decisions-page.ts";
import { digestOf } from "../../ledger/digest.ts";
import type { DecisionWithActions } from "../../store/store.ts";
import type { World } from "../../world.ts";
import { Problem } from "../problem.ts";
import { asked, decisionQuery, validated } from "../query.ts";

const PAGE = 50;
/** Where several filters meet: so many are looked at, and "Older" goes on from there. */
const LOOKED_AT = 2000;

export function decisionRoutes(world: World): Router {
	const router = Router();

	router.get("/decisions", async (req, res) => {
		const policies = world.engine.policies.map(({ id }) => id);
		const filters = validated(decisionQuery, asked(req.query));
		const { decisions, next } = await world.store.decisions({ ...filters, limit: PAGE, lookAt: LOOKED_AT });
		res.type("html").send(decisionsPage({ decisions, next, filters, policies, now: world.now() }));
	});

	router.get("/decisions/:uid", async (req, res) => {
		const decision = await world.store.decision(req.params.uid);
		if (decision === undefined) throw new Problem(404, "no decision has this uid; it may be past its retention", "uid");
		res.type("html").send(decisionPage({ decision, digest: digestOf(decision), asked: askedBy(world, decision), now: world.now() }));
	});
	return router;
}

/** Today's constraints about that kind, where today's are those that the decision was made by. */
function askedBy({ engine, constraints, constraintsDigest }: World, decision: DecisionWithActions) {
	if (decision.constraintsDigest !== constraintsDigest || decision.revision !== engine.revision) return undefined;
	const judging = new Set(engine.policies.filter(({ kinds }) => kinds.includes(decision.kind)).map(({ id }) => id));
	return constraints.filter(({ policy }) => judging.has(policy));
}
