/** The parts of the simulation that stand for AWS behave as AWS documents, and its numbers are those of the stack. */
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { Chance } from "../../bench/simulation/chance.ts";
import { definitionBody } from "../../bench/simulation/definitions.ts";
import { type Definition, EcsPlace, type Service, Spreading, type Task } from "../../bench/simulation/ecs-state.ts";
import { type Message, Queue } from "../../bench/simulation/queue.ts";
import { hubStack } from "../../bench/simulation/stack.ts";
import { Timeline } from "../../bench/simulation/timeline.ts";
import { called, deploymentBegan, registration, runTask, serviceCall, taskState } from "../../bench/simulation/told-events.ts";
import { virtualTime } from "../../bench/simulation/virtual-time.ts";
import { matching, patternsOf } from "../event-rules.ts";
import { plain } from "../template.ts";

const VISIBLE_AFTER = 360_000;

function queueOn(timeline: Timeline, ghosts = 0) {
	return new Queue(timeline, new Chance(1), { visibilityMs: VISIBLE_AFTER, maxReceiveCount: 3, alarmAgeMs: 900_000, ghosts }, () => {});
}

describe("the queue", () => {
	it("hides what it hands out, gives it back after the visibility timeout, and at last to the dead letters", async () => {
		const timeline = new Timeline(0);
		const queue = queueOn(timeline);
		queue.send("a");
		for (const receives of [1, 2, 3]) {
			expect(queue.receive(10)).toMatchObject([{ body: "a", receives }]);
			expect(queue.receive(10)).toEqual([]);
			await timeline.run(timeline.now + VISIBLE_AFTER - 1);
			expect(queue.visible).toBe(0);
			await timeline.run(timeline.now + 1);
			expect(queue.visible).toBe(1);
		}
		expect(queue.receive(10)).toEqual([]);
		expect(queue.dead).toHaveLength(1);
		expect(queue.isEmpty).toBe(true);
	});

	it("forgets what is deleted, but for the share that SQS hands out once more", async () => {
		for (const [ghosts, left] of [
			[0, 0],
			[1, 1],
		] as const) {
			const timeline = new Timeline(0);
			const queue = queueOn(timeline, ghosts);
			queue.send("a");
			queue.delete(queue.receive(1)[0] as Message);
			await timeline.run(2 * VISIBLE_AFTER);
			expect(queue.visible).toBe(left);
		}
	});

	it("keeps no order", () => {
		const queue = queueOn(new Timeline(0));
		const sent = Array.from({ length: 50 }, (_, n) => String(n));
		for (const body of sent) queue.send(body);
		const received = queue.receive(50).map(({ body }) => body);
		expect(received).not.toEqual(sent);
		expect(received.toSorted()).toEqual(sent.toSorted());
	});
});

describe("the virtual clock", () => {
	it("lets things happen in the order of their instants, and what follows of one before the next", async () => {
		const timeline = new Timeline(1_000);
		const told: string[] = [];
		timeline.at(3_000, () => told.push(`third at ${timeline.now}`));
		timeline.at(2_000, async () => {
			await timeline.sleep(500);
			told.push(`second at ${timeline.now}`);
		});
		timeline.at(2_000, () => told.push(`first at ${timeline.now}`));
		timeline.at(2_100, () => told.push("never"))();
		await timeline.run(10_000);
		expect(told).toEqual(["first at 2000", "second at 2500", "third at 3000"]);
		expect(timeline.now).toBe(10_000);
	});

	it("takes the place of timers and of the clock that measures, tells who reads the date, and gives them back", async () => {
		const timeline = new Timeline(Date.parse("2026-11-20T12:00:00Z"));
		const time = virtualTime(timeline, { withDate: true });
		const told: number[] = [];
		const given = new AbortController();
		const early = sleep(7_000_000, undefined, { signal: given.signal }).catch(() => told.push(-1));
		void sleep(3_600_000).then(() => told.push(performance.now()));
		timeline.after(1_000, () => given.abort());
		await timeline.run(timeline.now + 4_000_000);
		expect(Date.now()).toBe(timeline.now);
		time.restore();
		await early;
		expect(told).toEqual([-1, 3_600_000]);
		expect(time.dateReads()).toBe(1);
		expect(Date.now()).not.toBe(timeline.now);
	});
});

describe("the stack", () => {
	it("has in its committed template what is synthesized, and queue and functions fit together", () => {
		const stack = hubStack();
		expect(stack).toEqual(hubStack(plain("taskgate-hub.template.json")));
		expect(stack.visibilityMs).toBeGreaterThanOrEqual(6 * stack.timeoutMs);
	});

	it("is not guessed at where a template lacks a number", () => {
		const { Resources } = plain("taskgate-hub.template.json");
		const without = Object.entries(Resources).filter(([, { Type }]) => Type !== "AWS::Lambda::EventSourceMapping");
		expect(() => hubStack({ Resources: Object.fromEntries(without) })).toThrow("mapping");
	});
});

describe("the events", () => {
	const ecs = new EcsPlace({ partition: "aws", account: "123456789012", region: "eu-central-1" });
	const by = { isGate: false, role: "arn:aws:iam::123456789012:role/ci" };
	const ids = { eventID: "e", requestID: "r", eventTime: "2026-11-20T12:00:00.000Z" };
	let rules: readonly (readonly string[])[];

	beforeAll(async () => {
		const given = { body: definitionBody("123456789012", "web", true), isBad: true, registeredAt: 0 };
		const definition: Definition = ecs.add("web", given, 0);
		const arn = ecs.arn("service/main/web");
		const service: Service = { arn, name: "web", definition, definedAt: 0, desiredCount: 1, stable: undefined, deployments: [] };
		const task: Task = { arn: ecs.arn("task/main/1"), definition, service: "web", createdAt: 0, lastStatus: "PROVISIONING" };
		const events = [
			called(ecs, registration(definition), by, ids),
			called(ecs, serviceCall(ecs, "UpdateService", service), by, ids),
			called(ecs, runTask(ecs, definition, [task]), by, ids),
			taskState(ecs, task, ids.eventTime),
			deploymentBegan(ecs, service, "ECS Deployment State Change", ids.eventTime),
			deploymentBegan(ecs, service, "ECS Service Action", ids.eventTime),
		];
		rules = await matching(patternsOf(plain("taskgate-hub.template.json")), events);
	});

	it("each match one rule of the hub", () => {
		expect(rules).toEqual([["Calls"], ["Calls"], ["Calls"], ["Tasks"], ["Deployments"], ["Services"]]);
	});
});

it("what spreads is seen later, and never goes back", () => {
	const value = new Spreading("a", 0);
	value.set("b", 500);
	value.set("c", 400);
	expect([value.seenAt(-1), value.seenAt(499), value.seenAt(500), value.latest]).toEqual([undefined, "a", "c", "c"]);
});
