import { expect, test } from "vitest";
import type { Finding } from "../../../src/store/finding-history.ts";
import type { DecisionRecord } from "../../../src/store/store.ts";
import { allowed, at, denied, type Open, SERVICE, violation } from "./records.ts";

/** Violations followed over time; src/store/finding.test.ts has the rules one by one. */
export function findingsContract(open: Open): void {
	const after = async (...records: DecisionRecord[]): Promise<readonly Finding[]> => {
		const { store, again } = await open();
		for (const record of records) await store.record(record, []);
		return (await again()).findings({});
	};

	test("a violation opens a finding with everything that is known of it", async () => {
		expect(await after(denied("d1", { time: at(1), principal: "alice" }))).toEqual([
			{
				id: expect.any(String),
				resource: SERVICE,
				account: "111122223333",
				region: "eu-west-1",
				kind: "Service",
				policy: "workload/privileged",
				field: "/containerDefinitions/0/privileged",
				message: "container app is privileged",
				severity: "critical",
				state: "open",
				firstSeen: at(1),
				lastSeen: at(1),
				resolvedAt: undefined,
				reopened: 0,
				introducedBy: "alice",
			},
		]);
	});

	test("one finding per resource, policy and field, however often it is seen", async () => {
		const { field: _, ...whole } = violation();
		const shown = { violations: [violation(), violation({ field: "/x" }), violation({ policy: "image/tag", action: "warn" }), whole] };
		const findings = await after(
			denied("d1", shown),
			denied("d2", { ...shown, time: at(5) }),
			denied("d3", { ...shown, resource: "other", time: at(6) }),
		);
		expect(findings).toHaveLength(8);
		expect(new Set(findings.map(({ id }) => id)).size).toBe(8);
		expect(
			findings.filter(({ resource }) => resource === SERVICE).every(({ firstSeen, lastSeen }) => firstSeen === at(0) && lastSeen === at(5)),
		).toBe(true);
		expect(findings.filter(({ field }) => field === undefined)).toHaveLength(2);
	});

	test("open, seen again, resolved, reopened", async () => {
		const story = [
			denied("d1", { time: at(1), principal: "alice" }),
			denied("d2", { time: at(2), principal: "bob" }),
			allowed("d3", { time: at(3) }),
			denied("d4", { time: at(4), principal: "carol" }),
		];
		expect(await after(...story.slice(0, 2))).toMatchObject([{ state: "open", firstSeen: at(1), lastSeen: at(2), introducedBy: "alice" }]);
		expect(await after(...story.slice(0, 3))).toMatchObject([{ state: "resolved", firstSeen: at(1), lastSeen: at(2), resolvedAt: at(3) }]);
		expect(await after(...story)).toMatchObject([
			{ state: "open", firstSeen: at(4), lastSeen: at(4), resolvedAt: undefined, reopened: 1, introducedBy: "carol" },
		]);
	});

	test("an undecided decision resolves nothing", async () => {
		const findings = await after(denied("d1", { time: at(1) }), allowed("d2", { time: at(2), verdict: "undecided" }));
		expect(findings).toMatchObject([{ state: "open" }]);
	});

	test("an older event that arrives late resolves nothing, reopens nothing, opens nothing that is over", async () => {
		expect(await after(denied("d2", { time: at(2) }), allowed("d1", { time: at(1) }))).toMatchObject([{ state: "open" }]);
		const over = [denied("d1", { time: at(1) }), allowed("d3", { time: at(3) })];
		expect(await after(...over, denied("d2", { time: at(2) }))).toMatchObject([{ state: "resolved", lastSeen: at(2), reopened: 0 }]);
		expect(await after(...over.toReversed())).toMatchObject([{ state: "resolved", firstSeen: at(1), resolvedAt: at(3) }]);
	});

	test("decisions about other resources change nothing, sooner or later", async () => {
		const other = allowed("d3", { time: at(3), resource: "other" });
		expect(await after(denied("d1", { time: at(1) }), other)).toMatchObject([{ state: "open" }]);
		expect(await after(other, denied("d1", { time: at(1) }))).toMatchObject([{ state: "open" }]);
	});

	test("a decision that lost to the first with its key says nothing about findings", async () => {
		expect(await after(denied("d1", { time: at(1) }), allowed("d2", { key: "event/d1", time: at(2) }))).toMatchObject([{ state: "open" }]);
	});

	test("findings by what is asked for, the newest opening first, no more than asked for", async () => {
		const { store } = await open();
		const exempted = violation({ action: "exempted", exemption: "legacy" });
		await store.record(denied("d1", { time: at(1), resource: "r1", account: "1" }), []);
		await store.record(allowed("d2", { time: at(2), resource: "r2", account: "2", violations: [exempted] }), []);
		const tag = violation({ policy: "image/tag", severity: "low" });
		await store.record(denied("d3", { time: at(3), resource: "r3", account: "2", violations: [tag] }), []);
		await store.record(denied("d4", { time: at(4), resource: "r4", account: undefined }), []);
		await store.record(allowed("d5", { time: at(5), resource: "r4" }), []);
		await store.record(denied("d6", { time: at(6), resource: "r1", account: "1" }), []);
		const resources = async (query: Parameters<typeof store.findings>[0]) => (await store.findings(query)).map(({ resource }) => resource);
		expect(await resources({})).toEqual(["r4", "r3", "r2", "r1"]);
		expect(await resources({ state: "open" })).toEqual(["r3", "r1"]);
		expect(await resources({ state: "exempted" })).toEqual(["r2"]);
		expect(await resources({ state: "resolved" })).toEqual(["r4"]);
		expect(await resources({ policy: "image/tag" })).toEqual(["r3"]);
		expect(await resources({ account: "2" })).toEqual(["r3", "r2"]);
		expect(await resources({ account: "2", state: "open", policy: "image/tag" })).toEqual(["r3"]);
		expect(await resources({ severity: "low" })).toEqual(["r3"]);
		expect(await resources({ resource: "r1" })).toEqual(["r1"]);
		expect(await resources({ resource: "r1", state: "resolved" })).toEqual([]);
		expect(await resources({ limit: 2 })).toEqual(["r4", "r3"]);
	});
}
