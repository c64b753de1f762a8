/** The function that CloudFormation and Cloud Control invoke as a Lambda hook: whatever comes, they get an answer of their own form. */
import { answerHook, answerWithout } from "../answer-hook.ts";
import { UnreadableEvent } from "../enforcement-points/enforcement-point.ts";
import type { HookAnswer } from "../enforcement-points/wire/hook-answer.ts";
import { prepareWorld } from "./prepare.ts";
import { tellAll } from "./tell-all.ts";

const world = await prepareWorld();

export async function handler(event: unknown): Promise<HookAnswer> {
	await world.bundle?.refreshIfDue();
	try {
		return await answerHook(world, event);
	} catch (error) {
		if (!(error instanceof UnreadableEvent)) throw error;
		world.log.alarm("a CloudFormation hook's event cannot be read", { reason: error.message });
		return answerWithout(world, event, error.message);
	} finally {
		await tellAll(world);
	}
}
