/** The same for functions on Lambda: the simulation's batches, duplicated, shuffled, late and failing in parts, on the DynamoDB store. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { openDynamoDbStore } from "../../../src/store/dynamodb.ts";
import { openTestTable } from "../../../test/dynamodb-table.ts";
import { judgeOutcome } from "../../simulation/laws.ts";
import { simulate, startOfTime } from "../../simulation/simulation.ts";
import { type Claim, claimed, type Ground } from "../part.ts";

/** Crashes are ten times as many as the simulation assumes: with so few batches there would be none, and nothing shown. */
const CRASHES = 0.2;
const FULL = { accounts: 8, minutes: 5, crashes: CRASHES };
const QUICK = { accounts: 4, minutes: 4, crashes: CRASHES };

/** `dynamoDbUrl` is of whatever answers as DynamoDB. */
export async function functionsCrash({ quick, seed, tell }: Ground, dynamoDbUrl: string): Promise<readonly Claim[]> {
	const { name: table, client: config, drop } = await openTestTable(dynamoDbUrl);
	const timeline = startOfTime();
	const client = new DynamoDBClient(config);
	client.middlewareStack.add((next) => (args) => timeline.outside(next(args)), { step: "initialize" });
	const store = openDynamoDbStore({ table, client });
	try {
		const progress = (minute: number, told: string) => minute % 10 === 0 && tell(`minute ${minute}: ${told}`);
		const outcome = await simulate({ ...(quick ? QUICK : FULL), seed, store, timeline, storeIsReal: true, progress });
		const { breaches, records } = await judgeOutcome(outcome);
		const { lambda, delivery, queue, service, journal } = outcome;
		return [
			claimed(
				"functions on DynamoDB lose nothing and do nothing twice, whatever their batches meet",
				breaches,
				{
					...{ messages: queue.sent, handedOut: queue.handedOut, duplicates: delivery.duplicates, late: delivery.late },
					...{ crashedInABatch: lambda.told.crashed, returnedOfABatch: lambda.told.returned, failedCalls: service.failed },
					...{ decisions: records.decisions.length, effects: journal.effects.length },
				},
				["duplicates", "crashedInABatch", "returnedOfABatch", "effects"],
			),
		];
	} finally {
		client.destroy();
		await drop();
	}
}
