/** What a process that leaves the work to others takes in for nobody: it would lie there, or be done by hands that it does not have. */
import { Router } from "express";
import { sendProblem } from "./problem.ts";

const OTHERS: Readonly<Record<string, string>> = {
	"/v1/events": "events are judged by the other processes on the store: send them there",
	"/v1/runtime-alerts": "alerts are judged by the other processes on the store: send them there, or as an event to EventBridge",
	"/v1/register": "task definitions are registered by a gate that works: ask that one",
};

export const elsewhere = Router();
for (const [path, remedy] of Object.entries(OTHERS)) {
	// Not 503: nobody is to try again here.
	elsewhere.post(path, (_req, res) => {
		res.set("Connection", "close");
		sendProblem(res, 404, `not here (TASKGATE_WORK=off): ${remedy}`);
	});
}
