/** Violations × enforcementAction × exemptions × failures → one verdict, and why. */
import {
	actionAt,
	type Constraint,
	type EnforcementAction,
	type FailurePolicy,
	policiesAsked,
	type Selection,
	type Skip,
	strictestFailurePolicy,
} from "./constraint.ts";
import { type Exemption, exemptionFor, exemptionsInForce, wholeExemption } from "./exemption.ts";
import type { Mended } from "./operation.ts";
import { type Evaluation, type Policy, SCHEMA_POLICY, type Severity, type Violation } from "./policy.ts";
import type { AdmissionRequest, UnresolvedRequest } from "./request.ts";
import { type Asked, responseAsked } from "./respond.ts";
import { hideTokens } from "./secret-text.ts";
import { isUnknownField } from "./unknown.ts";

export type Verdict = "allowed" | "denied" | "undecided";

/** One violation and what follows from it. */
export interface Enforcement extends Asked {
	readonly policy: string;
	readonly constraint: string;
	readonly severity: Severity;
	readonly action: EnforcementAction | "exempted";
	readonly message: string;
	readonly field?: string;
	readonly remediation: string;
	/** The exemption that excused it, when `action` is `exempted`. */
	readonly exemption?: string;
	/** RFC 3339, the end of that exemption; absent for what a policy's own author excused. */
	readonly exemptedUntil?: string;
	/** The policy has a patch for it, which nobody could apply here: `taskgate check --fix` can. */
	readonly mendable?: true;
}

export interface Failure {
	/** Absent when the request itself could not be resolved, so that no policy was asked. */
	readonly policy?: string;
	readonly constraint?: string;
	readonly reason: string;
	/** Worth asking again later. */
	readonly transient?: boolean;
}

/** A violation at or under a value that exists only at deploy time. */
export interface UnknownFinding {
	readonly policy: string;
	readonly field: string;
	readonly message: string;
}

export interface NotApplicable {
	readonly policy: string;
	readonly reason: string;
}

export interface Decision extends Mended {
	readonly verdict: Verdict;
	/** Settles an undecided verdict at a preventing point. */
	readonly failurePolicy: FailurePolicy;
	readonly enforcements: readonly Enforcement[];
	readonly failures: readonly Failure[];
	readonly unknowns: readonly UnknownFinding[];
	readonly notApplicable: readonly NotApplicable[];
	readonly skipped: readonly Skip[];
	/** Every policy that a constraint asks for here, each once: what found nothing is in no other list. */
	readonly asked: readonly string[];
	readonly request: AdmissionRequest | UnresolvedRequest;
	/** Why a refusal is not carried out at a preventing point: enforcement is off, or Taskgate is halted. */
	readonly letThrough?: string;
	/** Somebody else has refused it, and nothing was judged: who, and what to do instead. */
	readonly refusedBy?: string;
	/** Nothing is settled or recorded yet: whoever asked may ask again later. */
	readonly notYet?: true;
	readonly uid: string;
	/** The revision of the policy bundle that judged. */
	readonly revision: string;
	/** sha256 over the constraints and exemptions in force. */
	readonly constraintsDigest: string;
	/** RFC 3339. */
	readonly decidedAt: string;
	readonly durationMs: number;
}

/** When, by what and how long: what a decision says of itself. */
export type Provenance = Pick<Decision, "uid" | "revision" | "constraintsDigest" | "decidedAt" | "durationMs">;

export interface Findings {
	readonly selection: Selection;
	readonly evaluations: readonly Evaluation[];
	/** Of `manifest/schema`, the one verdict that does not come from Rego. */
	readonly shape: readonly Violation[];
	readonly exemptions: readonly Exemption[];
	readonly policies: ReadonlyMap<string, Policy>;
	/** The answer is final: what is not known, and could have been denied, is a failure and no mere unknown. */
	readonly final?: boolean;
}

export function decide(request: AdmissionRequest, findings: Findings, provenance: Provenance): Decision {
	const { selection, policies } = findings;
	const point = request.enforcementPoint;
	const inForce = exemptionsInForce(findings.exemptions, request, provenance.decidedAt);
	const constraints = new Map(selection.selected.map((constraint) => [constraint.name, constraint]));
	const enforcements = findings.shape.map((violation) => enforcement(SCHEMA_POLICY, SCHEMA_POLICY.id, "deny", violation));
	const failures: Failure[] = [];
	const failed: Constraint[] = [];
	const unknowns: UnknownFinding[] = [];
	const notApplicable: NotApplicable[] = [];
	const doubts = new Map<string, string>();

	for (const evaluation of [...findings.evaluations, ...unanswered(selection.selected, findings.evaluations)]) {
		const constraint = constraints.get(evaluation.constraint) as Constraint;
		if (evaluation.outcome === "failed") {
			failures.push({ policy: evaluation.policy, constraint: constraint.name, reason: evaluation.reason });
			if (wholeExemption(inForce, evaluation.policy) === undefined) failed.push(constraint);
			continue;
		}
		const policy = policies.get(evaluation.policy) as Policy;
		for (const reason of evaluation.notApplicable) notApplicable.push({ policy: policy.id, reason });
		for (const violation of evaluation.violations) {
			if (violation.field !== undefined && isUnknownField(request, violation.field)) {
				unknowns.push({ policy: policy.id, field: violation.field, message: hideTokens(violation.msg) });
				doubts.set(constraint.name, hideTokens(violation.msg));
				continue;
			}
			const excuse = excuseFor(violation, inForce, policy.id, request);
			enforcements.push(
				excuse === undefined
					? enforcement(policy, constraint.name, actionAt(constraint, point), violation)
					: { ...enforcement(policy, constraint.name, "exempted", violation), ...excuse },
			);
		}
	}

	const open =
		findings.final === true
			? selection.selected.filter((constraint) => doubts.has(constraint.name) && isOpen(constraint, inForce, point))
			: [];
	failures.push(...open.map(({ name, policy }) => ({ policy, constraint: name, reason: doubts.get(name) as string })));
	failed.push(...open);
	const couldHaveDenied = failed.some((constraint) => actionAt(constraint, point) === "deny");
	return {
		verdict: verdictOf(enforcements, couldHaveDenied),
		failurePolicy: strictestFailurePolicy(failed, point),
		enforcements,
		failures,
		unknowns,
		notApplicable,
		skipped: selection.skipped,
		asked: policiesAsked(selection),
		request,
		...provenance,
	};
}

/** By the policy's own author, or else by the first exemption that covers it. */
function excuseFor(
	violation: Violation,
	inForce: readonly Exemption[],
	policy: string,
	request: AdmissionRequest,
): Pick<Enforcement, "exemption" | "exemptedUntil"> | undefined {
	if (violation.exemption !== undefined) return { exemption: violation.exemption };
	const exemption = exemptionFor(inForce, policy, violation, request);
	return exemption && { exemption: exemption.name, exemptedUntil: exemption.expiresAt };
}

function isOpen(constraint: Constraint, inForce: readonly Exemption[], point: string): boolean {
	return actionAt(constraint, point) === "deny" && wholeExemption(inForce, constraint.policy) === undefined;
}

/** A constraint that nobody answered for is no pass. */
function unanswered(selected: readonly Constraint[], evaluations: readonly Evaluation[]): readonly Evaluation[] {
	const answered = new Set(evaluations.map(({ constraint }) => constraint));
	const silent = selected.filter(({ name }) => !answered.has(name));
	return silent.map(({ name, policy }) => ({ outcome: "failed", constraint: name, policy, reason: "it was not evaluated" }));
}

function verdictOf(enforcements: readonly Enforcement[], couldHaveDenied: boolean): Verdict {
	if (enforcements.some(({ action }) => action === "deny")) return "denied";
	return couldHaveDenied ? "undecided" : "allowed";
}

function enforcement(policy: Policy, constraint: string, action: Enforcement["action"], violation: Violation): Enforcement {
	return {
		policy: policy.id,
		constraint,
		severity: policy.severity,
		action,
		message: hideTokens(violation.msg),
		...(violation.field === undefined ? {} : { field: violation.field }),
		remediation: policy.remediation,
		...responseAsked(violation.details),
	};
}
