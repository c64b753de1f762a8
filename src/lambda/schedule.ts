/** The function that runs each minute. */
import { type LambdaContext, prepareWorld } from "./prepare.ts";
import { tellAll } from "./tell-all.ts";
import { type Tended, tend } from "./tend.ts";

const world = await prepareWorld();

export async function handler(_event: unknown, context: LambdaContext): Promise<Tended> {
	await world.bundle?.refreshIfDue();
	return tend(world, () => context.getRemainingTimeInMillis()).finally(() => tellAll(world));
}
