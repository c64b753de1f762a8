/** What a Lambda function does once, before its first invocation: clients, policies and store are ready and stay so. */
import { readConfig } from "../config.ts";
import { openGate } from "../gate.ts";
import { openLog } from "../log.ts";
import type { World } from "../world.ts";

/** What a function needs to know of Lambda's context object. */
export interface LambdaContext {
	getRemainingTimeInMillis(): number;
}

/** @throws what keeps the function from starting; Lambda reports it and tries again with the next invocation. */
export async function prepareWorld(): Promise<World> {
	const config = readConfig();
	const log = openLog(config.TASKGATE_LOG_LEVEL);
	const { world, warnings } = await openGate(config, log, { askAws: true });
	for (const warning of warnings) log.info(warning);
	const { settings, engine, constraints } = world;
	log.info("ready", {
		enforce: settings.enforce ? "on" : "off",
		revision: engine.revision,
		policies: engine.policies.length,
		constraints: constraints.length,
		startMs: Math.round(performance.now()),
	});
	return world;
}
