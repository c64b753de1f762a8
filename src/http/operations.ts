/** What operators and their probes ask. */
import { Router } from "express";
import type { World } from "../world.ts";
import { sendProblem } from "./problem.ts";

/** Open to everybody, and telling nothing but yes or no. */
export function probeRoutes({ store }: World, ready: () => boolean): Router {
	const router = Router();
	router.get("/healthz", (_req, res) => {
		res.json({ status: "ok" });
	});
	router.get("/readyz", async (_req, res) => {
		if (!ready()) return sendProblem(res, 503, "shutting down");
		await store.pendingActions();
		res.json({ status: "ready" });
	});
	return router;
}

export function operationRoutes({ store, metrics }: World): Router {
	const router = Router();
	router.get("/metrics", async (_req, res) => {
		const { contentType, body } = await metrics.expose(await store.pendingActions(), (await store.openBreakers()).length);
		res.type(contentType).send(body);
	});
	return router;
}
