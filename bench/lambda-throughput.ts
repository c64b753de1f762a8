/** Decisions per second of one events function, batch after batch, against a bare handler that only parses them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figure, median, type Side } from "./figure.ts";
import { type LambdaFunction, startFunction } from "./lambda-function.ts";
import type { Surroundings } from "./lambda-surroundings.ts";
import { calling, inTurns, type Rounds, type Subject } from "./rounds.ts";
import type { Workplace } from "./workplace.ts";

/** As many as SQS hands over at once unless it is told to wait. */
const BATCH = 10;
const BARE_BATCHES = 300;
const BARE = `export async function handler({ Records }) {
	for (const { body } of Records) JSON.parse(body);
	return { batchItemFailures: [] };
}
`;

export interface ThroughputRounds extends Rounds {
	/** Of ten messages each. */
	readonly batches: number;
}

/** `built`: folder of the events function. */
export async function lambdaThroughput(
	workplace: Workplace,
	{ surroundings, built }: { readonly surroundings: Surroundings; readonly built: string },
	rounds: ThroughputRounds,
	print: (line: string) => void,
): Promise<void> {
	const bare = await startFunction(workplace, bareFolder(workplace), {});
	const inFile = await startFunction(workplace, built, surroundings.env(surroundings.sqlite("throughput")));
	const inTable = await startFunction(workplace, built, surroundings.env(surroundings.dynamoDb));
	const parsed = await surroundings.registered("compliant", BATCH);
	const deciding = (name: string, gate: LambdaFunction): Subject => ({
		name,
		async round() {
			const batches: object[] = [];
			for (let i = 0; i < rounds.batches; i++) batches.push(await surroundings.registered("compliant", BATCH));
			await surroundings.emptyTable();
			const start = performance.now();
			for (const batch of batches) await gate.invoke(batch);
			return ((performance.now() - start) / (BATCH * rounds.batches)) * 1000;
		},
	});
	const parsing: Subject = {
		name: "a message parsed",
		async round() {
			const start = performance.now();
			for (let i = 0; i < BARE_BATCHES; i++) await bare.invoke(parsed);
			return ((performance.now() - start) / (BATCH * BARE_BATCHES)) * 1000;
		},
	};
	const lookingUp = calling("a DescribeTaskDefinition", 30, surroundings.lookUp);
	const subjects = [parsing, lookingUp, deciding("a decision in SQLite", inFile), deciding("a decision in DynamoDB", inTable)];
	const [message, call, file, table] = (await inTurns(subjects, rounds)) as readonly [Side, Side, Side, Side];
	for (const gate of [inFile, inTable]) confirm(gate, (rounds.warmUp + rounds.counted) * rounds.batches * BATCH);
	for (const [store, side] of [["SQLite", file] as const, ["DynamoDB", table] as const]) {
		const name = `function events, ${store} store`;
		print(figure(`${name}, ${perSecond(side)} decisions/s, to ${perSecond(message)} messages/s merely parsed`, side, message, "µs"));
		print(figure(`${name}, a decision to one call of moto`, side, call, "µs"));
	}
	print(figure("function events, DynamoDB store to SQLite store", table, file, "µs"));
	await Promise.all([bare, inFile, inTable].map((one) => one.stop()));
}

function bareFolder(workplace: Workplace): string {
	const folder = join(workplace.folder, "bare");
	mkdirSync(folder);
	writeFileSync(join(folder, "index.mjs"), BARE);
	return folder;
}

function perSecond({ rounds }: Side): string {
	return (1e6 / median(rounds)).toFixed(0);
}

/** The function's own log: a batch that is answered without decisions would make the figures worthless. */
function confirm(gate: LambdaFunction, messages: number): void {
	const allowed = gate.decided("allowed");
	if (allowed !== messages) throw new Error(`${messages} messages, but ${allowed} allowed: not a measurement`);
}
