/** The pages for people. */
import { Router } from "express";
import { decisionsPage } from "../console/decisions-page.ts";
import { pointsPage } from "../console/points-page.ts";
import { STYLESHEET } from "../console/stylesheet.ts";
import { POINTS } from "../enforcement-points/points.ts";
import type { World } from "../world.ts";

/** What the login page needs too, so it is open to everybody. */
export function assetRoutes(): Router {
	const router = Router();
	router.get("/console.css", (_req, res) => {
		res.type("css").set("Cache-Control", "max-age=300").send(STYLESHEET);
	});
	return router;
}

export function consoleRoutes(world: World): Router {
	const router = Router();
	router.get("/", async (_req, res) => {
		const { decisions } = await world.store.decisions({});
		const state = {
			enforce: isEnforcing(world),
			asksEcs: world.reader.source === "ecs",
			halt: await world.store.halted(),
			breakers: await world.store.openBreakers(),
			policies: world.engine.policies.length,
			revision: world.engine.revision,
		};
		res.type("html").send(decisionsPage(decisions, state));
	});
	router.get("/points", (_req, res) => {
		res.type("html").send(pointsPage(POINTS, isEnforcing(world)));
	});
	return router;
}

function isEnforcing({ settings, perform }: World): boolean {
	return settings.enforce && perform !== undefined;
}
