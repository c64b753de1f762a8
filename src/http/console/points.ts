/** The ways into ECS, and what has come by each. */
import { Router } from "express";
import { pointsPage } from "../../console/points-page.ts";
import { hoursOf, RANGES, series, total } from "../../console/timeline.ts";
import { POINTS } from "../../enforcement-points/points.ts";
import type { World } from "../../world.ts";
import { isEnforcing } from "./overview.ts";

export function pointRoutes(world: World): Router {
	const router = Router();
	router.get("/points", async (_req, res) => {
		const now = world.now();
		const [last, { counts }] = await Promise.all([world.store.lastAtPoints(), world.store.counts(hoursOf(RANGES["24h"], now))]);
		const today = new Map(POINTS.map(({ name }) => [name, total(series(counts, RANGES["24h"], now, ({ points }) => points[name]))]));
		res.type("html").send(pointsPage({ points: POINTS, enforcing: isEnforcing(world), last, today, now }));
	});
	return router;
}
