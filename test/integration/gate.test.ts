/** The mission, shown: real AWS clients, a real ECS API (moto, over HTTP), a real gate process. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { AWS_ENV, type AwsCli, awsCli } from "../aws-cli.ts";
import { callEvent } from "../cloudtrail.ts";
import { type EcsWorkload, privileged, registered, started, unprivileged } from "../ecs-workload.ts";
import { eventually, freshGate, type GateProcess } from "../gate-process.ts";

const HOUR = 3_600_000;
let aws: AwsCli;
let gate: GateProcess;
let ecs: EcsWorkload;

const actingGate = (env: Record<string, string> = {}) =>
	freshGate({ ...AWS_ENV, AWS_ENDPOINT_URL: inject("motoUrl"), TASKGATE_ENFORCE: "on", ...env });

beforeAll(async () => {
	aws = awsCli(inject("awsCli"), inject("motoUrl"));
	ecs = await started(aws, "gate-test");
	gate = await actingGate();
});

afterAll(() => gate.stop());

/** Waits until a decision about `name` has no action left to do. */
const settled = (on: GateProcess, name: string) =>
	eventually(async () => {
		const decision = (await on.decisions()).find((one) => one.name === name);
		return decision?.actions.every(({ state }) => state !== "planned") && decision;
	});

describe("TASKGATE_ENFORCE=on", () => {
	it("a privileged task definition is deregistered, and the task that runs it is stopped, the policy first in its reason", async () => {
		const definition = await registered(aws, privileged("bad-web"));
		const task = await ecs.run(definition.arn);
		const register = callEvent({ eventName: "RegisterTaskDefinition", ...definition.call });
		const run = callEvent({ eventName: "RunTask", ...task.call });
		for (const event of [register, run]) expect((await gate.post("/v1/events", event)).status).toBe(202);

		expect(await eventually(async () => (await ecs.definition(definition.arn)).status === "INACTIVE")).toBe(true);
		const stopped = await eventually(async () => {
			const described = await ecs.task(task.arn);
			return described.desiredStatus === "STOPPED" && described;
		});
		expect(stopped.stoppedReason).toMatch(/^workload\/privileged/);
		expect((stopped.stoppedReason ?? "").length).toBeLessThan(256);
		const decision = await settled(gate, "bad-web");
		expect(decision.verdict).toBe("denied");
	});

	it("a compliant one is admitted and nothing of it is touched", async () => {
		const definition = await registered(aws, unprivileged("good-web"));
		const task = await ecs.run(definition.arn);
		await gate.post("/v1/events", callEvent({ eventName: "RegisterTaskDefinition", ...definition.call }));
		await gate.post("/v1/events", callEvent({ eventName: "RunTask", ...task.call }));
		const decision = await settled(gate, "good-web");
		expect(decision.verdict).toBe("allowed");
		expect((await ecs.definition(definition.arn)).status).toBe("ACTIVE");
		expect((await ecs.task(task.arn)).desiredStatus).toBe("RUNNING");
	});

	it("the same event posted three times is decided once and acted on once", async () => {
		const definition = await registered(aws, privileged("thrice"));
		const event = callEvent({ eventName: "RegisterTaskDefinition", ...definition.call });
		await Promise.all([1, 2, 3].map(() => gate.post("/v1/events", event)));
		await settled(gate, "thrice");
		await gate.post("/v1/events", event);
		await eventually(async () => (await ecs.definition(definition.arn)).status === "INACTIVE");
		const decisions = (await gate.decisions()).filter(({ name }) => name === "thrice");
		expect(decisions).toHaveLength(1);
		expect(decisions[0]?.actions.filter(({ type, state }) => type === "DeregisterTaskDefinition" && state === "done")).toHaveLength(1);
	});

	it.each([
		["old", { eventTime: new Date(Date.now() - 2 * HOUR).toISOString() }, {}],
		["replayed", {}, { "replay-name": "last-week" }],
	])("an event that is %s is recorded and never acted on", async (name, call, envelope) => {
		const definition = await registered(aws, privileged(`${name}-web`));
		await gate.post("/v1/events", { ...callEvent({ eventName: "RegisterTaskDefinition", ...definition.call, ...call }), ...envelope });
		const decision = await settled(gate, `${name}-web`);
		expect(decision.verdict).toBe("denied");
		expect(decision.actions.every(({ state }) => state === "withheld")).toBe(true);
		expect((await ecs.definition(definition.arn)).status).toBe("ACTIVE");
	});

	it("an event of another account is undecided and never acted on", async () => {
		const definition = await registered(aws, privileged("foreign-web"));
		const elsewhere = JSON.parse(JSON.stringify(definition.call).replaceAll("123456789012", "999988887777"));
		await gate.post("/v1/events", callEvent({ eventName: "RegisterTaskDefinition", ...elsewhere, account: "999988887777" }));
		const decision = await settled(gate, "foreign-web");
		expect(decision.verdict).toBe("undecided");
		expect(decision.actions.map(({ type }) => type)).toEqual(["Notify"]);
		expect((await ecs.definition(definition.arn)).status).toBe("ACTIVE");
	});

	it("a target that has moved on is left alone", async () => {
		const definition = await registered(aws, privileged("gone-web"));
		await aws("ecs", "deregister-task-definition", "--task-definition", definition.arn);
		await gate.post("/v1/events", callEvent({ eventName: "RegisterTaskDefinition", ...definition.call }));
		const decision = await settled(gate, "gone-web");
		expect(decision.actions.find(({ type }) => type === "DeregisterTaskDefinition")?.state).toBe("superseded");
	});
});

describe("TASKGATE_ENFORCE=off", () => {
	it("nothing is touched, and what would have been done is on record", async () => {
		const off = await actingGate({ TASKGATE_ENFORCE: "off" });
		try {
			const definition = await registered(aws, privileged("off-web"));
			await off.post("/v1/events", callEvent({ eventName: "RegisterTaskDefinition", ...definition.call }));
			const decision = await settled(off, "off-web");
			expect(decision.verdict).toBe("denied");
			expect(decision.actions[0]).toMatchObject({ type: "DeregisterTaskDefinition", state: "withheld", target: definition.arn });
			expect((await ecs.definition(definition.arn)).status).toBe("ACTIVE");
		} finally {
			await off.stop();
		}
	});
});
