/** The function that ECS invokes at the stages of a deployment. What is planned besides the answer is left to the schedule function. */
import { answerOrLetThrough } from "../answer.ts";
import { deploymentHook, type HookAnswer } from "../enforcement-points/deployment-hook.ts";
import { prepareWorld } from "./prepare.ts";
import { tellAll } from "./tell-all.ts";

const world = await prepareWorld();

/** @throws what cannot be read or recorded, while enforcement is on: to ECS a function that fails means to roll back. */
export async function handler(event: unknown): Promise<HookAnswer> {
	await world.bundle?.refreshIfDue();
	return answerOrLetThrough(world, deploymentHook, event, { hookStatus: "SUCCEEDED" }).finally(() => tellAll(world));
}
