/** The pages for people. */
import { Router } from "express";
import { decisionsPage } from "../console/decisions-page.ts";
import { STYLESHEET } from "../console/stylesheet.ts";
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
			enforce: world.settings.enforce && world.perform !== undefined,
			asksEcs: world.reader.source === "ecs",
			halt: await world.store.halted(),
			breakers: await world.store.openBreakers(),
			policies: world.engine.policies.length,
			revision: world.engine.revision,
		};
		res.type("html").send(decisionsPage(decisions, state));
	});
	return router;
}
