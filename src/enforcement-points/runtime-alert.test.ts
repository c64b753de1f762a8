import { describe, expect, it, test } from "vitest";
import { fixture } from "../../test/fixtures.ts";
import { UnreadableEvent } from "./enforcement-point.ts";
import { runtimeAlert } from "./runtime-alert.ts";

const TASK = "arn:aws:ecs:eu-central-1:111122223333:task/main/0123456789abcdef0123456789abcdef";
type Event = Record<string, unknown> & { readonly output_fields: Record<string, unknown>; readonly detail: Record<string, unknown> };
const event = (name: string) => fixture("runtime-alert", name) as Event;
const read = (given: unknown) => runtimeAlert.read(given)[0];
const withFields = (given: Event, fields: object) => ({ ...given, output_fields: { ...given.output_fields, ...fields } });

describe("Falco's alert", () => {
	it("comes to the task, the rule, its severity, and what the process was", () => {
		expect(read(event("falcosidekick"))).toMatchObject({
			...{ kind: "RuntimeAlert", operation: "CREATE", action: "Falco Alert", name: "Drop and execute new binary in container" },
			...{ account: "111122223333", region: "eu-central-1", partition: "aws", cluster: "main" },
			references: { tasks: [TASK], cluster: "main" },
			object: {
				...{ source: "falco", id: "e8f3f5f0-2f0b-4c58-9e2c-2f3b5c0f8a11", severity: { label: "Critical", rank: 6, score: null } },
				task: { arn: TASK, cluster: "main" },
				container: { name: "app", id: "3f1a9c7be402", image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/orders:1.4.2" },
				process: { name: "miner", executable: "/tmp/miner", user: "root", parent: "sh" },
			},
		});
	});

	it("is the same by Falco's label fields, with rewritten brackets, on the bus, and in a CloudEvent", () => {
		const facts = (given: unknown) => [read(given)?.references, read(given)?.object.container];
		const labels = event("falcosidekick-labels");
		const rewritten = Object.fromEntries(
			Object.entries(labels.output_fields).map(([key, value]) => [key.replace("[", "_").replace("]", ""), value]),
		);
		const expected = facts(event("falcosidekick"));
		for (const given of [labels, { ...labels, output_fields: rewritten }, event("falco-on-bus"), event("cloudevent-falco")])
			expect(facts(given)).toEqual(expected);
	});

	it("without the task's ARN is about a container where the place is known, and else opaque", () => {
		expect(read(event("falcosidekick-container-id"))).toMatchObject({
			...{
				account: "111122223333",
				region: "eu-central-1",
				references: { cluster: "main" },
				object: { container: { id: "3f1a9c7be402" } },
			},
		});
		expect(read(event("falcosidekick-container-id"))).not.toHaveProperty("opaque");
		expect(read(event("falcosidekick-label-dropped"))?.opaque).toContain("ecs.task_arn");
		for (const fields of [
			{ "aws.account": "x" },
			{ "aws.region": "nowhere" },
			{ "container.id": "host" },
			{ "ecs.cluster": "arn:aws:ecs:eu-central-1:999999999999:cluster/main" },
		]) {
			expect(read(withFields(event("falcosidekick-container-id"), fields))?.opaque, JSON.stringify(fields)).toBeDefined();
		}
	});

	it("is opaque where the ARN is none, and where the bus's account is another", () => {
		expect(read(withFields(event("falcosidekick"), { "ecs.task_arn": "task-1" }))?.opaque).toContain("no ARN of a task");
		expect(read({ ...event("falco-on-bus"), account: "999999999999" })?.opaque).toContain("of account 111122223333");
	});

	it("is told from others by rule, task and container, whatever its uuid: a flood in five minutes is one", () => {
		const key = (over: object) => read({ ...event("falcosidekick"), ...over })?.duplicateKey;
		expect(key({ uuid: "another", output: "x", time: "2026-03-02T08:17:30Z" })).toBe(key({}));
		for (const over of [{ rule: "Another" }, { priority: "Emergency" }, { time: "2026-03-02T08:25:30Z" }])
			expect(key(over)).not.toBe(key({}));
		const other = withFields(event("falcosidekick"), { "container.id": "aaaaaaaaaaaa" });
		expect(read(other)?.duplicateKey).not.toBe(key({}));
	});

	it("names the field that cannot be read", () => {
		const wrong = [
			[{ priority: "Loud" }, "priority: must be a priority of Falco's"],
			[{ time: "yesterday" }, "time: must be a time"],
			[{ rule: "" }, "rule: must not be empty"],
			[{ output_fields: [] }, "output_fields: must be an object"],
		] as const;
		for (const [over, message] of wrong) expect(() => read({ ...event("falcosidekick"), ...over })).toThrow(message);
		expect(() => read({ ...event("falcosidekick"), priority: 1 })).toThrow(UnreadableEvent);
		expect(read({ ...event("falcosidekick"), priority: "Info" })?.object.severity).toEqual({ label: "Info", rank: 2, score: null });
	});
});

describe("what an attacker writes", () => {
	const long = withFields(event("falcosidekick"), { "proc.cmdline": `x\u001b[2J\n${"y".repeat(100_000)}`, "proc.name": "a\u202eb" });
	it("is one line, and not long", () => {
		const { object } = read(long) ?? {};
		const process = object?.process as { readonly cmdline: string; readonly name: string };
		expect(process.cmdline.length).toBe(1024);
		expect(process.cmdline.startsWith("x [2J y")).toBe(true);
		expect(process.name).toBe("a b");
	});
	it("is kept in part, and what is kept reads alike", () => {
		const kept = runtimeAlert.condense?.(long as never);
		expect(JSON.stringify(kept).length).toBeLessThan(4_000);
		expect(read(kept)).toEqual(read(long));
	});
});

describe("GuardDuty's finding", () => {
	it("comes to the task, the type, its score, and how often", () => {
		expect(read(event("guardduty-finding"))).toMatchObject({
			...{ action: "GuardDuty Finding", name: "CryptoCurrency:Runtime/BitcoinTool.B!DNS", account: "111122223333", region: "eu-central-1" },
			...{ references: { tasks: [TASK], cluster: "main" }, time: "2026-03-02T08:18:40.000Z" },
			object: {
				...{ source: "guardduty", id: "1ab92989eaf0e742df4a014d5c0a5a4b", severity: { label: "High", rank: 6, score: 8 }, count: 1 },
				...{ container: { name: "app" }, process: { executable: "/tmp/miner", ancestors: ["/bin/sh"] } },
			},
		});
	});

	it("that is told again, counting, is the same until another day, or until it grows worse", () => {
		const found = event("guardduty-finding");
		const again = (over: object, service: object = {}) =>
			read({ ...found, detail: { ...found.detail, ...over, service: { ...(found.detail.service as object), ...service } } })?.duplicateKey;
		expect(again({ updatedAt: "2026-03-02T10:00:00Z" }, { count: 40, eventLastSeen: "2026-03-02T09:59:00Z" })).toBe(again({}));
		expect(again({}, { eventLastSeen: "2026-03-03T09:59:00Z" })).not.toBe(again({}));
		expect(again({ severity: 9.5 })).not.toBe(again({}));
	});

	it("of another account than its task's, or of no task, is opaque", () => {
		const found = event("guardduty-finding");
		expect(read({ ...found, detail: { ...found.detail, accountId: "999999999999" } })?.opaque).toContain("of account 111122223333");
		expect(read(event("guardduty-attack-sequence"))).toMatchObject({
			account: "111122223333",
			opaque: expect.stringContaining("names no task"),
		});
	});

	it("about a task of several containers names the one that GuardDuty points at, or none", () => {
		const found = event("guardduty-finding") as unknown as { detail: { resource: { ecsClusterDetails: { taskDetails: object } } } };
		const { ecsClusterDetails } = found.detail.resource;
		const taskDetails = { ...ecsClusterDetails.taskDetails, containers: [{ name: "agent" }, { name: "app" }] };
		const containerOf = (more: object) => {
			const resource = { ecsClusterDetails: { ...ecsClusterDetails, taskDetails }, ...more };
			return read({ ...found, detail: { ...found.detail, resource } })?.object.container;
		};
		expect(containerOf({})).toEqual({});
		expect(containerOf({ containerDetails: { name: "app" } })).toEqual({ name: "app" });
	});

	it("is replayed where EventBridge says so", () => {
		expect(read({ ...event("guardduty-finding"), "replay-name": "again" })?.replayed).toBe(true);
		expect(read({ ...event("falco-on-bus"), "replay-name": "again" })?.replayed).toBe(true);
	});

	it("that a cluster is not watched is about the cluster", () => {
		expect(read(event("guardduty-unhealthy"))).toMatchObject({
			...{ cluster: "main", object: { type: "GuardDuty Runtime Protection Unhealthy", tags: ["AGENT_NOT_REPORTING"] } },
			references: { cluster: "arn:aws:ecs:eu-central-1:111122223333:cluster/main" },
		});
		expect(read(event("guardduty-unhealthy"))).not.toHaveProperty("opaque");
		expect(read(event("guardduty-healthy"))).toMatchObject({ cluster: "main", object: { severity: { label: "Informational" } } });
	});
});

test("a generic CloudEvent says what it can; a severity that nobody knows has no rank", () => {
	const given = event("cloudevent-generic");
	expect(read(given)).toMatchObject({
		...{ action: "Runtime Alert", name: "Reverse shell", references: { tasks: [TASK] } },
		object: {
			source: "https://agent.example.com",
			id: "finding-4711",
			severity: { label: "high", rank: 6 },
			process: { executable: "/bin/sh" },
		},
	});
	const data = given.data as object;
	expect(read({ ...given, data: { ...data, severity: "spicy" } })?.object.severity).toEqual({ label: "spicy", rank: null, score: null });
	expect(read({ ...given, data: { ...data, severity: undefined, taskArn: undefined } })).toMatchObject({
		...{ object: { severity: { label: "unknown", rank: null } }, opaque: expect.stringContaining("data.taskArn") },
	});
	expect(runtimeAlert.read({ ...given, type: "com.example.order.created" })).toEqual([]);
});

test("an event of AWS's is never Falco's", () => {
	expect(runtimeAlert.read({ ...event("falco-on-bus"), source: "aws.ecs" })).toEqual([]);
});
