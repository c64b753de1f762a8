/** What was leased or put off by a clock that was hours ahead is due once the clock is right again. */
import { expect, test } from "vitest";
import { at, denied, stopTask } from "../../../test/contract/store/records.ts";
import { openSqliteStore } from "../sqlite.ts";

const AHEAD = 2 * 3_600;

test("leases that a clock gave while it was ahead do not outlast it", async () => {
	const store = openSqliteStore(":memory:");
	await store.accept("e1", { some: "event" }, at(0));
	await store.record(denied("d1"), [stopTask()]);
	expect(await store.claimEvents(at(AHEAD), at(AHEAD + 30), 9)).toHaveLength(1);
	expect(await store.claimActions(at(AHEAD), at(AHEAD + 30), 9)).toHaveLength(1);
	expect(await store.claimEvents(at(10), at(40), 9)).toHaveLength(1);
	expect(await store.claimActions(at(10), at(40), 9)).toHaveLength(1);
});

test("what was put off while the clock was ahead is due", async () => {
	const store = openSqliteStore(":memory:");
	await store.accept("e1", { some: "event" }, at(0));
	await store.record(denied("d1"), [stopTask()]);
	const [action] = await store.claimActions(at(AHEAD), at(AHEAD + 30), 9);
	await store.retry(action?.id ?? "", "throttled", at(AHEAD + 300));
	await store.postpone("e1", at(AHEAD + 120));
	expect(await store.claimEvents(at(10), at(40), 9)).toMatchObject([{ attempts: 1 }]);
	expect(await store.claimActions(at(10), at(40), 9)).toMatchObject([{ attempts: 1 }]);
});

test("what waits no longer than anything does goes on waiting", async () => {
	const store = openSqliteStore(":memory:");
	await store.accept("e1", { some: "event" }, at(0));
	await store.record(denied("d1"), [stopTask({ dueAt: at(600) })]);
	await store.postpone("e1", at(600));
	expect(await store.claimEvents(at(10), at(40), 9)).toEqual([]);
	expect(await store.claimActions(at(10), at(40), 9)).toEqual([]);
});
