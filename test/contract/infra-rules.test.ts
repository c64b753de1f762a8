/** The rules, by EventBridge's matching as moto has it: what concerns the gate reaches it, and noise does not. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { EVENT_POINTS } from "../../src/enforcement-points/points.ts";
import { GUARDED_CALLS } from "../../src/enforcement-points/wire/calls.ts";
import { matching as matchingOf, patternsOf } from "../event-rules.ts";
import { fixture, fixturesOf, jsonFilesIn } from "../fixtures.ts";
import { plain } from "../template.ts";

const patterns = patternsOf(plain());
const matching = (events: readonly unknown[]) => matchingOf(patterns, events);

type Event = Record<string, unknown> & { readonly detail: object };
const withDetail = (event: unknown, detail: object): Event => ({ ...(event as Event), detail: { ...(event as Event).detail, ...detail } });

test("there are twelve, each shorter than EventBridge allows", () => {
	const [ecs, watching] = [
		["Calls", "Denials", "Deployments", "Pauses", "Services", "Tasks"],
		["Alerts", "Coverage", "Findings", "Scans", "Threats", "Vulnerabilities"],
	];
	expect(Object.keys(patterns).sort()).toEqual([...ecs, ...watching].sort());
	for (const pattern of Object.values(patterns)) expect(JSON.stringify(pattern).length).toBeLessThan(2048);
});

describe("fixtures", () => {
	const expected: readonly (readonly [folder: string, rules: readonly string[]])[] = [
		["cloudtrail-event", ["Calls"]],
		["task-state-change", ["Tasks"]],
		["scp-denial", ["Denials"]],
		["pause-hook", ["Pauses"]],
		["noise", []],
	];
	test.each(expected)("of %s match %j", async (folder, names) => {
		const fixtures = fixturesOf(folder).filter(({ event }) => typeof event === "object");
		const found = await matching(fixtures.map(({ event }) => event));
		expect(found.length).toBeGreaterThanOrEqual(3);
		expect(fixtures.map(({ file }, n) => [file, found[n]])).toEqual(fixtures.map(({ file }) => [file, names]));
	});
	test("of runtime-alert match what brings them, and falcosidekick's own bodies come by HTTP", async () => {
		const fixtures = fixturesOf("runtime-alert");
		const expected = fixtures.map(({ file }) => {
			if (/^guardduty-(un)?healthy/.test(file)) return ["Coverage"];
			if (file.startsWith("guardduty-attack")) return ["Threats"];
			if (file.startsWith("guardduty")) return ["Findings"];
			return file.startsWith("falco-on-bus") ? ["Alerts"] : [];
		});
		expect(await matching(fixtures.map(({ event }) => event))).toEqual(expected);
	});
	test("of image-scan match what brings them", async () => {
		const fixtures = fixturesOf("image-scan");
		const expected = fixtures.map(({ file }) => [file.startsWith("ecr-") ? "Scans" : "Vulnerabilities"]);
		expect(await matching(fixtures.map(({ event }) => event))).toEqual(expected);
	});
	test("that a point reads are exactly those that reach it", async () => {
		const events = [
			...["cloudtrail-event", "task-state-change", "scp-denial", "pause-hook", "image-scan", "noise"].flatMap(fixturesOf),
			...fixturesOf("runtime-alert").filter(({ file }) => !/^(falcosidekick|cloudevent)/.test(file)),
			...jsonFilesIn(fileURLToPath(new URL("../../examples/events", import.meta.url))),
		];
		const read = events.map(({ event }) => EVENT_POINTS.some((point) => point.read(event).length > 0));
		const matched = (await matching(events.map(({ event }) => event))).map((names) => names.length > 0);
		expect(events.map(({ file }, n) => [file, matched[n]])).toEqual(events.map(({ file }, n) => [file, read[n]]));
		expect(new Set(read)).toEqual(new Set([true, false]));
	});
});

test("every call that brings in a workload, by its name, unless it failed", async () => {
	const call = fixture("cloudtrail-event", "create-service");
	const calls = [...GUARDED_CALLS.keys()].map((eventName) => withDetail(call, { eventName }));
	expect(await matching(calls)).toEqual(calls.map(() => ["Calls"]));
	expect(await matching([withDetail(call, { errorCode: "ClientException" }), withDetail(call, { eventName: "DeleteService" })])).toEqual([
		[],
		[],
	]);
});

test("tasks on their way, not those that end", async () => {
	const task = fixture("task-state-change", "provisioning-by-itself");
	const found = ["PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "DEACTIVATING", "STOPPING", "STOPPED"].map((lastStatus) =>
		withDetail(task, { lastStatus }),
	);
	expect((await matching(found)).map((names) => names.length)).toEqual([1, 1, 1, 1, 0, 0, 0]);
	expect(await matching([withDetail(task, { desiredStatus: "STOPPED" })])).toEqual([[]]);
});

test("deployments that begin or are given up, and services that get something else to run", async () => {
	const deployment = fixture("noise", "ecs-deployment-state-change");
	const service = fixture("noise", "ecs-service-action");
	const events = [
		withDetail(deployment, { eventName: "SERVICE_DEPLOYMENT_IN_PROGRESS" }),
		withDetail(deployment, { eventName: "SERVICE_DEPLOYMENT_FAILED" }),
		withDetail(service, { eventName: "SERVICE_DEPLOYMENT_IN_PROGRESS" }),
		withDetail(service, { eventName: "SERVICE_DESIRED_COUNT_UPDATED" }),
	];
	expect(await matching(events)).toEqual([["Deployments"], ["Deployments"], ["Services"], ["Services"]]);
	expect(await matching(events.map((event) => ({ ...event, source: "mine.ecs" })))).toEqual([[], [], [], []]);
});
