import { describe, expect, it } from "vitest";
import { callEvent } from "../test/cloudtrail.ts";
import { ACCOUNT, ARN, NOW, REGION } from "../test/requests.ts";
import { type TestWorld, testWorld } from "../test/worlds.ts";
import type { JsonObject } from "./admission/request.ts";
import { accept, drainInbox } from "./intake.ts";

const violations = [{ msg: "container app is privileged" }];
const MINUTE = 60_000;

function registration(over: object = {}): JsonObject {
	return callEvent({
		eventName: "RegisterTaskDefinition",
		requestParameters: { family: "web", containerDefinitions: [{ name: "app", environment: [{ name: "A", value: "s3cr3t-value" }] }] },
		responseElements: { taskDefinition: { taskDefinitionArn: `${ARN}:task-definition/web:3` } },
		account: ACCOUNT,
		region: REGION,
		eventTime: NOW,
		eventID: "11111111-2222-4333-8444-555555555555",
		...over,
	}) as JsonObject;
}

const broken = async () => {
	throw new TypeError("x");
};

const decisions = async (world: ReturnType<typeof testWorld>) => (await world.store.decisions({})).decisions;

describe("accept and drainInbox", () => {
	it("keeps the event masked, judges it, plans in the same stroke, and empties the inbox", async () => {
		const world = testWorld({ violations });
		expect(await accept(world, registration())).toBe(1);
		const [kept] = await world.store.claimEvents(NOW, NOW, 1);
		expect(JSON.stringify(kept?.event)).not.toContain("s3cr3t-value");
		expect(await drainInbox(world)).toBe(1);
		expect((await decisions(world))[0]).toMatchObject({
			verdict: "denied",
			source: "ecs",
			actions: [{ type: "DeregisterTaskDefinition", state: "planned" }, { type: "Notify" }],
		});
		world.pass(60 * MINUTE);
		expect(await drainInbox(world)).toBe(0);
	});

	it.each(["csrf-token", "AKIAIOSFODNN7EXAMPLE", "sk-checkout-frontend-production"])(
		"a task definition called %s is judged and acted on: its name is no secret",
		async (family) => {
			const world = testWorld({ violations });
			const taskDefinitionArn = `${ARN}:task-definition/${family}:3`;
			await accept(world, registration({ requestParameters: { family }, responseElements: { taskDefinition: { taskDefinitionArn } } }));
			await drainInbox(world);
			expect((await decisions(world))[0]?.actions[0]).toMatchObject({ state: "planned", target: taskDefinitionArn });
		},
	);

	it("noise is not kept", async () => {
		const world = testWorld();
		expect(await accept(world, { source: "aws.s3", "detail-type": "Object Created", detail: {} })).toBe(0);
		expect(await world.store.claimEvents(NOW, NOW, 1)).toEqual([]);
	});

	it("the same event three times is one decision with one action", async () => {
		const world = testWorld({ violations });
		for (let i = 0; i < 3; i += 1) {
			await accept(world, registration());
			await drainInbox(world);
		}
		expect(await decisions(world)).toHaveLength(1);
	});

	it("a look-up that fails for now is asked again, and nothing is on record before it is answered", async () => {
		const world = testWorld({ violations, lookUps: ["transient", "transient", "fine"] });
		await accept(world, registration());
		await drainInbox(world);
		expect(await decisions(world)).toEqual([]);
		for (let i = 0; i < 3; i += 1) {
			world.pass(MINUTE);
			await drainInbox(world);
		}
		expect((await decisions(world))[0]?.verdict).toBe("denied");
	});

	it("one that keeps failing leaves it undecided after a quarter of an hour: told, never undone", async () => {
		const world = testWorld({ lookUps: Array.from({ length: 100 }, () => "transient" as const) });
		await accept(world, registration());
		for (let i = 0; i < 20; i += 1) {
			await drainInbox(world);
			world.pass(2 * MINUTE);
		}
		const [decision] = await decisions(world);
		expect(decision).toMatchObject({ verdict: "undecided", failures: [{ reason: "ECS was transient" }] });
		expect(decision?.actions.map(({ type }) => type)).toEqual(["Notify"]);
	});

	it("one that waited long in the queue is asked again too", async () => {
		const world = testWorld({ violations, lookUps: ["transient"] });
		await accept(world, registration());
		world.pass(20 * MINUTE);
		await drainInbox(world);
		expect(await decisions(world)).toEqual([]);
		world.pass(MINUTE);
		await drainInbox(world);
		expect((await decisions(world))[0]?.verdict).toBe("denied");
	});

	it("a task that ECS does not show yet is not decided by the event's words", async () => {
		const world = testWorld({ violations });
		const shown: JsonObject[] = [];
		const reader = { ...world.reader, tasks: async () => shown };
		const taskArn = `${ARN}:task/prod/1`;
		const task = { taskArn, taskDefinitionArn: `${ARN}:task-definition/web:3`, clusterArn: `${ARN}:cluster/prod` };
		const call = { requestParameters: { taskDefinition: "web:3", cluster: "prod" }, responseElements: { tasks: [task] } };
		await accept(world, registration({ eventName: "RunTask", ...call }));
		await drainInbox({ ...world, reader });
		expect(await decisions(world)).toEqual([]);
		shown.push({ ...task, desiredStatus: "RUNNING" });
		world.pass(MINUTE / 2);
		await drainInbox({ ...world, reader });
		expect((await decisions(world))[0]).toMatchObject({ source: "ecs", actions: [{ type: "StopTask", state: "planned" }, {}] });
	});

	it("one that is gone is decided by them after a minute, and not acted on", async () => {
		const world = testWorld({ violations });
		const call = { requestParameters: { taskDefinition: "web:3" }, responseElements: { tasks: [{ taskArn: `${ARN}:task/default/1` }] } };
		await accept(world, registration({ eventName: "RunTask", ...call }));
		world.pass(MINUTE);
		await drainInbox(world);
		expect((await decisions(world))[0]).toMatchObject({ source: "copy", actions: [{ type: "Notify", state: "withheld" }] });
	});

	it.each([
		["ECS", "the look-up broke: TypeError: x", (world: TestWorld) => ({ reader: { ...world.reader, taskDefinition: broken } })],
		["the engine", "the policy engine broke: TypeError: x", (world: TestWorld) => ({ engine: { ...world.engine, evaluate: broken } })],
		["the engine, silently,", "it was not evaluated", (world: TestWorld) => ({ engine: { ...world.engine, evaluate: async () => [] } })],
	] as const)("what %s breaks is undecided in the end, never allowed and never lost", async (_, reason, breaking) => {
		const whole = testWorld();
		const world = { ...whole, ...breaking(whole) };
		await accept(world, registration());
		for (let i = 0; i < 12; i += 1) {
			await drainInbox(world);
			whole.pass(2 * MINUTE);
		}
		expect((await decisions(whole))[0]).toMatchObject({ verdict: "undecided", failures: [{ reason }] });
		expect(whole.alarms).toEqual([]);
	});

	it("one that fails for good is undecided at once", async () => {
		const world = testWorld({ lookUps: ["permanent"] });
		await accept(world, registration());
		await drainInbox(world);
		expect((await decisions(world))[0]?.verdict).toBe("undecided");
	});
});

describe("what is withheld", () => {
	it.each([
		["enforcement is off", {}, { enforce: false }, "enforcement is off"],
		["the event is old", { eventTime: "2026-11-20T10:59:59Z" }, {}, "older than 60 min"],
		["the time of the event cannot be read", { eventTime: "soon" }, {}, "older than 60 min"],
	])("%s", async (_, over, settings, outcome) => {
		const world = testWorld({ violations, settings });
		const accepted = await accept(world, registration(over)).catch((error: Error) => error.name);
		if (accepted === "UnreadableEvent") return expect(outcome).toBe("older than 60 min");
		await drainInbox(world);
		const [decision] = await decisions(world);
		expect(decision?.actions.every(({ state, outcome: said }) => state === "withheld" && said?.includes(outcome))).toBe(true);
	});

	it("a replay", async () => {
		const world = testWorld({ violations });
		await accept(world, { ...registration(), "replay-name": "last-week" });
		await drainInbox(world);
		expect((await decisions(world))[0]?.actions.map(({ state }) => state)).toEqual(["withheld", "withheld"]);
	});

	it("a call by the gate's own role that the gate has no record of is judged, and not acted on", async () => {
		const role = `arn:aws:iam::${ACCOUNT}:role/taskgate`;
		const world = testWorld({ violations, ownPrincipals: [role] });
		await accept(world, registration({ roleArn: role }));
		await drainInbox(world);
		const [decision] = await decisions(world);
		expect(decision?.verdict).toBe("denied");
		expect(decision?.actions[0]).toMatchObject({ state: "withheld", outcome: expect.stringContaining("the gate's own role") as string });
	});
});
