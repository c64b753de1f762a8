/** The functions on AWS, as they are deployed: how large, how soon, how fast, and how much of DynamoDB. ECS and DynamoDB are moto's. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildLambda } from "../scripts/build-lambda.ts";
import { figure, type Side } from "./figure.ts";
import { startFunction, startProgram } from "./lambda-function.ts";
import type { Metered } from "./lambda-metered.ts";
import { lambdaSize } from "./lambda-size.ts";
import { openSurroundings, type Surroundings } from "./lambda-surroundings.ts";
import { lambdaThroughput, type ThroughputRounds } from "./lambda-throughput.ts";
import { CASES, type Case } from "./requests.ts";
import { inTurns, type Rounds } from "./rounds.ts";
import { running } from "./start-up.ts";
import type { Workplace } from "./workplace.ts";

const METERED = fileURLToPath(new URL("lambda-metered.ts", import.meta.url));
/** DeregisterTaskDefinition is called three times at once, then every two seconds. */
const METERED_MESSAGES: Readonly<Record<Case, number>> = { compliant: 10, violating: 3 };

export interface LambdaRounds {
	readonly start: Rounds;
	readonly throughput: ThroughputRounds;
}

export async function lambda(workplace: Workplace, rounds: LambdaRounds, print: (line: string) => void): Promise<void> {
	const built = join(workplace.folder, "lambda");
	const [events, schedule] = [join(built, "events"), join(built, "schedule")];
	await buildLambda(built);
	const surroundings = await openSurroundings(workplace);
	try {
		print(
			`# lambda: ECS and DynamoDB are one moto server, which shares this machine; a round of throughput is ${rounds.throughput.batches}`,
		);
		print("# batches of 10 registrations, each of a task definition of its own, which is looked up; then 300 batches merely parsed");
		await lambdaSize(workplace, surroundings.python, { events, schedule }, print);
		await start(workplace, { surroundings, built: events }, rounds.start, print);
		await lambdaThroughput(workplace, { surroundings, built: events }, rounds.throughput, print);
		await units(workplace, surroundings, print);
	} finally {
		await surroundings.close();
	}
}

async function start(
	workplace: Workplace,
	{ surroundings, built }: { readonly surroundings: Surroundings; readonly built: string },
	rounds: Rounds,
	print: (line: string) => void,
): Promise<void> {
	let files = 0;
	const firstDecision = async (store: string): Promise<number> => {
		const batch = await surroundings.registered("compliant", 1);
		const start = performance.now();
		const gate = await startFunction(workplace, built, surroundings.env(store));
		await gate.invoke(batch);
		const took = performance.now() - start;
		if (gate.decided("allowed") !== 1) throw new Error(`the function answered, and did not allow what is compliant:\n${gate.output()}`);
		await gate.stop();
		return took;
	};
	const subjects = [
		{ name: "node -e 0", round: () => running(workplace, ["-e", "0"]) },
		{ name: "events with SQLite", round: () => firstDecision(surroundings.sqlite(`first-${files++}`)) },
		{ name: "events with DynamoDB", round: () => firstDecision(surroundings.dynamoDb) },
	];
	const [node, ...sides] = (await inTurns(subjects, rounds)) as [Side, ...Side[]];
	for (const side of sides) print(figure(`function ${side.name}, start to the first decision, to node -e 0`, side, node, "ms"));
}

async function units(workplace: Workplace, surroundings: Surroundings, print: (line: string) => void): Promise<void> {
	const env = { ...surroundings.env(surroundings.sqlite("metered")), TASKGATE_ENFORCE: "on" };
	const gate = await startProgram(workplace, [METERED, surroundings.table], env);
	// A day is written into the calendar once per process.
	await gate.invoke(await surroundings.registered("compliant", 1));
	for (const which of CASES) {
		const count = METERED_MESSAGES[which];
		const { units } = await gate.invoke<Metered>(await surroundings.registered(which, count));
		const doing = which === "compliant" ? "" : ", deregistered and told";
		for (const [kind, used] of Object.entries(units)) {
			print(
				`DynamoDB units ${kind} per decision, ${which}${doing}: ratio ${(used / count).toPrecision(3)} (${used} units to ${count} decisions)`,
			);
		}
	}
	if (gate.decided("allowed") !== METERED_MESSAGES.compliant + 1 || gate.decided("denied") !== METERED_MESSAGES.violating) {
		throw new Error("not every metered message became the decision that it should: not a measurement");
	}
	await gate.stop();
}
