/** The ways by which requests for admission come in. */
import { Router } from "express";
import type { Decision } from "../admission/decide.ts";
import type { JsonObject, UnresolvedRequest } from "../admission/request.ts";
import { type Admission, admit } from "../admit.ts";
import { RecordedEcsReader } from "../ecs/recorded-ecs-reader.ts";
import { webhook } from "../enforcement-points/webhook.ts";
import { accept } from "../intake.ts";
import type { Worker } from "../worker.ts";
import type { World } from "../world.ts";
import { jsonBody } from "./json-body.ts";

export function entranceRoutes(world: World, worker: Pick<Worker, "wake">): Router {
	const router = Router();

	// EventBridge gives an API destination five seconds: the event is kept, acknowledged, and judged afterwards.
	router.post("/v1/events", ...jsonBody, async (req, res) => {
		const requests = await accept(world, req.body as JsonObject);
		if (requests > 0 && world.reader.source === "ecs") worker.wake();
		res.status(202).json({ requests });
	});

	router.post("/v1/admission", ...jsonBody, async (req, res) => {
		const decisions: Decision[] = [];
		for (const request of webhook.read(req.body)) {
			const admission: Admission = { reach: webhook.reach, mayWait: false };
			const admitted = await admit(worldFor(world, request), request, admission);
			if (admitted?.decision !== undefined) decisions.push(admitted.decision);
		}
		res.json(webhook.answer(req.body, decisions));
	});

	return router;
}

/** Without an account and a Region there is nowhere to look: then the request's own words are all there is. */
function worldFor(world: World, { account, region }: UnresolvedRequest): World {
	return account !== undefined && region !== undefined ? world : { ...world, reader: new RecordedEcsReader() };
}
