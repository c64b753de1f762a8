import { describe, expect, test } from "vitest";
import type { Exemption } from "../admission/exemption.ts";
import { checkedExemptions, type Seen } from "./check.ts";

const EXEMPTION: Exemption = {
	name: "agent",
	policy: "workload/privileged",
	match: { accounts: ["111122223333"] },
	reason: "OPS-12",
	approvedBy: "alice",
	expiresAt: "2027-01-31T00:00:00Z",
};
const SEEN: Seen = {
	excused: [{ exemption: "agent", policy: "workload/privileged", resource: "arn:web", field: "/a" }],
	accounts: ["111122223333"],
	unclear: new Set(),
	constraints: [{ policy: "workload/privileged" }],
	now: "2026-11-29T00:00:00Z",
};
const check = (exemption: Partial<Exemption>, seen: Partial<Seen> = {}) =>
	checkedExemptions([{ ...EXEMPTION, ...exemption }], { ...SEEN, ...seen })[0];

describe("what an exemption still excuses", () => {
	test("one that is needed has no problem", () => {
		expect(check({})).toEqual({ ...EXEMPTION, daysLeft: 63, excuses: [{ resource: "arn:web", violations: 1 }], problems: [] });
	});

	test("each resource once, a finding that store and files tell of too", () => {
		const one = { exemption: "agent", policy: "workload/privileged" };
		const excused = [
			...[
				{ ...one, resource: "b", field: "/a" },
				{ ...one, resource: "a" },
				{ ...one, resource: "b", field: "/b" },
			],
			...[
				{ ...one, resource: "b", field: "/a" },
				{ ...one, exemption: "another", resource: "c" },
			],
		];
		expect(check({}, { excused })?.excuses).toEqual([
			{ resource: "a", violations: 1 },
			{ resource: "b", violations: 2 },
		]);
	});

	test.each([
		["it excuses nothing", {}, { excused: [] }, ["it excuses nothing that was seen, and can go"]],
		[
			"nobody knows what excuses a finding of its policy",
			{},
			{ excused: [], unclear: new Set(["workload/privileged"]) },
			["whether it excuses anything is not known: the decisions that told are rolled up"],
		],
		["it has ended unused", { expiresAt: "2026-11-29T00:00:00Z" }, { excused: [] }, ["it has ended, and can go"]],
		[
			"it has ended and was used",
			{ expiresAt: "2026-11-01T00:00:00Z" },
			{},
			["it has ended: what it excused when it was last seen is denied the next time"],
		],
		[
			"nobody asks its policy",
			{},
			{ constraints: [] },
			["no constraint in force asks workload/privileged: there is nothing to excuse from"],
		],
		[
			"its account is not known",
			{ match: { accounts: { include: ["111122223333", "444455556666"] } } },
			{},
			["nothing is known of an account 444455556666"],
		],
	])("%s", (_, exemption, seen, problems) => {
		expect(check(exemption, seen)?.problems).toEqual(problems);
	});

	test("a pattern that covers a known account, and accounts that nobody can tell, are no problem", () => {
		expect(check({ match: { accounts: ["1111*"] } })?.problems).toEqual([]);
		expect(check({ match: { accounts: ["444455556666"] } }, { accounts: undefined })?.problems).toEqual([]);
	});
});
