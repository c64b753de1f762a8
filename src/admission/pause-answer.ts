/** What a PAUSE hook is told: go on, or roll back. Pure. */
import type { Decision } from "./decide.ts";
import { isLetThrough } from "./review.ts";

export interface Asking {
	/** Why nothing may be done, if so: enforcement is off, the event is old or a replay, the caller is the gate itself. */
	readonly withheld?: string;
	/** Why not even a question that was put to Taskgate is answered. */
	readonly unanswered?: string;
	/** Lifecycle stages whose PAUSE hooks are Taskgate's to continue. */
	readonly pauseStages?: readonly string[];
}

/**
 * At the stages that are Taskgate's what is let through goes on, and what is refused is rolled back. Elsewhere a pause may be a
 * person's approval, which is never given in their place: there only what is certainly denied is rolled back.
 */
export function answerPause(decision: Decision, { pauseStages = [], unanswered, withheld }: Asking) {
	const { request } = decision;
	const { pause } = request;
	if (pause === undefined) return [];
	const goesOn = isLetThrough(decision);
	const isOurs = pauseStages.includes(pause.stage);
	if (!isOurs && (goesOn || decision.verdict !== "denied")) return [];
	const serviceRevision = "targets" in request ? request.targets.serviceRevision : undefined;
	const why = goesOn ? unanswered : withheld;
	return [
		{
			type: "ContinueDeployment" as const,
			target: pause.deployment,
			precondition: serviceRevision === undefined ? {} : { serviceRevision },
			otherwise: [],
			parameters: { hookId: pause.hookId, stage: pause.stage, answer: goesOn ? ("CONTINUE" as const) : ("ROLLBACK" as const) },
			...(why === undefined ? { state: "planned" as const } : { state: "withheld" as const, outcome: why }),
		},
	];
}
