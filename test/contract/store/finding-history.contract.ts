import { expect, test } from "vitest";
import { findingId } from "../../../src/store/finding.ts";
import type { Finding } from "../../../src/store/finding-history.ts";
import { BadCursor } from "../../../src/store/store.ts";
import { allowed, at, denied, type Open, SERVICE, violation } from "./records.ts";

/** Findings beyond their opening: who excuses them, how they end, and how they are listed and counted. */
export function findingHistoryContract(open: Open): void {
	const EXCUSED = violation({ action: "exempted", exemption: "legacy", exemptedUntil: "2027-01-31T00:00:00Z" });

	test("an exemption and its end stand with the finding while it is excused, and no longer", async () => {
		const { store } = await open();
		await store.record(allowed("d1", { time: at(1), violations: [EXCUSED] }), []);
		expect(await store.findings({})).toMatchObject([
			{ state: "exempted", exemption: "legacy", exemptedUntil: "2027-01-31T00:00:00Z", resolution: undefined },
		]);
		await store.record(denied("d2", { time: at(2) }), []);
		expect(await store.findings({})).toMatchObject([{ state: "open", exemption: undefined, exemptedUntil: undefined, firstSeen: at(1) }]);
	});

	test("how a finding ended: no longer shown, or gone with its resource", async () => {
		const { store, again } = await open();
		await store.record(denied("d1", { time: at(1) }), []);
		await store.record(denied("d2", { time: at(1), resource: "other", violations: [violation(), violation({ field: "/x" })] }), []);
		await store.record(allowed("d3", { time: at(2) }), []);
		expect(await store.endFindings("other", at(3))).toBe(2);
		expect(await store.endFindings("other", at(4))).toBe(0);
		expect(await store.endFindings("nothing known of it", at(4))).toBe(0);
		expect(await (await again()).findings({ resource: "other" })).toMatchObject([
			{ state: "resolved", resolvedAt: at(3), resolution: "gone" },
			{ state: "resolved", resolvedAt: at(3), resolution: "gone" },
		]);
		expect(await store.findings({ resource: SERVICE })).toMatchObject([{ resolution: "no longer shown" }]);
		await store.record(denied("d5", { time: at(5), resource: "other" }), []);
		expect(await store.findings({ resource: "other", state: "open" })).toMatchObject([{ reopened: 1, resolution: undefined }]);
	});

	test("of a kind alone, where the resource itself may be there", async () => {
		const { store } = await open();
		await store.record(denied("d1", { time: at(1) }), []);
		await store.record(denied("d2", { time: at(1), kind: "Task", violations: [violation({ field: "/x" })] }), []);
		expect(await store.endFindings(SERVICE, at(3), "Task")).toBe(1);
		expect(await store.findings({ state: "open" })).toMatchObject([{ kind: "Service", resource: SERVICE }]);
	});

	test("what was seen after the end is not ended by it", async () => {
		const { store } = await open();
		await store.record(denied("d1", { time: at(5) }), []);
		expect(await store.endFindings(SERVICE, at(5))).toBe(0);
		expect(await store.findings({})).toMatchObject([{ state: "open" }]);
	});

	test("a touch moves last seen alone, and only forwards", async () => {
		const { store } = await open();
		await store.record(denied("d1", { time: at(1), violations: [violation(), violation({ field: "/x" })] }), []);
		await store.record(allowed("d2", { time: at(2), resource: "r2", violations: [EXCUSED] }), []);
		await store.record(denied("d3", { time: at(1), resource: "r3" }), []);
		await store.record(allowed("d4", { time: at(2), resource: "r3" }), []);
		const ids = (resource: string) => [violation(), violation({ field: "/x" })].map((one) => findingId(resource, one));
		const seen = (when: number) => (resource: string) => ids(resource).map((id) => ({ resource, id, at: at(when) }));
		await store.touchFindings([SERVICE, "r2", "r3", "unheard of"].flatMap(seen(10)));
		await store.touchFindings(seen(9)(SERVICE));
		const found = new Map(Map.groupBy(await store.findings({}), ({ resource }) => resource));
		const told = (resource: string) => found.get(resource)?.map(({ state, firstSeen, lastSeen }) => [state, firstSeen, lastSeen]);
		expect(told(SERVICE)).toEqual([
			["open", at(1), at(10)],
			["open", at(1), at(10)],
		]);
		expect(told("r2")).toEqual([["exempted", at(2), at(10)]]);
		expect(told("r3")).toEqual([["resolved", at(1), at(1)]]);
	});

	test("pages, each finding on exactly one although more are opened meanwhile", async () => {
		const { store } = await open();
		for (let n = 0; n < 7; n += 1) {
			const state = n % 3 === 0 ? { violations: [EXCUSED], verdict: "allowed" as const } : {};
			await store.record(denied(`d${n}`, { time: at(n < 5 ? 1 : n), resource: `r${n}`, ...state }), []);
		}
		const seen: Finding[] = [];
		let cursor: string | undefined;
		do {
			const { findings, next } = await store.findingPage({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
			seen.push(...findings);
			cursor = next ?? undefined;
			await store.record(denied(`later${seen.length}`, { time: at(100 + seen.length), resource: `later${seen.length}` }), []);
		} while (cursor !== undefined);
		expect(seen.map(({ resource }) => resource).toSorted()).toEqual(["r0", "r1", "r2", "r3", "r4", "r5", "r6"]);
		expect(seen.map(({ firstSeen }) => firstSeen)).toEqual(
			seen
				.map(({ firstSeen }) => firstSeen)
				.toSorted()
				.toReversed(),
		);
		expect((await store.findingPage({ state: "exempted", limit: 3 })).next).toBeNull();
		expect((await store.findingPage({ resource: "r1", limit: 1 })).next).toBeNull();
		await expect(store.findingPage({ cursor: "none of ours" })).rejects.toThrow(BadCursor);
	});

	test("counts of what is open and exempted follow every change", async () => {
		const { store } = await open();
		const low = violation({ policy: "image/tag", severity: "low" });
		await store.record(denied("d1", { time: at(1), resource: "r1", account: "1", violations: [violation(), low] }), []);
		await store.record(denied("d2", { time: at(1), resource: "r2", account: "2" }), []);
		await store.record(allowed("d3", { time: at(1), resource: "r3", account: undefined, violations: [EXCUSED] }), []);
		const counts = async (query = {}) =>
			(await store.findingCounts(query))
				.map(({ state, policy, severity, account, count }) => [state, policy, severity, account, count])
				.toSorted();
		const [privileged, tag] = [
			["workload/privileged", "critical"],
			["image/tag", "low"],
		];
		const three = [
			["exempted", ...privileged, undefined, 1],
			["open", ...tag, "1", 1],
			["open", ...privileged, "1", 1],
		];
		expect(await counts()).toEqual([...three, ["open", ...privileged, "2", 1]]);
		expect(await counts({ account: "2" })).toEqual([["open", ...privileged, "2", 1]]);
		await store.record(denied("d4", { time: at(2), resource: "r3", account: undefined }), []);
		await store.record(allowed("d5", { time: at(2), resource: "r1", account: "1", violations: [{ ...low, severity: "high" }] }), []);
		await store.endFindings("r2", at(3));
		expect(await counts()).toEqual([
			["open", "image/tag", "high", "1", 1],
			["open", ...privileged, undefined, 1],
		]);
	});

	test("the trend tells what was open at the end of each day", async () => {
		const { store } = await open();
		const day = (n: number, second = 0) => at(n * 86_400 + second);
		await store.record(denied("d1", { time: day(-9), resource: "r1" }), []);
		await store.record(denied("d2", { time: day(1), resource: "r2" }), []);
		await store.record(allowed("d3", { time: day(1, 9), resource: "r3", violations: [EXCUSED] }), []);
		await store.record(allowed("d4", { time: day(2), resource: "r2" }), []);
		await store.record(denied("d5", { time: day(3), resource: "r4", violations: [violation(), violation({ field: "/x" })] }), []);
		expect(await store.findingTrend(day(3, 60), 4)).toEqual([
			{ day: "2026-11-20", open: 1, exempted: 0 },
			{ day: "2026-11-21", open: 2, exempted: 1 },
			{ day: "2026-11-22", open: 1, exempted: 1 },
			{ day: "2026-11-23", open: 3, exempted: 1 },
		]);
	});
}
