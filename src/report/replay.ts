/** What would change: the same requests by what is in force and by what is tried. Pure. */
import type { Verdict } from "../admission/decide.ts";
import type { ReportedDecision } from "./report.ts";

export const CHANGES = ["newlyDenied", "newlyUndecided", "newlyAllowed", "otherFindings", "same"] as const;
export type Change = (typeof CHANGES)[number];

export interface ReplayedDecision {
	readonly before: ReportedDecision;
	readonly after: ReportedDecision;
	readonly change: Change;
}

/** In how many objects a policy denies and warns. */
export interface PolicyCount {
	readonly deny: number;
	readonly warn: number;
}

export interface PolicyChange {
	readonly policy: string;
	readonly before: PolicyCount;
	readonly after: PolicyCount;
}

export interface Replay {
	readonly decisions: readonly ReplayedDecision[];
	/** Those whose counts differ, by id. */
	readonly policies: readonly PolicyChange[];
	/** Events that ask for nothing. */
	readonly skipped: number;
	/** Events about a happening that another event told of before. */
	readonly repeated: number;
	/** What is in force and what is tried, as a person calls them. */
	readonly names: { readonly before: string; readonly after: string };
}

/** `before` and `after` are decisions on the same requests in the same order. */
export function replayOf(
	before: readonly ReportedDecision[],
	after: readonly ReportedDecision[],
	given: Pick<Replay, "skipped" | "repeated" | "names">,
): Replay {
	const decisions = before.flatMap((was, i) => {
		const is = after[i];
		return is === undefined ? [] : [{ before: was, after: is, change: changeOf(was, is) }];
	});
	return { ...given, decisions, policies: policyChanges(before, after) };
}

export function countOf({ decisions }: Replay, change: Change): number {
	return decisions.filter((decision) => decision.change === change).length;
}

/** 0 nothing would be newly denied · 1 something would be · 2 something could not be judged. */
export function replayExitCode(replay: Replay): 0 | 1 | 2 {
	if (replay.decisions.some(({ after }) => after.verdict === "undecided")) return 2;
	return countOf(replay, "newlyDenied") > 0 ? 1 : 0;
}

const NEWLY: Readonly<Record<Verdict, Change>> = { denied: "newlyDenied", undecided: "newlyUndecided", allowed: "newlyAllowed" };

function changeOf(before: ReportedDecision, after: ReportedDecision): Change {
	if (before.verdict !== after.verdict) return NEWLY[after.verdict];
	return findingsOf(before) === findingsOf(after) ? "same" : "otherFindings";
}

/** By policy, action, field and message: not by constraint, whose name is no difference to anybody. */
function findingsOf({ violations, unknown, failures }: ReportedDecision): string {
	const found = [
		...violations.map(({ policy, action, field, message }) => [policy, action, field, message]),
		...unknown.map(({ policy, field }) => [policy, "unknown", field]),
		...failures.map(({ policy, reason }) => [policy, "failed", reason]),
	];
	return JSON.stringify([...new Set(found.map((each) => JSON.stringify(each)))].sort());
}

function policyChanges(before: readonly ReportedDecision[], after: readonly ReportedDecision[]): readonly PolicyChange[] {
	const all = [...before, ...after].flatMap(({ violations }) => violations.map(({ policy }) => policy));
	return [...new Set(all)]
		.sort()
		.map((policy) => ({ policy, before: policyCount(policy, before), after: policyCount(policy, after) }))
		.filter((change) => change.before.deny !== change.after.deny || change.before.warn !== change.after.warn);
}

function policyCount(policy: string, decisions: readonly ReportedDecision[]): PolicyCount {
	const having = (action: string) =>
		decisions.filter(({ violations }) => violations.some((violation) => violation.policy === policy && violation.action === action)).length;
	return { deny: having("deny"), warn: having("warn") };
}
