import { describe, expect, test } from "vitest";
import { allowed, at, denied, stopTask, violation } from "../../test/contract/store/records.ts";
import type { Seal } from "../ledger/ledger.ts";
import { DELAY_BOUNDS } from "../ledger/tally.ts";
import type { DecisionRecord, DecisionWithActions, StoredAction } from "../store/store.ts";
import type { PeriodFilter } from "./period.ts";
import { PeriodCount } from "./period-count.ts";

const PLACE = { account: "111122223333", hour: "2026-11-20T00" };
const ALL: PeriodFilter = { accounts: [], regions: [], policies: [] };

function action(state: StoredAction["state"], changes: Partial<StoredAction> = {}): StoredAction {
	const { outcome, ...stop } = stopTask();
	return { ...stop, id: "a", decisionUid: "d", attempts: 0, dueAt: "", ...(outcome === undefined ? {} : { outcome }), ...changes, state };
}

const reverted = (seconds: number, changes: Partial<DecisionRecord> = {}): DecisionWithActions => ({
	...denied("r", changes),
	actions: [action("done", { endedAt: at(seconds) })],
});
const plain = (record: DecisionRecord, ...actions: readonly StoredAction[]): DecisionWithActions => ({ ...record, actions });

function count(decisions: readonly DecisionWithActions[], filter: Partial<PeriodFilter> = {}) {
	const counting = new PeriodCount({ ...ALL, ...filter });
	for (const decision of decisions) counting.add(decision, PLACE);
	return counting;
}

describe("decisions are counted", () => {
	test("by verdict, by what followed, by point, account and day", () => {
		const flagged = allowed("f", { violations: [violation({ action: "warn" })], enforcementPoint: "api-proxy" });
		const told = count([reverted(4), plain(allowed("a")), plain(flagged)]).result();
		expect(told).toMatchObject({
			decisions: 3,
			verdicts: { denied: 1, allowed: 2 },
			consequences: { reverted: 1, admitted: 1, flagged: 1 },
			points: [
				{ point: "cloudtrail-event", decisions: 2, consequences: { reverted: 1, admitted: 1 } },
				{ point: "api-proxy", decisions: 1, consequences: { flagged: 1 } },
			],
			accounts: [{ name: "111122223333", decisions: 3, rolledUpHours: 0, consequences: { reverted: 1, admitted: 1, flagged: 1 } }],
			days: [{ name: "2026-11-20", decisions: 3 }],
			policies: [{ policy: "workload/privileged", actions: { deny: 1, warn: 1 }, total: 2 }],
			gaps: [],
		});
	});

	test("who was denied, most first; an allowed caller is not among them", () => {
		const by = (principal: string, uid: string) => plain(denied(uid, { principal }));
		const told = count([by("eve", "1"), by("mallory", "2"), by("mallory", "3"), plain(allowed("4", { principal: "alice" }))]).result();
		expect(told.principals).toEqual([
			{ name: "mallory", count: 2 },
			{ name: "eve", count: 1 },
		]);
	});

	test("what was not carried out, and why", () => {
		const told = count([
			plain(denied("1"), action("failed", { outcome: "AccessDenied" })),
			plain(denied("2"), action("superseded", { outcome: "the task has stopped" })),
			plain(denied("3"), action("withheld", { outcome: "enforcement is off" })),
			plain(denied("1b"), action("failed", { outcome: "AccessDenied", target: "b" }), action("superseded", { outcome: "gone" })),
			plain(denied("4"), action("withheld", { outcome: "enforcement is off" })),
			plain(denied("5", { reach: "prevent", letThrough: "halted" })),
			plain(denied("6", { verdict: "undecided", violations: [], failures: [{ reason: "no answer of ECS" }] })),
			reverted(1),
		]).result();
		expect(told.notCarriedOut).toEqual([
			{ word: "not reverted", reason: "failed: AccessDenied", count: 2 },
			{ word: "would revert", reason: "withheld: enforcement is off", count: 2 },
			{ word: "not reverted", reason: "superseded: the task has stopped", count: 1 },
			{ word: "undecided", reason: "no answer of ECS", count: 1 },
			{ word: "would prevent", reason: "halted", count: 1 },
		]);
	});

	test("what was excused, until the latest end that was told", () => {
		const excused = (uid: string, exemptedUntil: string) =>
			plain(allowed(uid, { violations: [violation({ action: "exempted", exemption: "agent", exemptedUntil })] }));
		const own = plain(allowed("3", { violations: [violation({ action: "exempted", exemption: "its author" })] }));
		const told = count([excused("1", "2027-03-01T00:00:00Z"), excused("2", "2027-01-01T00:00:00Z"), own]).result();
		expect(told.excused).toEqual([
			{ exemption: "agent", violations: 2, until: "2027-03-01T00:00:00Z" },
			{ exemption: "its author", violations: 1, until: undefined },
		]);
	});
});

describe("from the call to the action", () => {
	test("to the end of the last action that undid it, by point", () => {
		const twice = plain(denied("2"), action("done", { endedAt: at(3) }), action("done", { endedAt: at(9.04) }));
		const told = count([reverted(2), twice, plain(denied("3"), action("failed"))]).result();
		expect(told.delays).toEqual([{ point: "cloudtrail-event", word: "reverted", exact: true, count: 2, p50: 2, p95: 9.1, p99: 9.1 }]);
	});

	test("a prevention is the answer", () => {
		const told = count([plain(denied("1", { reach: "prevent", enforcementPoint: "api-proxy" }))]).result();
		expect(told.delays).toMatchObject([{ point: "api-proxy", word: "prevented", p50: 1 }]);
	});
});

describe("a filter", () => {
	test("by Region passes by the others, and those without one", () => {
		const records = [denied("1"), denied("2", { region: "us-east-1" }), denied("3", { region: undefined })];
		expect(
			count(
				records.map((record) => plain(record)),
				{ regions: ["us-east-1"] },
			).result().decisions,
		).toBe(1);
	});

	test("by policy counts the decisions that it finds fault with, and its violations alone", () => {
		const both = plain(denied("1", { violations: [violation(), violation({ policy: "image/digest" })] }));
		const told = count([both, plain(allowed("2"))], { policies: ["image/digest"] }).result();
		expect(told).toMatchObject({ decisions: 1, policies: [{ policy: "image/digest", total: 1 }] });
		expect(told.policies).toHaveLength(1);
	});
});

describe("hours of which only the seal is left", () => {
	const SEAL: Pick<Seal, "account" | "hour" | "count" | "tally"> = {
		...PLACE,
		count: 10,
		tally: {
			verdicts: { denied: 4, allowed: 6 },
			consequences: { reverted: 4, admitted: 6 },
			policies: { "workload/privileged": { deny: 4 }, "image/digest": { warn: 1 } },
			decisionsByPolicy: { "workload/privileged": 4, "image/digest": 1 },
			points: { "cloudtrail-event": 10 },
			excused: { agent: 2 },
			delays: [...DELAY_BOUNDS.map((bound) => (bound === 5 ? 3 : 0)), 1],
		},
	};

	function rolledUp(filter: Partial<PeriodFilter> = {}) {
		const counting = count([reverted(2)], filter);
		counting.addRolledUp(SEAL);
		return counting.result();
	}

	test("are counted by their tally, and what it cannot tell is said", () => {
		expect(rolledUp()).toMatchObject({
			decisions: 11,
			consequences: { reverted: 5, admitted: 6 },
			policies: [{ policy: "workload/privileged", actions: { deny: 5 }, total: 5 }, { policy: "image/digest" }],
			points: [{ point: "cloudtrail-event", decisions: 11, consequences: { reverted: 1 } }],
			accounts: [{ decisions: 11, rolledUpHours: 1, consequences: { reverted: 5 } }],
			days: [{ decisions: 11, rolledUpHours: 1 }],
			excused: [{ exemption: "agent", violations: 2, until: undefined }],
			gaps: [expect.stringContaining("1 hour with 10 decisions is rolled up: who was denied")],
		});
	});

	test("their times are upper bounds of all points together, the exact ones beside them", () => {
		expect(rolledUp().delays).toEqual([
			{ point: "cloudtrail-event", word: "reverted", exact: true, count: 1, p50: 2, p95: 2, p99: 2 },
			{
				point: "all points",
				word: "reverted",
				exact: false,
				count: 4,
				p50: 5,
				p95: Number.POSITIVE_INFINITY,
				p99: Number.POSITIVE_INFINITY,
			},
		]);
	});

	test("by Region nothing of them is counted, and that is said", () => {
		const told = rolledUp({ regions: ["eu-west-1"] });
		expect(told).toMatchObject({ decisions: 1, policies: [{ total: 1 }], gaps: [expect.stringContaining("does not tell Regions apart")] });
		expect(told.days).toMatchObject([{ decisions: 1, rolledUpHours: 1 }]);
	});

	test("by policy its violations are counted, and no decisions", () => {
		const told = rolledUp({ policies: ["image/digest"] });
		expect(told).toMatchObject({ decisions: 0, policies: [{ policy: "image/digest", actions: { warn: 1 } }] });
		expect(told.policies).toHaveLength(1);
		expect(told.gaps).toEqual([expect.stringContaining("counted in the policies' figures alone")]);
	});
});

test("a flood of names is counted, not kept", () => {
	const counting = new PeriodCount(ALL, 2);
	for (const name of ["a", "b", "c", "a", "d"])
		counting.add(plain(denied(name, { principal: name }), action("failed", { outcome: name })), PLACE);
	const { principals, notCarriedOut, gaps } = counting.result();
	expect(principals).toEqual([
		{ name: "a", count: 2 },
		{ name: "b", count: 1 },
	]);
	expect(notCarriedOut).toHaveLength(2);
	expect(gaps).toEqual([
		"2 denied decisions by further principals could not be told apart",
		"2 decisions had further reasons for what was not carried out",
	]);
});
