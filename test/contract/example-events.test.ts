/** The demo's day holds together: it can be judged in order with nothing but its own words. */
import { describe, expect, test } from "vitest";
import type { UnresolvedRequest } from "../../src/admission/request.ts";
import { checkShape } from "../../src/ecs/schema/shape.ts";
import { EVENT_POINTS } from "../../src/enforcement-points/points.ts";
import { jsonFilesIn } from "../fixtures.ts";

const EVENTS = jsonFilesIn(`${import.meta.dirname}/../../examples/events`);
const DEFINITIONS = jsonFilesIn(`${import.meta.dirname}/../../examples/task-definitions`);

function read(event: unknown): readonly UnresolvedRequest[] {
	return EVENT_POINTS.flatMap((point) => point.read(event));
}

const requests = EVENTS.flatMap(({ event }) => read(event));

test("there is enough to see, and noise between it", () => {
	expect(EVENTS.length).toBeGreaterThanOrEqual(14);
	expect(requests.length).toBeGreaterThanOrEqual(12);
	expect(EVENTS.filter(({ event }) => read(event).length === 0).length).toBeGreaterThanOrEqual(4);
	const actions = [
		"RegisterTaskDefinition",
		"RunTask",
		"StartTask",
		"CreateService",
		"UpdateService",
		"CreateTaskSet",
		"ExecuteCommand",
		"RegisterDaemonTaskDefinition",
		"CreateDaemon",
		"ECS Task State Change",
	];
	expect(new Set(requests.map(({ action }) => action))).toEqual(new Set(actions));
	expect(new Set(requests.map(({ userInfo }) => userInfo.issuerArn)).size).toBeGreaterThanOrEqual(4);
});

test("time passes in the order of the names", () => {
	const times = EVENTS.map(({ event }) => Date.parse((event as { time: string }).time));
	expect(times).toEqual([...times].sort((a, b) => a - b));
	expect(Math.max(...times) - Math.min(...times), "older events are recorded and never acted on").toBeLessThan(60 * 60 * 1000);
	expect(new Set(EVENTS.map(({ event }) => (event as { id: string }).id)).size).toBe(EVENTS.length);
	expect(new Set(requests.map(({ duplicateKey }) => duplicateKey)).size).toBe(requests.length);
});

test("every task definition is registered before it is used, and every task event is of a task that was started", () => {
	const registered = new Set<string | undefined>();
	for (const { kind, references, action, refusal } of requests) {
		const used = references.daemonTaskDefinition ?? references.taskDefinition;
		if (kind === "TaskDefinition" || kind === "DaemonTaskDefinition") registered.add(used);
		else if (kind !== "TaskExec" && refusal === undefined) expect(registered, action).toContain(used);
	}
	const started = requests.filter(({ action }) => /Task$/.test(action)).flatMap(({ references }) => references.tasks ?? []);
	const heard = requests.filter(({ action, references }) => action === "ECS Task State Change" && references.service === undefined);
	for (const { references } of heard) expect(started).toEqual(expect.arrayContaining([...(references.tasks ?? [])]));
});

describe("is in the shape of the ECS API", () => {
	test.for(requests.map((request) => [request.action, request.name, request] as const))("%s %s", ([, , { kind, object }]) => {
		expect(checkShape(kind, object)).toEqual([]);
	});

	test.for(DEFINITIONS)("$file", ({ event }) => {
		expect(checkShape("TaskDefinition", event as UnresolvedRequest["object"])).toEqual([]);
	});
});
