/** What each policy came to for an object: one word, for the formats and tables that count by object and policy. */
import { SCHEMA_POLICY } from "../admission/policy.ts";
import type { ReportedDecision, ReportedViolation } from "./report.ts";

/**
 * The first that is true: a violation that nothing excuses (whatever follows from it), not judged, not known, excused, not applicable;
 * passed only if the policy was asked and had nothing to say.
 */
export type OutcomeWord = "failed" | "undecided" | "unknown" | "exempted" | "notApplicable" | "passed";

/** The worst first. */
export const OUTCOME_WORDS: readonly OutcomeWord[] = ["failed", "undecided", "unknown", "exempted", "notApplicable", "passed"];

export interface Outcome {
	/** Absent when no policy could be asked. */
	readonly policy?: string;
	readonly word: OutcomeWord;
	/** In the decision's order: denials first. */
	readonly violations: readonly ReportedViolation[];
	/** Why it was not judged, not known or not applicable. */
	readonly reasons: readonly string[];
}

/** By policy, sorted; what keeps every policy from being asked comes first. */
export function outcomesOf(decision: ReportedDecision): readonly Outcome[] {
	const { violations, failures, unknown, notApplicable, asked = [] } = decision;
	const named = [...violations, ...failures, ...unknown, ...notApplicable].flatMap(({ policy }) => policy ?? []);
	const unasked = failures.filter(({ policy }) => policy === undefined).map(({ reason }) => reason);
	const silent = new Set(isJudgeable(decision) ? asked : []);
	const policies = [...new Set([...named, ...silent])].sort();
	const whole: Outcome[] = unasked.length === 0 ? [] : [{ word: "undecided", violations: [], reasons: unasked }];
	return [...whole, ...policies.map((policy) => outcomeOf(policy, decision))];
}

/** No policy has passed an object that could not be looked up, or whose shape it could not read. */
function isJudgeable({ failures, violations }: ReportedDecision): boolean {
	return failures.every(({ policy }) => policy !== undefined) && violations.every(({ policy }) => policy !== SCHEMA_POLICY.id);
}

function outcomeOf(policy: string, decision: ReportedDecision): Outcome {
	const violations = decision.violations.filter((violation) => violation.policy === policy);
	const reasonsIn = (list: readonly { policy?: string; reason: string }[]) =>
		list.filter((one) => one.policy === policy).map(({ reason }) => reason);
	const open = violations.filter(({ action }) => action !== "exempted");
	const [failures, unknown, notApplicable] = [decision.failures, decision.unknown, decision.notApplicable].map(reasonsIn) as [
		string[],
		string[],
		string[],
	];
	const word = OUTCOME_WORDS[[open, failures, unknown, violations, notApplicable].findIndex(({ length }) => length > 0)] ?? "passed";
	return { policy, word, violations, reasons: [...new Set([...failures, ...unknown, ...notApplicable])] };
}
