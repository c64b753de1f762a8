/** A real queue (moto) between EventBridge's messages and the built function, with redrive to a dead-letter queue. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { AWS_ENV, type AwsCli, awsCli } from "../aws-cli.ts";
import { callEvent } from "../cloudtrail.ts";
import { type EcsWorkload, privileged, registered, started } from "../ecs-workload.ts";
import { freshStore } from "../gate-process.ts";
import { type BatchAnswer, builtFunctions, type LambdaFunction, startFunction } from "../lambda-function.ts";
import { queueWithRedrive } from "../sqs.ts";

const MOST_RECEIVES = 3;
const POISON = ["not JSON, and nobody's business", '["a list"]', '{"source":"aws.ecs","detail-type":"AWS API Call via CloudTrail"}'];
let aws: AwsCli;
let ecs: EcsWorkload;
let events: LambdaFunction;

beforeAll(async () => {
	aws = awsCli(inject("awsCli"), inject("motoUrl"));
	ecs = await started(aws, "lambda-queue-test");
	const env = { ...AWS_ENV, AWS_ENDPOINT_URL: inject("motoUrl"), TASKGATE_ENFORCE: "on", TASKGATE_STORE: await freshStore() };
	events = await startFunction(`${await builtFunctions()}/events`, env);
});

afterAll(() => events?.kill());

it("poison ends in the dead-letter queue after the redrive limit, told once each, and holds nothing up", async () => {
	const queue = await queueWithRedrive(aws, inject("motoUrl"), "lambda-events", MOST_RECEIVES);
	const definition = await registered(aws, privileged("queued"));
	const event = JSON.stringify(callEvent({ eventName: "RegisterTaskDefinition", ...definition.call }));
	for (const body of [...POISON, event, event]) await queue.send(body);

	const handed: number[] = [];
	for (let round = 0; round < MOST_RECEIVES + 2; round += 1) {
		handed.push(await queue.poll((batch) => events.invoke<BatchAnswer>(batch)));
		await sleep(1_200);
	}
	expect(handed).toEqual([5, 3, 3, 0, 0]);
	expect((await queue.dead()).toSorted()).toEqual(POISON.toSorted());
	expect((await ecs.definition(definition.arn)).status).toBe("INACTIVE");
	const alarms = events.output().match(/"alarm":true.*"message cannot be read/g);
	expect(alarms).toHaveLength(POISON.length);
	expect(events.output()).not.toContain("nobody's business");
});

it("an invocation that fails as a whole deletes nothing, and the messages come again", async () => {
	const queue = await queueWithRedrive(aws, inject("motoUrl"), "lambda-crash", MOST_RECEIVES);
	const definition = await registered(aws, privileged("queued-crash"));
	await queue.send(JSON.stringify(callEvent({ eventName: "RegisterTaskDefinition", ...definition.call })));
	await expect(queue.poll(() => events.invoke<BatchAnswer>({ Records: "none" }))).rejects.toThrow("Records");
	await sleep(1_200);
	expect(await queue.poll((batch) => events.invoke<BatchAnswer>(batch))).toBe(1);
	expect((await ecs.definition(definition.arn)).status).toBe("INACTIVE");
});
