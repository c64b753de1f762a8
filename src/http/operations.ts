/** What operators and their probes ask. */
import { Router } from "express";
import { readings } from "../readings.ts";
import type { World } from "../world.ts";
import { sendProblem } from "./problem.ts";

/** Open to everybody: yes or no, and which policies judge. */
export function probeRoutes(world: World, ready: () => boolean): Router {
	const router = Router();
	router.get("/healthz", (_req, res) => {
		res.json({ status: "ok" });
	});
	router.get("/readyz", async (_req, res) => {
		if (!ready()) return sendProblem(res, 503, "shutting down");
		await world.store.pendingActions();
		const { engine, bundle } = world;
		res.json({ status: "ready", revision: engine.revision, ...(bundle && { bundle: bundle.problem ?? "current" }) });
	});
	return router;
}

export function operationRoutes(world: World): Router {
	const router = Router();
	router.get("/metrics", async (_req, res) => {
		const { contentType, body } = await world.metrics.expose(await readings(world));
		res.type(contentType).send(body);
	});
	return router;
}
