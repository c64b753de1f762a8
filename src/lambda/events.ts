/** The function that SQS invokes with EventBridge's events: judge, record, act. */
import { type BatchAnswer, judgeBatch } from "./judge-batch.ts";
import { type LambdaContext, prepareWorld } from "./prepare.ts";
import { readBatch } from "./sqs-message.ts";
import { tellAll } from "./tell-all.ts";

const world = await prepareWorld();

export async function handler(batch: unknown, context: LambdaContext): Promise<BatchAnswer> {
	await world.bundle?.refreshIfDue();
	return judgeBatch(world, readBatch(batch), () => context.getRemainingTimeInMillis()).finally(() => tellAll(world));
}
