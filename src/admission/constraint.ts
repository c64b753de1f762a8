/** Which policy applies to which requests, how strictly, and why a constraint does not cover a request. */
import type { Policy } from "./policy.ts";
import type { AdmissionRequest, Json, JsonObject } from "./request.ts";
import { isUnknown } from "./unknown.ts";

export const ENFORCEMENT_ACTIONS = ["deny", "warn", "dryrun"] as const;
export type EnforcementAction = (typeof ENFORCEMENT_ACTIONS)[number];
export type FailurePolicy = "Fail" | "Ignore";

/** A list of patterns with `*`, or what to include and what to exclude. */
export type Selector = readonly string[] | { readonly include?: readonly string[]; readonly exclude?: readonly string[] };

export const SELECTORS = ["accounts", "regions", "clusters", "names", "launchTypes", "principals", "tags", "enforcementPoints"] as const;
/** Absent = all. A tag pattern is `key` or `key=value`. */
export type Match = { readonly [selector in (typeof SELECTORS)[number]]?: Selector };

export interface Constraint {
	readonly name: string;
	readonly policy: string;
	readonly enforcementAction: EnforcementAction;
	/** Per enforcement point, instead of `enforcementAction`. */
	readonly scopedActions: Readonly<Record<string, EnforcementAction>>;
	readonly failurePolicy: FailurePolicy;
	readonly match: Match;
	readonly parameters: JsonObject;
}

export interface Selection {
	readonly selected: readonly Constraint[];
	readonly skipped: readonly Skip[];
}

export interface Skip {
	readonly constraint: string;
	readonly policy: string;
	readonly reason: string;
}

/** The action a constraint asks for at this point. */
export function actionAt(constraint: Constraint, enforcementPoint: string): EnforcementAction {
	return constraint.scopedActions[enforcementPoint] ?? constraint.enforcementAction;
}
