import fc from "fast-check";
import { expect, test } from "vitest";
import { allowed, at, denied, stopTask, violation } from "../../test/contract/store/records.ts";
import type { DecisionWithActions, StoredAction } from "../store/store.ts";
import { addTallies, DELAY_BOUNDS, NOTHING, tallyOf } from "./tally.ts";

const stopped = (endedAt: string, state: StoredAction["state"] = "done"): StoredAction => ({
	...{ ...stopTask(), id: "d1.1", decisionUid: "d1", attempts: 0, dueAt: at(0) },
	state,
	endedAt,
});

test("what one decision came to", () => {
	const violations = [violation(), violation({ field: "/x" }), violation({ policy: "image/tag", action: "exempted", exemption: "legacy" })];
	const decision: DecisionWithActions = { ...denied("d1", { violations }), actions: [stopped(at(4)), stopped(at(9), "failed")] };
	expect(tallyOf(decision)).toEqual({
		verdicts: { denied: 1 },
		consequences: { reverted: 1 },
		policies: { "workload/privileged": { deny: 2 }, "image/tag": { exempted: 1 } },
		decisionsByPolicy: { "workload/privileged": 1, "image/tag": 1 },
		points: { "cloudtrail-event": 1 },
		excused: { legacy: 1 },
		delays: DELAY_BOUNDS.map((bound) => Number(bound === 5)).concat(0),
	});
});

test.each([
	[0, 0],
	[1, 0],
	[1.001, 1],
	[3600, 12],
	[3601, 13],
])("%d seconds count under bound %d", (seconds, slot) => {
	const { delays } = tallyOf({ ...denied("d1"), actions: [stopped(at(seconds))] });
	expect(delays.indexOf(1)).toBe(slot);
	expect(delays.reduce((sum, count) => sum + count)).toBe(1);
});

test("what was not undone, or not by Taskgate, has no delay", () => {
	expect(tallyOf({ ...denied("d1"), actions: [stopped(at(5), "planned")] }).delays).toEqual(NOTHING.delays);
	expect(tallyOf({ ...allowed("d1"), actions: [] }).delays).toEqual(NOTHING.delays);
});

test("names from outside are counted whatever they are, and reach no prototype", () => {
	const names = ["__proto__", "constructor", "toString", ""];
	const decisions = names.map((name) => ({ ...denied("d1", { enforcementPoint: name, violations: [violation({ policy: name, action: "exempted", exemption: name })] }), actions: [] }));
	const sum = addTallies(...decisions.map(tallyOf), ...decisions.map(tallyOf));
	for (const counts of [sum.points, sum.decisionsByPolicy, sum.excused]) expect(Object.entries(counts)).toEqual(expect.arrayContaining(names.map((name) => [name, 2])));
	expect(Object.entries(sum.policies).map(([name, { exempted }]) => [name, exempted])).toEqual(expect.arrayContaining(names.map((name) => [name, 2])));
	expect(JSON.parse(JSON.stringify(sum))).toEqual(sum);
	expect(({} as Record<string, unknown>).exempted).toBeUndefined();
});

test("adding is the same in whatever groups, and nothing adds nothing", () => {
	const decision = fc.record({ policy: fc.constantFrom("a", "b", "__proto__"), second: fc.integer({ min: 0, max: 5000 }) }).map(({ policy, second }) =>
		tallyOf({ ...denied("d1", { violations: [violation({ policy })] }), actions: [stopped(at(second))] }),
	);
	fc.assert(
		fc.property(fc.array(decision), fc.nat(), (tallies, cut) => {
			expect(addTallies(addTallies(...tallies.slice(0, cut)), addTallies(...tallies.slice(cut)))).toEqual(addTallies(...tallies));
		}),
	);
	expect(addTallies()).toEqual(NOTHING);
});
