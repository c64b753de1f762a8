/** Actions that no breaker counts and no halt is meant for. Pure. */
import type { ActionType, PlannedAction } from "./plan.ts";

/** Takes nothing from anybody: it waits behind what undoes, and the breaker does not count it. */
export function onlyTells(type: ActionType): boolean {
	return type === "Notify" || type === "TagResource";
}

/** The answer to a question that was put to Taskgate, and no act of enforcement: it lets a deployment go on. */
export function isGoAhead({ type, parameters }: Pick<PlannedAction, "type" | "parameters">): boolean {
	return type === "ContinueDeployment" && parameters?.answer === "CONTINUE";
}
