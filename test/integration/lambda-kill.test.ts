/** SIGKILL in the middle of a batch, redelivery to another instance, and the schedule function: the effect takes place once. */
import { beforeAll, describe, inject, it } from "vitest";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import { AWS_ENV, type AwsCli, awsCli } from "../aws-cli.ts";
import { startGateway } from "../aws-gateway.ts";
import { callEvent } from "../cloudtrail.ts";
import { openTestTable } from "../dynamodb-table.ts";
import { type EcsWorkload, privileged, registered, started } from "../ecs-workload.ts";
import { eventually } from "../gate-process.ts";
import { type BatchAnswer, builtFunctions, sqsBatch, startFunction } from "../lambda-function.ts";

let aws: AwsCli;
let ecs: EcsWorkload;
let functions: string;

beforeAll(async () => {
	aws = awsCli(inject("awsCli"), inject("motoUrl"));
	ecs = await started(aws, "lambda-kill-test");
	functions = await builtFunctions();
});

describe.concurrent.each([
	["before the event was judged", "DescribeTaskDefinition", "before", "done"],
	["before the action reached AWS", "DeregisterTaskDefinition", "before", "done"],
	["after AWS did it and before it was known", "DeregisterTaskDefinition", "after", "superseded"],
] as const)("killed %s", (_, operation, when, state) => {
	it("redelivery and schedule finish, and the action took effect once", { timeout: 90_000 }, async ({ expect, onTestFinished }) => {
		const gateway = await startGateway(inject("motoUrl"));
		onTestFinished(() => gateway.close());
		const table = await openTestTable(inject("dynamoDbUrl"));
		const env = {
			...{ ...AWS_ENV, ...table.env, AWS_ENDPOINT_URL: gateway.url, AWS_ENDPOINT_URL_DYNAMODB: inject("dynamoDbUrl") },
			...{ TASKGATE_ENFORCE: "on", TASKGATE_STORE: `dynamodb:${table.name}` },
		};
		const name = `lambda-killed-${operation}-${when}`;
		const [one, other] = [await registered(aws, privileged(name)), await registered(aws, privileged(`${name}-too`))];
		const event = (made: typeof one) => callEvent({ eventName: "RegisterTaskDefinition", ...made.call });
		const batch = sqsBatch({ m1: event(one), m2: event(other) });

		const first = await startFunction(`${functions}/events`, env);
		const reached = gateway.hold(operation, when);
		const lost = first.invoke(batch).catch((error: Error) => error.message);
		await reached;
		await first.kill();
		expect(await lost).toContain("SIGKILL");
		gateway.release();

		const second = await startFunction(`${functions}/events`, env);
		const schedule = await startFunction(`${functions}/schedule`, env);
		const store = openDynamoDbStore({ table: table.name, client: table.client });
		onTestFinished(async () => {
			await Promise.all([second.kill(), schedule.kill()]);
			await store.close();
			await table.drop();
		});
		const twice = { Records: [...batch.Records, ...batch.Records] };
		expect((await second.invoke<BatchAnswer>(twice)).batchItemFailures, second.output()).toEqual([]);
		await eventually(async () => (await schedule.invoke<{ pending: number }>({})).pending === 0, 60_000);

		for (const { arn } of [one, other]) expect((await ecs.definition(arn)).status).toBe("INACTIVE");
		expect(gateway.calls.get("DeregisterTaskDefinition")).toBe(2);
		const { decisions } = await store.decisions({});
		expect(decisions).toHaveLength(2);
		const states = decisions.flatMap(({ actions }) => actions.flatMap((action) => (action.type === "Notify" ? [] : action.state)));
		expect(states.sort()).toEqual(["done", state]);
	});
});
