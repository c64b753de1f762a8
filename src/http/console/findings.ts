/** Findings, page by page, and the exemptions that excuse some of them. */
import { Router } from "express";
import { exemptionsPage } from "../../console/exemptions-page.ts";
import { findingsPage } from "../../console/findings-page.ts";
import type { World } from "../../world.ts";
import { asked, findingQuery, validated } from "../query.ts";

const PAGE = 50;
/** Exempted findings that are looked at for what each exemption excuses. */
const LOOKED_AT = 1000;

export function findingRoutes(world: World): Router {
	const router = Router();

	router.get("/findings", async (req, res) => {
		const policies = world.engine.policies.map(({ id }) => id);
		const filters = validated(findingQuery, asked(req.query));
		const { findings, next } = await world.store.findingPage({ ...filters, limit: PAGE });
		res.type("html").send(findingsPage({ findings, next, filters, policies, now: world.now() }));
	});

	router.get("/exemptions", async (_req, res) => {
		const { exemptions } = world;
		const { findings, next } =
			exemptions.length === 0 ? { findings: [], next: null } : await world.store.findingPage({ state: "exempted", limit: LOOKED_AT });
		res.type("html").send(exemptionsPage({ exemptions, excused: findings, more: next !== null, now: world.now() }));
	});
	return router;
}
