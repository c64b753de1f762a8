/** Violations × enforcementAction × exemptions × failures → one verdict, and why. */
import type { EnforcementAction, FailurePolicy, Skip } from "./constraint.ts";
import type { Severity } from "./policy.ts";
import type { AdmissionRequest, UnresolvedRequest } from "./request.ts";

export type Verdict = "allowed" | "denied" | "undecided";

/** One violation and what follows from it. */
export interface Enforcement {
	readonly policy: string;
	readonly constraint: string;
	readonly severity: Severity;
	readonly action: EnforcementAction | "exempted";
	readonly message: string;
	readonly field?: string;
	readonly remediation: string;
	/** The exemption that excused it, when `action` is `exempted`. */
	readonly exemption?: string;
}

export interface Failure {
	/** Absent when the request itself could not be resolved, so that no policy was asked. */
	readonly policy?: string;
	readonly constraint?: string;
	readonly reason: string;
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

export interface Decision {
	readonly verdict: Verdict;
	/** For an undecided verdict at a preventing point: the strictest of the constraints that could have denied. */
	readonly failurePolicy: FailurePolicy;
	readonly enforcements: readonly Enforcement[];
	readonly failures: readonly Failure[];
	readonly unknowns: readonly UnknownFinding[];
	readonly notApplicable: readonly NotApplicable[];
	readonly skipped: readonly Skip[];
	/** Absent when it could not be resolved. */
	readonly request: AdmissionRequest | UnresolvedRequest;
	readonly uid: string;
	/** The revision of the policy bundle that judged. */
	readonly revision: string;
	/** sha256 over the constraints and exemptions in force. */
	readonly constraintsDigest: string;
	/** RFC 3339. */
	readonly decidedAt: string;
	readonly durationMs: number;
}
