import { expect, test } from "vitest";
import { allowed, at, denied, violation } from "../../../test/contract/store/records.ts";
import { sealHours } from "../../seal-hours.ts";
import { openSqliteStore } from "../sqlite.ts";

const DAY = 86_400;
const ACCOUNT = "111122223333";
const log = { decided: () => {}, info: () => {}, alarm: () => {} };

test("what happens is counted at once, by hour, for its account and for all together", async () => {
	const store = openSqliteStore(":memory:");
	const violations = [violation(), violation({ field: "/x" }), violation({ policy: "__proto__", action: "warn" })];
	await store.record(denied("d1", { decidedAt: at(1), violations }), []);
	await store.record(denied("d2", { key: "event/d1", decidedAt: at(1) }), []);
	await store.record(allowed("d3", { decidedAt: at(2), account: undefined, enforcementPoint: "api-proxy" }), []);
	await store.record(allowed("d4", { decidedAt: at(3600) }), []);
	const hour = "2026-11-20T00";
	const own = { verdicts: { denied: 1 }, policies: Object.fromEntries([["__proto__", 1], ["workload/privileged", 1]]), points: { "cloudtrail-event": 1 } };
	const all = { ...own, verdicts: { allowed: 1, denied: 1 }, points: { "api-proxy": 1, "cloudtrail-event": 1 } };
	const { counts, completeUntil } = await store.counts({ since: hour, until: hour });
	expect(counts).toEqual([{ period: hour, ...all }]);
	expect(Object.keys(counts[0]?.policies ?? {})).toEqual(["__proto__", "workload/privileged"]);
	expect(completeUntil).toBeUndefined();
	expect((await store.counts({ since: hour, until: "2026-11-20T01", account: ACCOUNT })).counts).toEqual([
		{ period: hour, ...own },
		{ period: "2026-11-20T01", verdicts: { allowed: 1 }, policies: {}, points: { "cloudtrail-event": 1 } },
	]);
	expect((await store.counts({ since: "2026-11-20T02", until: "9999" })).counts).toEqual([]);
	await store.close();
});

test("after a fortnight hours become days, and nothing is lost or counted twice", async () => {
	const store = openSqliteStore(":memory:");
	const record = (uid: string, second: number) => store.record(denied(uid, { time: at(second), decidedAt: at(second) }), []);
	for (const [n, second] of [0, 3600, 7200, DAY + 1].entries()) await record(`d${n}`, second);
	const seal = (now: string) => sealHours({ store, log, now: () => now, settings: {} });
	await seal(at(2 * DAY));
	expect((await store.counts({ since: "2026", until: "9999" })).counts).toHaveLength(4);
	for (const [n, day] of [15, 15.5, 16].entries()) {
		await record(`later${n}`, day * DAY);
		await seal(at(day * DAY + 9000));
	}
	const periods = async (account?: string) =>
		(await store.counts({ since: "2026-11-20T05", until: "9999", ...(account === undefined ? {} : { account }) })).counts.map(({ period, verdicts }) => [period, verdicts.denied]);
	const expected = [
		["2026-11-20", 3],
		["2026-11-21", 1],
		["2026-12-05T00", 1],
		["2026-12-05T12", 1],
		["2026-12-06T00", 1],
	];
	expect(await periods()).toEqual(expected);
	expect(await periods(ACCOUNT)).toEqual(expected);
	await record("late", 10_000);
	expect((await periods())[0]).toEqual(["2026-11-20", 3]);
	await record("latest", 17 * DAY);
	await seal(at(17 * DAY + 9000));
	expect((await periods())[0]).toEqual(["2026-11-20", 4]);
	await store.close();
});
