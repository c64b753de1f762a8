/** A GuardDuty finding on Lambda: the built bundle in a bare Node, a batch as SQS hands it over, ECS and DynamoDB (moto, over HTTP) behind. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DescribeTasksCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import { AWS_ENV } from "../aws-cli.ts";
import { openTestTable, type TestTable } from "../dynamodb-table.ts";
import { type BatchAnswer, builtFunctions, type LambdaFunction, sqsBatch, startFunction } from "../lambda-function.ts";
import { ownRegion } from "../own-region.ts";
import { ANSWERING, guardDutyFinding } from "../runtime-alerts.ts";
import { type Ground, ground } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

const REGION = ownRegion(import.meta);
let stub: EcsStub;
let ecs: Ground;
let table: TestTable;
let events: LambdaFunction;

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	ecs = await ground(inject("motoUrl"), "lambda-alerted", REGION);
	table = await openTestTable(inject("dynamoDbUrl"));
	const folder = await builtFunctions();
	const constraints = join(folder, "alerts.yaml");
	await writeFile(constraints, ANSWERING);
	events = await startFunction(`${folder}/events`, {
		...{ ...AWS_ENV, ...table.env, AWS_ENDPOINT_URL: stub.url, AWS_ENDPOINT_URL_DYNAMODB: inject("dynamoDbUrl") },
		...{ TASKGATE_ENFORCE: "on", TASKGATE_STORE: `dynamodb:${table.name}`, TASKGATE_CONSTRAINTS: constraints },
		TASKGATE_RUNTIME_RESPONSE: "quarantine",
	});
}, 300_000);

afterAll(async () => {
	await events?.kill();
	await stub?.close();
	await table?.drop();
});

it("stops the task once, however often it is told, and quarantines its revision", async () => {
	const revision = await ecs.register("orders");
	const task = await ecs.run(revision);
	const bystander = await ecs.run(revision);
	const finding = guardDutyFinding(task, "1ab92989eaf0e742df4a014d5c0a5a4b") as { readonly detail: { readonly service: object } };
	const again = { ...finding, detail: { ...finding.detail, service: { ...finding.detail.service, count: 40 } } };
	const messages = {
		first: finding,
		again,
		noise: { ...finding, detail: { ...finding.detail, type: "Recon:EC2/PortProbeUnprotectedPort" } },
	};
	for (const receives of [1, 2]) {
		const { batchItemFailures } = await events.invoke<BatchAnswer>(sqsBatch(messages, receives));
		expect(batchItemFailures, events.output()).toEqual([]);
	}

	const { tasks = [] } = await ecs.client.send(new DescribeTasksCommand({ cluster: ecs.cluster, tasks: [task, bystander] }));
	const byArn = new Map(tasks.map(({ taskArn, desiredStatus, stoppedReason }) => [taskArn, { desiredStatus, stoppedReason }]));
	expect(byArn.get(task), events.output()).toMatchObject({
		...{ desiredStatus: "STOPPED", stoppedReason: expect.stringMatching(/^runtime\/alert-types: guardduty raises CryptoCurrency:Runtime/) },
	});
	expect(byArn.get(bystander)).toMatchObject({ desiredStatus: "RUNNING" });
	expect(stub.count("StopTask")).toBe(1);

	const store = openDynamoDbStore({ table: table.name, client: table.client });
	const { decisions } = await store.decisions({});
	expect(decisions.map(({ kind, verdict, resource }) => [kind, verdict, resource])).toEqual([["RuntimeAlert", "denied", task]]);
	expect(decisions[0]?.actions.map(({ type, state }) => `${type} ${state}`).toSorted()).toEqual([
		"Notify done",
		"Quarantine done",
		"StopTask done",
	]);
	expect((await store.quarantined(new Date().toISOString())).map(({ what, by }) => [what, by])).toEqual([
		[revision, `decision ${decisions[0]?.uid}`],
	]);
});
