/** The two rules that a policy is asked by: what is wrong, and what would mend it. */
import type { Evaluation, Patching } from "../admission/policy.ts";

export const RULES = ["violation", "patch"] as const;
export type Rule = (typeof RULES)[number];

export interface Answers {
	readonly violation: Evaluation;
	readonly patch: Patching;
}

/** Policy id → name of its entrypoint in the module. */
export type Entrypoints = Readonly<Record<Rule, ReadonlyMap<string, string>>>;
