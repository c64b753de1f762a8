import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/admission/request.ts";
import { type Audited, type AuditRun, AuditTakenOver, type Checkpoint } from "../../../src/store/audit-memory.ts";
import { at, denied, type Open, SERVICE } from "./records.ts";

const RUN: AuditRun = { id: "run-1", scope: "scope", startedAt: at(0) };
const WEB: Audited = { id: SERVICE, resource: SERVICE, kind: "Service", result: "denied for this" };
const DAY = 86_400;

const checkpoint = (number: number, changes: Partial<Checkpoint> = {}): Checkpoint => ({
	...{ number, at: at(number), items: [{ id: `item-${number}` }], audited: [], learnt: [], used: [] },
	...changes,
});

async function all(items: AsyncIterable<JsonObject>): Promise<readonly JsonObject[]> {
	const found: JsonObject[] = [];
	for await (const item of items) found.push(item);
	return found;
}

/** What audits remember. */
export function auditMemoryContract(open: Open): void {
	test("answers come back as they were learnt, in another process too", async () => {
		const { store, again } = await open();
		const answers = JSON.stringify([[0, [{ msg: "ünïcode".repeat(200) }], []]]);
		await store.beginRun(RUN);
		await store.checkpoint(RUN, checkpoint(1, { learnt: [{ digest: "d1", answers }] }));
		expect(await (await again()).recall("d1")).toBe(answers);
		expect(await store.recall("d2")).toBeUndefined();
	});

	test("a run is found again until it has ended, with what it has come to", async () => {
		const { store, again } = await open();
		expect(await store.unfinishedRun("scope", at(0))).toBeUndefined();
		await store.beginRun(RUN);
		expect(await store.unfinishedRun("scope", at(0))).toEqual({ ...RUN, checkpoints: 0 });
		await store.checkpoint(RUN, checkpoint(1, { items: [{ id: "a" }, { id: "b" }] }));
		await store.checkpoint(RUN, checkpoint(2));
		expect(await (await again()).unfinishedRun("scope", at(0))).toEqual({ ...RUN, checkpoints: 2 });
		expect(await store.unfinishedRun("scope", at(1))).toBeUndefined();
		expect(await store.unfinishedRun("another", at(0))).toBeUndefined();
		expect(await all(store.auditItems(RUN))).toEqual([{ id: "a" }, { id: "b" }, { id: "item-2" }]);
		await store.endRun(RUN, at(9));
		expect(await store.unfinishedRun("scope", at(0))).toBeUndefined();
	});

	test("a new run of the scope gives up the one before", async () => {
		const { store } = await open();
		await store.beginRun(RUN);
		await store.checkpoint(RUN, checkpoint(1));
		const next = { ...RUN, id: "run-2", startedAt: at(5) };
		await store.beginRun(next);
		expect(await store.unfinishedRun("scope", at(0))).toEqual({ ...next, checkpoints: 0 });
		expect(await all(store.auditItems(next))).toEqual([]);
	});

	test("of two that go on with one run the second is told so, and so is whoever goes on with one that is over", async () => {
		const { store, again } = await open();
		await store.beginRun(RUN);
		await store.checkpoint(RUN, checkpoint(1));
		const other = await again();
		await store.checkpoint(RUN, checkpoint(2));
		await store.checkpoint(RUN, checkpoint(2));
		await expect(other.checkpoint(RUN, checkpoint(2, { items: [{ id: "other" }] }))).rejects.toThrow(AuditTakenOver);
		expect(await all(store.auditItems(RUN))).toEqual([{ id: "item-1" }, { id: "item-2" }]);
		await store.endRun(RUN, at(9));
		await expect(other.checkpoint(RUN, checkpoint(3))).rejects.toThrow(AuditTakenOver);
		const next = { ...RUN, id: "run-2", startedAt: at(10) };
		await store.beginRun(next);
		await expect(other.checkpoint(RUN, checkpoint(4))).rejects.toThrow(AuditTakenOver);
		expect(await store.unfinishedRun("scope", at(0))).toEqual({ ...next, checkpoints: 0 });
	});

	test("what a thing came to is known with its newest decision; one that was not read changes neither", async () => {
		const { store } = await open();
		expect(await store.knownResource(WEB)).toEqual({});
		await store.record(denied("d2", { time: at(2) }), []);
		await store.record(denied("d1", { time: at(1), verdict: "allowed", violations: [] }), []);
		await store.record(denied("d3", { time: at(3), kind: "Task" }), []);
		expect(await store.knownResource(WEB)).toMatchObject({ decision: { time: at(2), verdict: "denied" } });
		await store.beginRun(RUN);
		await store.checkpoint(RUN, checkpoint(1, { audited: [WEB] }));
		const next = { ...RUN, id: "run-2" };
		await store.beginRun(next);
		await store.checkpoint(next, checkpoint(2, { audited: [{ ...WEB, result: null }] }));
		expect((await store.knownResource(WEB)).audited).toEqual({ run: "run-1", at: at(1), result: "denied for this" });
		expect((await store.knownResource({ ...WEB, kind: "Task" })).audited).toBeUndefined();
		await store.checkpoint(next, checkpoint(3, { audited: [{ ...WEB, at: "2026-11-20T14:00:00+02:00" }] }));
		expect((await store.knownResource(WEB)).audited).toMatchObject({ run: "run-2", at: "2026-11-20T12:00:00.000Z" });
	});

	test("resources with findings that a run has not met, by place and kind", async () => {
		const { store } = await open();
		const other = (name: string, changes = {}) => denied(name, { resource: name, time: at(1), ...changes });
		for (const record of [denied("met"), other("unread"), other("gone"), other("excused"), other("elsewhere", { region: "us-east-1" })])
			await store.record(record, []);
		await store.record(other("task", { kind: "Task" }), []);
		await store.record(other("over"), []);
		await store.record(denied("over2", { resource: "over", time: at(2), verdict: "allowed", violations: [] }), []);
		await store.beginRun(RUN);
		const met = [WEB, { id: "two#ids", resource: "unread", kind: "Service" as const, result: null }];
		await store.checkpoint(RUN, checkpoint(1, { audited: met }));
		const place = { account: "111122223333", region: "eu-west-1", kind: "Service" as const };
		expect((await store.unmetResources(RUN, place)).toSorted()).toEqual(["excused", "gone"]);
		expect(await store.unmetResources({ ...RUN, id: "run-2" }, { ...place, kind: "Task" })).toEqual(["task"]);
	});

	test("answers that were not used for long are forgotten", async () => {
		const { store } = await open();
		await store.beginRun(RUN);
		const learnt = ["old", "used"].map((digest) => ({ digest, answers: "[]" }));
		await store.checkpoint(RUN, checkpoint(1, { learnt }));
		await store.checkpoint(RUN, checkpoint(2, { at: at(80 * DAY), used: ["used", "never heard of"] }));
		await store.forgetUnused(at(10 * DAY));
		expect(await store.recall("used")).toBe("[]");
	});
}
