/** Which policy applies to which requests, how strictly, and why a constraint does not cover a request. */
import { coverage, type Match } from "./match.ts";
import type { Policy } from "./policy.ts";
import type { AdmissionRequest, JsonObject, UnresolvedRequest } from "./request.ts";

export const ENFORCEMENT_ACTIONS = ["deny", "warn", "dryrun"] as const;
export type EnforcementAction = (typeof ENFORCEMENT_ACTIONS)[number];
export const FAILURE_POLICIES = ["Fail", "Ignore"] as const;
export type FailurePolicy = (typeof FAILURE_POLICIES)[number];

export interface Constraint {
	readonly name: string;
	readonly policy: string;
	readonly enforcementAction: EnforcementAction;
	/** Per enforcement point, instead of `enforcementAction`. */
	readonly scopedActions: Readonly<Record<string, EnforcementAction>>;
	readonly failurePolicy: FailurePolicy;
	readonly match: Match;
	readonly parameters: JsonObject;
	/** Where a point can take it, what the policy would patch is patched before anything is judged. Absent: no. */
	readonly mutate?: boolean;
}

export interface Skip {
	readonly constraint: string;
	readonly policy: string;
	readonly reason: string;
}

export interface Selection {
	readonly selected: readonly Constraint[];
	readonly skipped: readonly Skip[];
}

/** The action a constraint asks for at this point. */
export function actionAt(constraint: Constraint, enforcementPoint: string): EnforcementAction {
	return Object.hasOwn(constraint.scopedActions, enforcementPoint)
		? (constraint.scopedActions[enforcementPoint] as EnforcementAction)
		: constraint.enforcementAction;
}

/**
 * The constraints that cover the request, and for every other one the reason. What cannot be told covers:
 * a request never escapes because something about it is not known. A policy the bundle lacks is selected too, and fails there.
 */
export function selectConstraints(
	constraints: readonly Constraint[],
	policies: ReadonlyMap<string, Policy>,
	request: AdmissionRequest | UnresolvedRequest,
): Selection {
	const selected: Constraint[] = [];
	const skipped: Skip[] = [];
	for (const constraint of constraints) {
		const policy = policies.get(constraint.policy);
		const reason = skipReason(constraint, policy, request);
		if (reason === undefined) selected.push(policy?.advisory === true ? advisory(constraint) : constraint);
		else skipped.push({ constraint: constraint.name, policy: constraint.policy, reason });
	}
	return { selected, skipped };
}

/** What covers a request as it came, or as it is patched: a patch takes nothing out of a constraint's reach, nor past one. */
export function either(came: Selection, patched: Selection): Selection {
	const before = new Set(came.selected.map(({ name }) => name));
	const added = patched.selected.filter(({ name }) => !before.has(name));
	const names = new Set(added.map(({ name }) => name));
	return { selected: [...came.selected, ...added], skipped: came.skipped.filter(({ constraint }) => !names.has(constraint)) };
}

/** What a constraint asks of a policy that warns at most. */
function advisory(constraint: Constraint): Constraint {
	const atMost = (action: EnforcementAction): EnforcementAction => (action === "deny" ? "warn" : action);
	return {
		...constraint,
		enforcementAction: atMost(constraint.enforcementAction),
		scopedActions: Object.fromEntries(Object.entries(constraint.scopedActions).map(([point, action]) => [point, atMost(action)])),
	};
}

/** Begins the reason of a constraint whose policy judges other kinds. */
export const OTHER_KIND = "kind:";

function skipReason(constraint: Constraint, policy: Policy | undefined, request: AdmissionRequest | UnresolvedRequest): string | undefined {
	if (policy !== undefined && !policy.kinds.includes(request.kind)) {
		return `${OTHER_KIND} the policy judges ${policy.kinds.join(", ")}, not ${request.kind}`;
	}
	const { answer, reason } = coverage(constraint.match, request);
	return answer === "no" ? reason : undefined;
}

/** The strictest failure policy of the constraints that could have denied; nothing that could deny, nothing to fail for. */
export function strictestFailurePolicy(constraints: readonly Constraint[], enforcementPoint: string): FailurePolicy {
	const couldDeny = constraints.filter((constraint) => actionAt(constraint, enforcementPoint) === "deny");
	return couldDeny.some((constraint) => constraint.failurePolicy === "Fail") ? "Fail" : "Ignore";
}

/** Every policy that a constraint asks for, each once. */
export function policiesAsked({ selected }: Selection): readonly string[] {
	return [...new Set(selected.map(({ policy }) => policy))];
}
