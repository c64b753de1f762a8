/** What a decision costs in capacity units; docs/dynamodb.md has the same numbers. */
import { beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { openDynamoDbStore } from "../../src/store/dynamodb.ts";
import type { Store } from "../../src/store/store.ts";
import { allowed, at, denied, notify, stopTask, violation } from "../contract/store/records.ts";
import { meteredClient, type Units } from "../dynamodb-meter.ts";
import { openTestTable } from "../dynamodb-table.ts";

let store: Store;
let units: Units;

beforeEach(async () => {
	const table = await openTestTable(inject("dynamoDbUrl"));
	const metered = meteredClient(table.client);
	units = metered.units;
	store = openDynamoDbStore({ table: table.name, client: metered.client, retentionDays: 400 });
	// A day is written into the calendar once per process, and an hour of an account opened.
	await store.record(allowed("before", { resource: "before" }), []);
	onTestFinished(async () => {
		metered.client.destroy();
		await table.drop();
	});
});

test("an allowed decision, and one about a service, whose configuration is kept to go back to", async () => {
	expect(await costOf(() => store.record(allowed("d1", { kind: "TaskDefinition" }), []))).toEqual({ read: 1, written: 11 });
	expect(await costOf(() => store.record(allowed("d2", { resource: "other" }), []))).toEqual({ read: 1, written: 13 });
});

test("a denied task with one violation, StopTask and Notify; then doing one of them", async () => {
	expect(await costOf(() => store.record(denied("d1"), [stopTask(), notify("d1")]))).toEqual({ read: 1, written: 24 });
	const acting = async () => {
		await store.halted();
		const [action] = await store.claimActions(at(10), at(60), 1);
		await store.decision("d1");
		await store.openBreakers();
		await store.takePermit("111122223333", "eu-west-1", 20, 3_600_000, at(10));
		await store.settle(action!.id, "done", "stopped", at(11), { awsRequestId: "request-1" });
	};
	expect(await costOf(acting)).toEqual({ read: 9, written: 9 });
});

test("the same event again", async () => {
	await store.record(denied("d1"), [stopTask(), notify("d1")]);
	expect(await costOf(() => store.decisionByKey("event/d1"))).toEqual({ read: 2, written: 0 });
});

test("RunTask of ten tasks: eleven actions", async () => {
	const stops = Array.from({ length: 10 }, (_, n) => stopTask({ target: `task/${n}`, effectKey: `StopTask/task/${n}` }));
	expect(await costOf(() => store.record(denied("d1"), [...stops, notify("d1")]))).toEqual({ read: 1, written: 69 });
});

test("a large one: an object of 130 KB and 300 violations", async () => {
	const environment = Array.from({ length: 2000 }, (_, n) => ({ name: `NAME_${n}`, value: `value ${n * 7919} of the container` }));
	const violations = Array.from({ length: 300 }, (_, n) => violation({ field: `/containerDefinitions/${n}/privileged` }));
	const { read, written } = await costOf(() => store.record(denied("d1", { object: { environment }, violations }), [notify("d1")]));
	// Three per new finding and one kilobyte after the other of what is compressed.
	expect(written).toBeLessThan(3 * 300 + 80);
	expect(read).toBeLessThan(30);
});

test("an event through the inbox; and a look into all queues when there is nothing to do", async () => {
	const idle = async () => {
		await store.claimEvents(at(10), at(60), 8);
		await store.halted();
		await store.claimActions(at(10), at(60), 1);
	};
	expect(await costOf(idle)).toEqual({ read: 9, written: 0 });
	const inbox = async () => {
		await store.accept("e1", { detail: {} }, at(0));
		await store.claimEvents(at(10), at(60), 8);
		await store.discard("e1");
	};
	expect(await costOf(inbox)).toEqual({ read: 2, written: 7 });
});

test("a page of 20 decisions", async () => {
	for (let n = 0; n < 21; n += 1) await store.record(denied(`d${n}`, { time: at(n), resource: `r${n}` }), [notify(`d${n}`)]);
	expect(await costOf(() => store.decisions({ limit: 20 }))).toEqual({ read: 13, written: 0 });
});

async function costOf(work: () => Promise<unknown>): Promise<Units> {
	const before = { ...units };
	await work();
	return { read: units.read - before.read, written: units.written - before.written };
}
