/** The policies, one of them, and the standards that they speak for. How often they fired comes from the live counts, never from the decisions themselves. */
import { Router } from "express";
import { z } from "zod";
import { SCHEMA_POLICY } from "../../admission/policy.ts";
import { policiesPage } from "../../console/policies-page.ts";
import { policyPage } from "../../console/policy-page.ts";
import { standardsPage } from "../../console/standards-page.ts";
import { hoursOf, RANGES } from "../../console/timeline.ts";
import type { World } from "../../world.ts";
import { Problem } from "../problem.ts";
import { asked, validated } from "../query.ts";

const query = z.strictObject({ show: z.enum(["in-force", "fired", "all"], "must be in-force, fired or all").default("in-force") });

export function policyRoutes(world: World): Router {
	const router = Router();
	const policies = () => [...world.engine.policies, SCHEMA_POLICY].sort((a, b) => (a.id < b.id ? -1 : 1));
	const counted = async (now: string) => (await world.store.counts(hoursOf(RANGES["30d"], now))).counts;

	router.get("/policies", async (req, res) => {
		const { show } = validated(query, asked(req.query));
		const now = world.now();
		res.type("html").send(policiesPage({ policies: policies(), constraints: world.constraints, counts: await counted(now), show, now }));
	});

	router.get("/standards", async (_req, res) => {
		const inForce = new Set(world.constraints.map(({ policy }) => policy));
		res.type("html").send(standardsPage({ policies: policies(), inForce, counts: await world.store.findingCounts({}) }));
	});

	router.get("/policies/*id", async (req, res) => {
		const id = ([] as string[]).concat(req.params.id).join("/");
		const policy = policies().find((one) => one.id === id || one.aliases.includes(id));
		if (policy === undefined) throw new Problem(404, `the bundle has no policy ${id}`, "policy");
		const now = world.now();
		const constraints = world.constraints.filter((constraint) => constraint.policy === policy.id);
		res.type("html").send(policyPage({ policy, constraints, counts: await counted(now), pages: world.policyPages, now }));
	});
	return router;
}
