/** When Taskgate keeps its hands still, an alert is recorded, and ECS has what it had before. */
import { DescribeServicesCommand, DescribeTasksCommand } from "@aws-sdk/client-ecs";
import { afterAll, afterEach, beforeAll, expect, inject, it } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { AWS_ENV } from "../aws-cli.ts";
import { taskgate } from "../e2e/cli.ts";
import { eventually, freshStore, type GateProcess, startGate } from "../gate-process.ts";
import { ownRegion } from "../own-region.ts";
import { constraintsFile, containerId, falcoAlert, ofService } from "../runtime-alerts.ts";
import { type Ground, ground } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

const REGION = ownRegion(import.meta);
const DIGEST = `sha256:${"a".repeat(64)}`;
const CHANGES = ["StopTask", "UpdateService", "StopServiceDeployment"];

let stub: EcsStub;
let ecs: Ground;
let store: string;
let gate: GateProcess;
let revision: string;

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	ecs = await ground(inject("motoUrl"), "withheld", REGION);
	revision = await ecs.register("orders");
	await ecs.service("orders", revision, { desiredCount: 2 });
});
afterEach(async () => {
	await gate.stop();
	stub.reset();
});
afterAll(() => stub?.close());

async function start(env: Record<string, string>): Promise<void> {
	store = await freshStore();
	stub.answer("ListServiceDeployments", () => ({ serviceDeployments: [] }));
	stub.amend("DescribeTasks", (answered) => ofService(answered, "orders", DIGEST));
	const constraints = await constraintsFile(store);
	gate = await startGate({
		...{ ...AWS_ENV, AWS_REGION: REGION, AWS_ENDPOINT_URL: stub.url, TASKGATE_STORE: store, TASKGATE_CONSTRAINTS: constraints },
		...{ TASKGATE_ENFORCE: "on", TASKGATE_RUNTIME_RESPONSE: "quarantine", TASKGATE_SCALE_TO_ZERO: "on", ...env },
	});
}

/** Posts it, and answers its decision when `ready` says so of the state of every action that acts. */
async function hear(alert: (task: string) => object, ready: (state: string) => boolean) {
	const [task, before] = [await ecs.run(revision), (await gate.decisions()).length];
	expect((await gate.post("/v1/runtime-alerts", alert(task))).status).toBe(202);
	const decision = await eventually(async () => {
		const decisions = await gate.decisions();
		const acting = decisions[0]?.actions.filter(({ type }) => type !== "Notify") ?? [];
		return decisions.length > before && acting.every(({ state }) => ready(state)) && decisions[0];
	});
	expect(decision.verdict).toBe("denied");
	const actions = decision.actions.filter(({ type }) => type !== "Notify");
	expect(actions.map(({ type }) => type)).toEqual(expect.arrayContaining(["StopTask", "RollBackDeployment", "Quarantine"]));
	return { task, actions };
}
const ofNow = (task: string) => falcoAlert(task, containerId(task));
const isWithheld = (state: string) => state === "withheld";

async function isRunning(task: string): Promise<boolean> {
	const { tasks } = await ecs.client.send(new DescribeTasksCommand({ cluster: ecs.cluster, tasks: [task] }));
	return tasks?.[0]?.desiredStatus === "RUNNING";
}

async function nothingChanged(task: string): Promise<void> {
	expect(CHANGES.map((operation) => stub.count(operation))).toEqual([0, 0, 0]);
	expect(await isRunning(task)).toBe(true);
	const { services } = await ecs.client.send(new DescribeServicesCommand({ cluster: ecs.cluster, services: ["orders"] }));
	expect(services?.[0]).toMatchObject({ taskDefinition: revision, desiredCount: 2 });
	expect(await quarantined()).toEqual([]);
}

async function quarantined(): Promise<readonly string[]> {
	const opened = openSqliteStore(store.slice("sqlite:".length));
	const listed = await opened.quarantined(new Date().toISOString());
	await opened.close();
	return listed.map(({ what }) => what);
}

const command = (...args: readonly string[]) => taskgate([...args, "--store", store], { cwd: "/tmp" });

it("enforcement is off: everything is withheld, the quarantine too", async () => {
	await start({ TASKGATE_ENFORCE: "off" });
	const { task, actions } = await hear(ofNow, isWithheld);
	expect(new Set(actions.map(({ outcome }) => outcome))).toEqual(new Set(["enforcement is off (TASKGATE_ENFORCE=off)"]));
	await nothingChanged(task);
});

it("the alert is old: everything is withheld", async () => {
	await start({ TASKGATE_MAX_EVENT_AGE: "10m" });
	const time = new Date(Date.now() - 11 * 60_000).toISOString();
	const { task, actions } = await hear((named) => falcoAlert(named, containerId(named), { time }), isWithheld);
	for (const { outcome } of actions) expect(outcome).toMatch(/^the event of .* is older than 10 min$/);
	await nothingChanged(task);
});

it("halted: everything waits, and is done after `taskgate resume`", async () => {
	await start({});
	expect((await command("halt", "--reason", "INC-204")).code).toBe(0);
	const { task } = await hear(ofNow, (state) => state === "planned");
	// Several rounds of the worker.
	await new Promise((resume) => setTimeout(resume, 3_000));
	await nothingChanged(task);
	expect((await command("resume")).code).toBe(0);
	await eventually(async () => !(await isRunning(task)) && stub.count("StopTask") === 1 && (await quarantined()).includes(DIGEST));
});

it("the breaker is open: what it permitted was done, and nothing more; and for another alert nothing", async () => {
	await start({ TASKGATE_ACTION_LIMIT: "1/1h" });
	const first = await hear(ofNow, (state) => state !== "planned");
	expect(first.actions.filter(({ state }) => state === "withheld")).toHaveLength(2);
	expect(gate.output()).toContain("breaker opened");
	const changes = CHANGES.map((operation) => stub.count(operation));
	const [listed, second] = [await quarantined(), await hear(ofNow, isWithheld)];
	for (const { outcome } of second.actions) expect(outcome).toBe("the breaker is open (TASKGATE_ACTION_LIMIT)");
	expect(await isRunning(second.task)).toBe(true);
	expect([CHANGES.map((operation) => stub.count(operation)), await quarantined()]).toEqual([changes, listed]);
});
