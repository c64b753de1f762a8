/** The mission on Lambda: the built bundle in a bare Node, batches as SQS hands them over, ECS and DynamoDB (moto, over HTTP) behind. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import type { Store } from "../../src/store/store.ts";
import { AWS_ENV, type AwsCli, awsCli } from "../aws-cli.ts";
import { type AwsGateway, startGateway } from "../aws-gateway.ts";
import { callEvent } from "../cloudtrail.ts";
import { openTestTable, type TestTable } from "../dynamodb-table.ts";
import { type Call, type EcsWorkload, privileged, registered, started, unprivileged } from "../ecs-workload.ts";
import { fixturesOf } from "../fixtures.ts";
import { type BatchAnswer, builtFunctions, type LambdaFunction, sqsBatch, startFunction } from "../lambda-function.ts";

let aws: AwsCli;
let ecs: EcsWorkload;
let gateway: AwsGateway;
let events: LambdaFunction;
let table: TestTable;
let store: Store;

beforeAll(async () => {
	aws = awsCli(inject("awsCli"), inject("motoUrl"));
	ecs = await started(aws, "lambda-test");
	gateway = await startGateway(inject("motoUrl"));
	table = await openTestTable(inject("dynamoDbUrl"));
	events = await startFunction(`${await builtFunctions()}/events`, {
		...{ ...AWS_ENV, ...table.env, AWS_ENDPOINT_URL: gateway.url, AWS_ENDPOINT_URL_DYNAMODB: inject("dynamoDbUrl") },
		...{ TASKGATE_ENFORCE: "on", TASKGATE_STORE: `dynamodb:${table.name}` },
	});
	store = openDynamoDbStore({ table: table.name, client: table.client });
});

afterAll(async () => {
	await events?.kill();
	await store?.close();
	await gateway?.close();
	await table?.drop();
});

const registration = ({ call }: { readonly call: Call }) => callEvent({ eventName: "RegisterTaskDefinition", ...call });
const returned = async (bodies: Readonly<Record<string, unknown>>, receives?: number) =>
	(await events.invoke<BatchAnswer>(sqsBatch(bodies, receives))).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort();
const decisionsAbout = async (name: string) => (await store.decisions({})).decisions.filter((decision) => decision.name === name);

describe("a batch, duplicated, shuffled and partly failing", () => {
	it("denied: deregistered and stopped, once; compliant: untouched; noise: deleted; only what failed returns", async () => {
		const [bad, good] = [await registered(aws, privileged("lambda-bad")), await registered(aws, unprivileged("lambda-good"))];
		const [badTask, goodTask] = [await ecs.run(bad.arn), await ecs.run(good.arn)];
		const messages = {
			"bad-task": callEvent({ eventName: "RunTask", ...badTask.call }),
			bad: registration(bad),
			good: registration(good),
			"good-task": callEvent({ eventName: "RunTask", ...goodTask.call }),
			...Object.fromEntries(fixturesOf("noise").map(({ file, event }) => [file, event])),
		};
		const twice = Object.entries(messages).flatMap(([id, body]) => [[id, body] as const, [`${id} again`, body] as const]);
		const shuffled = twice.toSorted(([a], [b]) => (a.split("").reverse().join() < b.split("").reverse().join() ? -1 : 1));
		const broken = { broken: '{"source":"aws.ecs"', unreadable: { ...registration(bad), detail: { eventName: "RegisterTaskDefinition" } } };

		const first = await returned({ ...broken, ...Object.fromEntries(shuffled) });
		expect(first, events.output()).toEqual(["broken", "unreadable"]);
		expect((await ecs.definition(bad.arn)).status).toBe("INACTIVE");
		expect((await ecs.definition(good.arn)).status).toBe("ACTIVE");
		const stopped = await ecs.task(badTask.arn);
		expect(stopped, events.output()).toMatchObject({
			desiredStatus: "STOPPED",
			stoppedReason: expect.stringMatching(/^workload\/privileged/) as string,
		});
		expect((await ecs.task(goodTask.arn)).desiredStatus).toBe("RUNNING");
		expect([gateway.calls.get("DeregisterTaskDefinition"), gateway.calls.get("StopTask")]).toEqual([1, 1]);
		expect((await store.decisions({})).decisions).toHaveLength(4);

		expect(await returned(Object.fromEntries(shuffled))).toEqual([]);
		expect([gateway.calls.get("DeregisterTaskDefinition"), gateway.calls.get("StopTask")]).toEqual([1, 1]);
		expect((await store.decisions({})).decisions).toHaveLength(4);
	});

	it("a look-up that fails for now returns that message alone, and the next delivery is acted on", async () => {
		const [one, other] = [await registered(aws, privileged("lambda-later")), await registered(aws, privileged("lambda-now"))];
		const messages = { later: registration(one), now: registration(other) };
		gateway.refuse("lambda-later");
		expect(await returned(messages)).toEqual(["later"]);
		expect((await ecs.definition(other.arn)).status).toBe("INACTIVE");
		expect((await ecs.definition(one.arn)).status).toBe("ACTIVE");
		expect(await decisionsAbout("lambda-later")).toEqual([]);
		gateway.release();
		expect(await returned({ later: messages.later }, 2)).toEqual([]);
		expect((await ecs.definition(one.arn)).status).toBe("INACTIVE");
	});

	it("one that fails until patience ends is undecided: recorded, alarmed, and nothing is touched", async () => {
		const definition = await registered(aws, privileged("lambda-never"));
		gateway.refuse("lambda-never");
		expect(await returned({ m: registration(definition) }, 3)).toEqual(["m"]);
		expect(await returned({ m: registration(definition) }, 4)).toEqual([]);
		gateway.release();
		expect((await decisionsAbout("lambda-never")).map(({ verdict }) => verdict)).toEqual(["undecided"]);
		expect((await ecs.definition(definition.arn)).status).toBe("ACTIVE");
		expect(events.output()).toMatch(/"alarm":true.*"undecided"/);
	});

	it("what is no batch is an error, so that Lambda returns all of it, and the next batch is served", async () => {
		await expect(events.invoke({ Records: [{ body: "{}" }] })).rejects.toThrow("messageId");
		expect(await returned({ m: "{}" })).toEqual([]);
	});
});
