/** The ways by which requests for admission come in. */
import { Router } from "express";
import type { JsonObject } from "../admission/request.ts";
import { alertIntake } from "../alert-intake.ts";
import { answer } from "../answer.ts";
import { answerHook } from "../answer-hook.ts";
import { deploymentHook } from "../enforcement-points/deployment-hook.ts";
import type { EnforcementPoint } from "../enforcement-points/enforcement-point.ts";
import { webhook } from "../enforcement-points/webhook.ts";
import { accept } from "../intake.ts";
import type { Worker } from "../worker.ts";
import type { World } from "../world.ts";
import { inCallersTrace } from "./callers-trace.ts";
import { jsonBody, strictJsonBody } from "./json-body.ts";

/** Where whoever asks before acting is answered. */
const ASKED_AT: Readonly<Record<string, EnforcementPoint<unknown>>> = {
	"/v1/admission": webhook,
	"/v1/deployment-hook": deploymentHook,
};

export function entranceRoutes(world: World, worker: Pick<Worker, "wake">): Router {
	const router = Router();
	const body = [...jsonBody, inCallersTrace(world)];

	// EventBridge gives an API destination five seconds: the event is kept, acknowledged, and judged afterwards.
	router.post("/v1/events", ...body, async (req, res) => {
		const requests = await accept(world, req.body as JsonObject);
		if (requests > 0 && world.reader.source === "ecs") worker.wake();
		res.status(202).json({ requests });
	});

	const hear = alertIntake(world);
	router.post("/v1/runtime-alerts", ...body, async (req, res) => {
		const requests = await hear(req.body as JsonObject);
		if (requests > 0 && world.reader.source === "ecs") worker.wake();
		res.status(202).json({ requests });
	});

	for (const [path, point] of Object.entries(ASKED_AT)) {
		router.post(path, ...strictJsonBody, inCallersTrace(world), async (req, res) => {
			res.json(await answer(world, point, req.body));
			if (point.silent) worker.wake();
		});
	}

	router.post("/v1/cloudformation-hook", ...body, async (req, res) => {
		res.json(await answerHook(world, req.body));
	});

	return router;
}
