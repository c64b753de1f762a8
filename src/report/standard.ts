/** Compliance by standard: each control with the policies that make it, and how many objects pass it. */
import { type Policy, SCHEMA_POLICY } from "../admission/policy.ts";
import { OUTCOME_WORDS, type OutcomeWord, outcomesOf } from "./outcome.ts";
import type { Report, ReportedDecision } from "./report.ts";
import { STANDARDS, type Standard } from "./standard-list.ts";

export interface Compliance {
	readonly standard: Standard;
	/** As people count: ECS.2 before ECS.10. */
	readonly controls: readonly ControlResult[];
}

/** Objects, each counted once: by the worst that a policy of the control came to. */
export interface ControlResult {
	readonly control: string;
	/** Ids of the policies that make it. */
	readonly policies: readonly string[];
	readonly passed: number;
	readonly failed: number;
	readonly exempted: number;
	/** Not known, or not judged. */
	readonly unknown: number;
	readonly notApplicable: number;
	/** Of a kind that a policy judges, and no constraint asked it. */
	readonly notAsked: number;
}

type Counted = "passed" | "failed" | "exempted" | "unknown" | "notApplicable" | "notAsked";

/** Standards of which no policy makes anything are left out; `only` names a single one. */
export function complianceOf(report: Pick<Report, "decisions" | "policies" | "catalogue">, only?: string): readonly Compliance[] {
	const policies = report.catalogue ?? report.policies;
	const objects = report.decisions.map((decision) => ({ kind: decision.kind, words: wordsOf(decision) }));
	return STANDARDS.filter(({ id }) => only === undefined || id === only)
		.map((standard) => ({ standard, controls: controlsOf(standard, policies).map(([control, by]) => resultOf(control, by, objects)) }))
		.filter(({ controls }) => controls.length > 0);
}

interface Judged {
	readonly kind: ReportedDecision["kind"];
	/** By policy; `undefined` for all of them when none could be asked. */
	readonly words: ReadonlyMap<string | undefined, OutcomeWord>;
}

function wordsOf(decision: ReportedDecision): Judged["words"] {
	return new Map(outcomesOf(decision).map(({ policy, word }) => [policy, word]));
}

function controlsOf(standard: Standard, policies: readonly Policy[]): readonly (readonly [string, readonly Policy[]])[] {
	const pairs = policies.flatMap((policy) => standard.controlsOf(policy).map((control) => ({ control, policy })));
	return [...Map.groupBy(pairs, ({ control }) => control)]
		.map(([control, of]) => [control, of.map(({ policy }) => policy)] as const)
		.sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
}

function resultOf(control: string, by: readonly Policy[], objects: readonly Judged[]): ControlResult {
	const counts = { passed: 0, failed: 0, exempted: 0, unknown: 0, notApplicable: 0, notAsked: 0 };
	for (const object of objects) {
		const word = countedAs(by, object);
		if (word !== undefined) counts[word] += 1;
	}
	return { control, policies: by.map(({ id }) => id), ...counts };
}

/**
 * Undefined for an object that is none of the control's business. What could be of any kind (a file that nobody can read) is counted nowhere.
 * It takes all of the control's policies to pass.
 */
function countedAs(by: readonly Policy[], { kind, words }: Judged): Counted | undefined {
	const found = by.flatMap(({ id }) => words.get(id) ?? []);
	const worst = OUTCOME_WORDS.find((word) => found.includes(word));
	const judging = by.filter(({ kinds }) => kind !== "File" && kinds.includes(kind));
	if (worst === "undecided") return "unknown";
	if (worst === "passed") return judging.every(({ id }) => words.has(id)) ? "passed" : "notAsked";
	if (worst !== undefined || judging.length === 0) return worst;
	return words.has(undefined) || words.get(SCHEMA_POLICY.id) === "failed" ? "unknown" : "notAsked";
}
