import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Enforcement } from "../admission/decide.ts";
import { follow, type Sighting } from "./finding.ts";
import type { Finding } from "./finding-history.ts";

const PRIVILEGED: Enforcement = {
	policy: "workload/privileged",
	constraint: "no-privileged",
	severity: "critical",
	action: "deny",
	message: "container app is privileged",
	field: "/containerDefinitions/0/privileged",
	remediation: "Remove it.",
};
const EXEMPTED: Enforcement = { ...PRIVILEGED, action: "exempted" };

const at = (second: number) => new Date(Date.UTC(2026, 10, 20) + second * 1000).toISOString();

const shows = (second: number, changes: Partial<Sighting> = {}): Sighting => ({
	time: at(second),
	resource: "arn:service",
	account: "1",
	region: "eu-west-1",
	kind: "Service",
	principal: `principal-${second}`,
	verdict: "denied",
	violations: [PRIVILEGED],
	failures: [],
	unknown: [],
	...changes,
});
const clear = (second: number, changes: Partial<Sighting> = {}) => shows(second, { verdict: "allowed", violations: [], ...changes });

/** The findings after the sightings were heard of in this order. */
function heard(...sightings: readonly Sighting[]): readonly Finding[] {
	const findings = new Map<string, Finding>();
	sightings.forEach((sighting, n) => {
		const newer = sightings.slice(0, n).filter(({ time }) => time > sighting.time);
		for (const changed of follow([...findings.values()], sighting, newer.toSorted(byTime))) findings.set(changed.id, changed);
	});
	return [...findings.values()];
}

const byTime = (a: Sighting, b: Sighting) => (a.time < b.time ? -1 : 1);

describe("what resolves a finding", () => {
	test.each<[string, Sighting, Finding["state"]]>([
		["a later decision that does not show it", clear(2), "resolved"],
		["a denial for another reason", clear(2, { verdict: "denied", violations: [{ ...PRIVILEGED, policy: "image/tag" }] }), "resolved"],
		["a failure of another policy", clear(2, { failures: [{ policy: "image/tag", reason: "deadline" }] }), "resolved"],
		["not an undecided one", clear(2, { verdict: "undecided" }), "open"],
		["not one in which its policy failed", clear(2, { failures: [{ policy: PRIVILEGED.policy, reason: "deadline" }] }), "open"],
		["not one in which no policy was asked", clear(2, { failures: [{ reason: "access denied" }] }), "open"],
		[
			"not one in which its policy met an unknown value",
			clear(2, { unknown: [{ policy: PRIVILEGED.policy, field: "/x", message: "m" }] }),
			"open",
		],
		["not one whose object could not be read", clear(2, { violations: [{ ...PRIVILEGED, policy: "manifest/schema" }] }), "open"],
		["not one about another kind", clear(2, { kind: "Task" }), "open"],
		["not one of the same instant", clear(1), "open"],
		["not an older one", clear(0), "open"],
	])("%s", (_, sighting, state) => {
		expect(heard(shows(1), sighting).find(({ policy }) => policy === PRIVILEGED.policy)?.state).toBe(state);
	});

	test("a shape that could be read again resolves its own finding", () => {
		const schema = { ...PRIVILEGED, policy: "manifest/schema" };
		expect(heard(shows(1, { violations: [schema] }), clear(2))).toMatchObject([{ policy: "manifest/schema", state: "resolved" }]);
		const elsewhere = { ...schema, field: "/family" };
		expect(heard(shows(1, { violations: [schema] }), shows(2, { violations: [elsewhere] })).map(({ state }) => state)).toEqual([
			"resolved",
			"open",
		]);
	});

	test("the same violation elsewhere is another finding", () => {
		const elsewhere = { ...PRIVILEGED, field: "/containerDefinitions/1/privileged" };
		expect(heard(shows(1), shows(2, { violations: [elsewhere] })).map(({ state }) => state)).toEqual(["resolved", "open"]);
	});
});

describe("what a finding says", () => {
	test("exempted becomes open and back, and stays the same opening", () => {
		const story = [
			shows(1, { violations: [EXEMPTED] }),
			shows(2, { violations: [{ ...PRIVILEGED, message: "new" }] }),
			shows(3, { violations: [EXEMPTED] }),
		];
		expect(heard(...story.slice(0, 1))).toMatchObject([{ state: "exempted", introducedBy: "principal-1" }]);
		expect(heard(...story.slice(0, 2))).toMatchObject([{ state: "open", message: "new", firstSeen: at(1), reopened: 0 }]);
		expect(heard(...story)).toMatchObject([{ state: "exempted", firstSeen: at(1), lastSeen: at(3), introducedBy: "principal-1" }]);
	});

	test("of several constraints the one that was not exempted counts, then the most severe", () => {
		const mild: Enforcement = { ...PRIVILEGED, severity: "low", action: "warn", message: "mild" };
		expect(heard(shows(1, { violations: [EXEMPTED, mild] }))).toMatchObject([{ state: "open", message: "mild" }]);
		expect(heard(shows(1, { violations: [PRIVILEGED, mild] }))).toMatchObject([{ severity: "critical" }]);
		expect(heard(shows(1, { violations: [mild, PRIVILEGED] }))).toMatchObject([{ severity: "critical" }]);
	});

	test("its kind is that of the newest decision that showed it", () => {
		const task = shows(2, { kind: "Task" });
		expect(heard(shows(1), task, clear(3))).toMatchObject([{ kind: "Task", state: "open" }]);
		expect(heard(shows(1), task, clear(3), clear(4, { kind: "Task" }))).toMatchObject([{ state: "resolved", resolvedAt: at(4) }]);
	});

	test("a late event that belongs to the same opening tells when it began and by whom", () => {
		expect(heard(shows(5), shows(2))).toMatchObject([{ firstSeen: at(2), lastSeen: at(5), introducedBy: "principal-2" }]);
		expect(heard(shows(5), clear(3), shows(2))).toMatchObject([{ firstSeen: at(5), introducedBy: "principal-5" }]);
		expect(heard(shows(5), clear(7), shows(2))).toMatchObject([{ firstSeen: at(2), state: "resolved" }]);
	});

	test("a late event between two resolutions reopens and resolves again", () => {
		expect(heard(shows(1), clear(3), clear(6), shows(4))).toMatchObject([
			{ state: "resolved", firstSeen: at(4), resolvedAt: at(6), reopened: 1 },
		]);
	});

	test("nothing new, nothing to write", () => {
		expect(follow(heard(shows(1)), shows(1), [])).toEqual([]);
		expect(follow(heard(shows(1), clear(2)), clear(3), [])).toEqual([]);
		expect(follow([], clear(3), [])).toEqual([]);
	});
});

test("in whatever order they are heard of, the times decide the state, when it was last seen and when it was resolved", () => {
	const sighting = fc.tuple(fc.constantFrom(shows, clear, exempt), fc.integer({ min: 0, max: 9 })).map(([make, second]) => make(second));
	fc.assert(
		fc.property(fc.array(sighting, { minLength: 1, maxLength: 8 }), (sightings) => {
			const [finding] = heard(...sightings);
			expect(finding && { state: finding.state, lastSeen: finding.lastSeen, resolvedAt: finding.resolvedAt }).toEqual(expected(sightings));
			if (finding !== undefined) expect(finding.firstSeen <= finding.lastSeen).toBe(true);
		}),
		{ numRuns: 2000 },
	);
});

const exempt = (second: number) => shows(second, { violations: [EXEMPTED] });

/** The same, computed from all sightings at once. */
function expected(sightings: readonly Sighting[]): Pick<Finding, "state" | "lastSeen" | "resolvedAt"> | undefined {
	const lastSeen = sightings
		.filter(({ violations }) => violations.length > 0)
		.toSorted(byTime)
		.at(-1)?.time;
	if (lastSeen === undefined) return undefined;
	const resolvedAt = sightings.filter(({ violations, time }) => violations.length === 0 && time > lastSeen).toSorted(byTime)[0]?.time;
	const open = sightings.some(({ time, violations }) => time === lastSeen && violations[0]?.action === "deny");
	const unresolved = open ? "open" : "exempted";
	return { state: resolvedAt === undefined ? unresolved : "resolved", lastSeen, resolvedAt };
}
