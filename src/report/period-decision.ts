/** What a period report wants to know of one decision. */
import type { Enforcement } from "../admission/decide.ts";
import { onlyTells } from "../admission/harmless.ts";
import type { DecisionWithActions } from "../store/store.ts";
import type { PeriodFilter } from "./period.ts";

/** By Region and policy; accounts are read apart. */
export function isCovered({ region, violations }: DecisionWithActions, { regions, policies }: PeriodFilter): boolean {
	const isThere = regions.length === 0 || (region !== undefined && regions.includes(region));
	return isThere && (policies.length === 0 || violations.some(({ policy }) => policies.includes(policy)));
}

export function violationsOf({ violations }: DecisionWithActions, { policies }: PeriodFilter): readonly Enforcement[] {
	return policies.length === 0 ? violations : violations.filter(({ policy }) => policies.includes(policy));
}

/** Seconds from the call to what prevented or undid it: the answer, or the end of the last action. Undefined where nothing did. */
export function delayOf({ time, decidedAt, actions }: DecisionWithActions, word: string): number | undefined {
	if (word !== "prevented" && word !== "reverted") return undefined;
	const ends = actions.flatMap(({ type, state, endedAt }) =>
		state === "done" && !onlyTells(type) && endedAt !== undefined ? [endedAt] : [],
	);
	const end = ends.sort().at(-1) ?? (word === "prevented" ? decidedAt : undefined);
	return end === undefined ? undefined : Math.max(0, (Date.parse(end) - Date.parse(time)) / 1000);
}

const NOT_DONE = ["failed", "superseded", "withheld"];

/** Why what was to follow did not; undefined where it did, or is still to come. */
export function whyNot({ letThrough, actions, failures }: DecisionWithActions, word: string): string | undefined {
	if (word === "would prevent") return letThrough;
	if (word === "undecided") return failures[0]?.reason;
	if (word !== "not prevented" && word !== "would revert" && word !== "not reverted") return undefined;
	const left = actions.filter(({ type, state }) => !onlyTells(type) && NOT_DONE.includes(state));
	const telling = word === "would revert" ? "withheld" : "failed";
	const { state, outcome } = left.findLast((each) => each.state === telling) ?? left.at(-1) ?? {};
	return outcome === undefined ? state : `${state}: ${outcome}`;
}
