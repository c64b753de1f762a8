/** The events function's own code with a metered store, in a process of its own: answers each batch with the units it used. `lambda-metered.ts TABLE` */
import { readConfig } from "../src/config.ts";
import { openGate } from "../src/gate.ts";
import { judgeBatch } from "../src/lambda/judge-batch.ts";
import { readBatch } from "../src/lambda/sqs-message.ts";
import { openLog } from "../src/log.ts";
import { openDynamoDbStore } from "../src/store/dynamodb.ts";
import { meteredClient, type Units } from "../test/dynamodb-meter.ts";

/** What one batch used. */
export interface Metered {
	readonly batchItemFailures: readonly object[];
	readonly units: Units;
}

const config = readConfig();
const log = openLog(config.TASKGATE_LOG_LEVEL);
const { client, units } = meteredClient({});
const store = openDynamoDbStore({ table: process.argv[2]!, client, retentionDays: 400 });
const { world } = await openGate(config, log, { askAws: true });

process.on("message", async (batch) => {
	const before = { ...units };
	const { batchItemFailures } = await judgeBatch({ ...world, store }, readBatch(batch), () => 60_000);
	const used = { read: units.read - before.read, written: units.written - before.written };
	process.send?.({ batchItemFailures, units: used } satisfies Metered);
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
