/** What decisions came to, counted. Pure. Names come from outside: counts are kept in Maps, and become own members whatever the name. */
import { onlyTells } from "../admission/harmless.ts";
import { consequenceOf } from "../report/consequence.ts";
import type { DecisionWithActions } from "../store/store.ts";

type Counts = Readonly<Record<string, number>>;

/** Zeros are left out. */
export interface Tally {
	readonly verdicts: Counts;
	/** By the words of report/consequence.ts: prevented, reverted, flagged, reported, … */
	readonly consequences: Counts;
	/** Violations by policy, then by what followed: deny, warn, dryrun, exempted. */
	readonly policies: Readonly<Record<string, Counts>>;
	/** Decisions that name the policy, by policy. */
	readonly decisionsByPolicy: Counts;
	/** By enforcement point. */
	readonly points: Counts;
	/** Violations excused, by exemption. */
	readonly excused: Counts;
	/** Of reverted decisions: seconds from the call to the end of the action that undid it, as counts per upper bound of `DELAY_BOUNDS`; the last one is open. */
	readonly delays: readonly number[];
}

export const DELAY_BOUNDS = [1, 2, 3, 5, 8, 13, 21, 34, 60, 120, 300, 900, 3600] as const;

export const NOTHING: Tally = {
	verdicts: {},
	consequences: {},
	policies: {},
	decisionsByPolicy: {},
	points: {},
	excused: {},
	delays: [...DELAY_BOUNDS, Number.POSITIVE_INFINITY].map(() => 0),
};

export function tallyOf(decision: DecisionWithActions): Tally {
	const { verdict, violations, enforcementPoint } = decision;
	const { word } = consequenceOf(decision);
	const slot = word === "reverted" ? slotOf(delayOf(decision)) : undefined;
	const byPolicy = Map.groupBy(violations, ({ policy }) => policy);
	return {
		verdicts: counted([verdict]),
		consequences: counted([word]),
		policies: Object.fromEntries([...byPolicy].map(([policy, some]) => [policy, counted(some.map(({ action }) => action))])),
		decisionsByPolicy: counted([...byPolicy.keys()]),
		points: counted([enforcementPoint]),
		excused: counted(violations.flatMap(({ exemption }) => exemption ?? [])),
		delays: NOTHING.delays.map((_, n) => Number(n === slot)),
	};
}

export function addTallies(...tallies: readonly Tally[]): Tally {
	const byPolicy = Map.groupBy(
		tallies.flatMap(({ policies }) => Object.entries(policies)),
		([policy]) => policy,
	);
	return {
		verdicts: added(tallies.map(({ verdicts }) => verdicts)),
		consequences: added(tallies.map(({ consequences }) => consequences)),
		policies: Object.fromEntries([...byPolicy].map(([policy, some]) => [policy, added(some.map(([, counts]) => counts))])),
		decisionsByPolicy: added(tallies.map(({ decisionsByPolicy }) => decisionsByPolicy)),
		points: added(tallies.map(({ points }) => points)),
		excused: added(tallies.map(({ excused }) => excused)),
		delays: NOTHING.delays.map((_, n) => tallies.reduce((sum, { delays }) => sum + (delays[n] ?? 0), 0)),
	};
}

function counted(names: readonly string[]): Counts {
	return added(names.map((name) => Object.fromEntries([[name, 1]])));
}

function added(some: readonly Counts[]): Counts {
	const sums = new Map<string, number>();
	for (const [name, count] of some.flatMap(Object.entries<number>)) sums.set(name, (sums.get(name) ?? 0) + count);
	return Object.fromEntries(sums);
}

/** Seconds until the last of the actions that undid it had ended; undefined where no store tells when. */
function delayOf({ time, actions }: DecisionWithActions): number | undefined {
	const ends = actions.flatMap(({ type, state, endedAt }) =>
		state === "done" && !onlyTells(type) && endedAt !== undefined ? [endedAt] : [],
	);
	const last = ends.sort().at(-1);
	return last === undefined ? undefined : (Date.parse(last) - Date.parse(time)) / 1000;
}

function slotOf(seconds: number | undefined): number | undefined {
	if (seconds === undefined) return undefined;
	const slot = DELAY_BOUNDS.findIndex((bound) => seconds <= bound);
	return slot === -1 ? DELAY_BOUNDS.length : slot;
}
