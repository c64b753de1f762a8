import { describe, expect, test } from "vitest";
import { decision, EVIL, STYLE, violation } from "../../test/reported.ts";
import { countOf, replayExitCode, replayOf } from "./replay.ts";
import { replayJson, replayTerminal } from "./replay-text.ts";

const GIVEN = { skipped: 0, repeated: 0, names: { before: "profile baseline", after: "profile restricted" } };
const allowed = decision();
const denied = decision({ verdict: "denied", violations: [violation()] });
const undecided = decision({ verdict: "undecided", failures: [{ reason: "it broke" }] });
const warned = decision({ violations: [violation({ action: "warn" })] });
const unknown = decision({ unknown: [{ policy: "a/a", field: "/image", message: "m", reason: "Ref Image" }] });

describe("what changed", () => {
	test.each([
		["newlyDenied", allowed, denied, 1],
		["newlyDenied", undecided, denied, 1],
		["newlyAllowed", denied, warned, 0],
		["newlyAllowed", undecided, allowed, 0],
		["newlyUndecided", allowed, undecided, 2],
		["otherFindings", allowed, warned, 0],
		["otherFindings", allowed, unknown, 0],
		["same", denied, denied, 0],
		["same", undecided, undecided, 2],
	] as const)("%s", (change, before, after, code) => {
		const replay = replayOf([before], [after], GIVEN);
		expect([replay.decisions[0]?.change, countOf(replay, change), replayExitCode(replay)]).toEqual([change, 1, code]);
	});

	test("a constraint's name and the order of findings are no change", () => {
		const two = [violation(), violation({ policy: "a/a" })];
		const before = decision({ verdict: "denied", violations: two });
		const after = decision({ verdict: "denied", violations: two.toReversed().map((each) => ({ ...each, constraint: "other" })) });
		expect(replayOf([before], [after], GIVEN).decisions[0]?.change).toBe("same");
	});

	test("what could not be judged outweighs what would be denied", () => {
		expect(replayExitCode(replayOf([allowed, allowed], [denied, undecided], GIVEN))).toBe(2);
	});

	test("each policy is counted by the objects in which it denies or warns; those that count the same are left out", () => {
		const always = violation({ policy: "a/always" });
		const before = [decision({ violations: [violation({ action: "warn" }), violation({ action: "warn", line: 3 }), always] })];
		const after = [decision({ verdict: "denied", violations: [violation(), violation({ line: 3 }), always] })];
		expect(replayOf(before, after, GIVEN).policies).toEqual([
			{ policy: "workload/privileged", before: { deny: 0, warn: 1 }, after: { deny: 1, warn: 0 } },
		]);
	});

	test("only what was judged twice is compared", () => {
		expect(replayOf([allowed, allowed], [allowed], GIVEN).decisions).toHaveLength(1);
	});
});

describe("for people", () => {
	const other = violation({ policy: "a/gone", message: "was there" });
	const replay = replayOf(
		[warned, allowed, denied, unknown, denied],
		[
			decision({ ...denied, violations: [violation(), violation({ policy: "a/new", message: "is new" })] }),
			undecided,
			allowed,
			allowed,
			denied,
		],
		{ ...GIVEN, skipped: 2, repeated: 1 },
	);

	test("the changes worst first, then policies, then figures", () => {
		expect(replayTerminal(replay, STYLE)).toBe(`1 object would be denied
  TaskDefinition web  deploy/web.json
    + deny a/new: is new
    warn → deny: workload/privileged

1 object could not be judged any more
  TaskDefinition web  deploy/web.json
    + failed it broke

1 object would be allowed
  TaskDefinition web  deploy/web.json
    - deny workload/privileged: container app is privileged

1 object the same verdict for other reasons
  TaskDefinition web  deploy/web.json
    - unknown a/a: Ref Image

policy               denies        warns
a/new                0 → 1         0
workload/privileged  2             1 → 0

profile baseline against profile restricted
5 objects: 1 newly denied, 1 newly allowed, 1 newly undecided,
1 with other findings, 1 the same · 1 could not be judged · 1 repeated event
· 2 events that asked for nothing
`);
	});

	test("what several policies cannot see for one reason is one line", () => {
		const unseen = decision({ unknown: [...unknown.unknown, { policy: "a/b", field: "/image", message: "m", reason: "Ref Image" }] });
		const text = replayTerminal(replayOf([allowed], [unseen], GIVEN), STYLE);
		expect(text).toContain("  TaskDefinition web  deploy/web.json\n    + unknown Ref Image (2 policies)\n\n");
	});

	test("the figures alone when nothing changes", () => {
		expect(replayTerminal(replayOf([unknown], [unknown], GIVEN), STYLE)).toBe(
			"profile baseline against profile restricted\n1 object: 0 newly denied, 0 newly allowed, 0 with other findings, 1 the same\n· 1 unknown value\n",
		);
	});

	test("what could not be judged, once for a reason", () => {
		const four = Array.from({ length: 4 }, (_, i) => decision({ ...undecided, source: `log:${i}` }));
		expect(replayTerminal(replayOf(four, four, GIVEN), STYLE)).toMatch(
			/^4 objects could not be judged: log:0, log:1, log:2, …\n {4}it broke\n\n.*\n4 objects: .*\n· 4 could not be judged\n$/,
		);
		expect(replayTerminal(replayOf([undecided], [undecided], GIVEN), STYLE)).toMatch(/^1 object could not be judged: deploy\/web.json\n/);
	});

	test("colours only when asked for, and nothing that an object says is obeyed", () => {
		const evil = replayOf(
			[decision({ name: EVIL })],
			[decision({ name: EVIL, verdict: "denied", violations: [violation({ message: EVIL }), other] })],
			GIVEN,
		);
		expect(replayTerminal(evil, { ...STYLE, color: true })).toContain("\u001b[31m1 object would be denied");
		const plain = replayTerminal(evil, STYLE);
		for (const obeyed of ["\u001b", "\u0007", "\u009b", "\u202e", "\r"]) expect(plain).not.toContain(obeyed);
		expect(replayTerminal(replayOf([decision({ name: "" })], [warned], GIVEN), STYLE)).toContain("TaskDefinition web");
		expect(replayTerminal(replayOf([allowed], [decision({ ...warned, name: "" })], GIVEN), STYLE)).toContain("(without a name)");
	});
});

test("for machines: the shape of `check`, with what was before", () => {
	const { decisions, summary, changes, compared } = JSON.parse(
		replayJson(replayOf([warned, allowed], [denied, allowed], { ...GIVEN, skipped: 4 })),
	);
	expect(decisions[0]).toMatchObject({
		...{ source: "deploy/web.json", kind: "TaskDefinition", name: "web", verdict: "denied", change: "newlyDenied" },
		before: { verdict: "allowed", violations: [{ policy: "workload/privileged", action: "warn" }] },
	});
	expect(Object.keys(decisions[0])).toEqual([
		...["source", "kind", "name", "verdict", "violations", "failures", "unknown", "notApplicable", "change", "before"],
	]);
	expect(summary).toEqual({ allowed: 1, denied: 1, undecided: 0, unknown: 0, skipped: 4 });
	expect(changes).toEqual({ newlyDenied: 1, newlyUndecided: 0, newlyAllowed: 0, otherFindings: 0, same: 1 });
	expect(compared).toEqual(GIVEN.names);
});
