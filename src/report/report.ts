/** What `check`, `replay` and `audit` tell of their decisions. A format is one pure function of this. */
import type { Enforcement, Failure, NotApplicable, UnknownFinding, Verdict } from "../admission/decide.ts";
import type { Exemption } from "../admission/exemption.ts";
import type { Patch } from "../admission/operation.ts";
import type { Policy } from "../admission/policy.ts";
import type { JsonObject, Kind } from "../admission/request.ts";
import type { Finding } from "../store/finding-history.ts";

export interface Report {
	/** In the order of the files, or of the walk. */
	readonly decisions: readonly ReportedDecision[];
	/** Files and documents that hold nothing to judge. */
	readonly skipped: number;
	/** In force, for whoever wants to know which one excused what. */
	readonly exemptions: readonly Exemption[];
	/** What was asked, as it describes itself: the policies that the constraints in force name, and `manifest/schema`. */
	readonly policies: readonly Policy[];
	/** Absolute; the folder that relative sources start from. */
	readonly root?: string;
	/** A URL that a policy's id is put behind, and `.md`, to give the address of its page. */
	readonly policyPages?: string | undefined;
	/** Every policy there is, asked or not; absent where only those that were asked are at hand. */
	readonly catalogue?: readonly Policy[];
	/** The revision of the policy bundle that judged. */
	readonly revision?: string;
	/** RFC 3339: when it was judged; of an audit `audit.finishedAt` says it. */
	readonly at?: string;
	/** Of an audit: what was walked, and what could not be. */
	readonly audit?: Audited;
}

/** What an audit walked. */
export interface Audited {
	readonly accounts: readonly string[];
	readonly regions: readonly string[];
	/** RFC 3339. */
	readonly startedAt: string;
	readonly finishedAt: string;
	/** Objects judged anew, and those whose remembered verdict still held. */
	readonly evaluated: number;
	readonly remembered: number;
	/** Objects that no event had told of. */
	readonly missed: number;
	/** What could not be read; each stands among the decisions too, as undecided. */
	readonly unread: number;
	/** Open findings at the end of each day, oldest first, up to the audit's own day. */
	readonly trend: readonly { readonly day: string; readonly open: number; readonly exempted: number }[];
	/** Exemptions that end within 14 days. */
	readonly expiring: readonly Exemption[];
}

export interface ReportedDecision {
	/** A path, or an ARN. */
	readonly source: string;
	/** Where the object begins in the source; absent for an ARN. */
	readonly line?: number;
	/** `File` for a file that could not be read: it is undecided, whatever it holds. */
	readonly kind: Kind | "File";
	readonly name: string;
	readonly verdict: Verdict;
	/** Denials first, then by severity and policy. */
	readonly violations: readonly ReportedViolation[];
	readonly failures: readonly Failure[];
	readonly unknown: readonly ReportedUnknown[];
	readonly notApplicable: readonly NotApplicable[];
	readonly explanation: Explanation;
	/** Where it is, as far as that is known. */
	readonly account?: string;
	readonly region?: string;
	readonly cluster?: string;
	/** Masked. */
	readonly object?: JsonObject;
	/** What was patched, and the object before that; absent where nothing was. Masked. */
	readonly patches?: readonly Patch[];
	readonly before?: JsonObject;
	/** Every policy that a constraint asked about it: what is asked and found nothing has passed. Absent where that is not known. */
	readonly asked?: readonly string[];
}

export interface ReportedViolation extends Enforcement {
	/** Of the field, or of its nearest parent that stands in the source. */
	readonly line?: number;
	/** Its history, where it is followed over time. */
	readonly finding?: ViolationHistory;
}

/** A violation followed over time, as the store has it. */
export type ViolationHistory = Pick<Finding, "id" | "firstSeen" | "lastSeen" | "reopened" | "introducedBy">;

export interface ReportedUnknown extends UnknownFinding {
	/** Why the value is not known, such as `Ref Image`. */
	readonly reason: string;
	/** Of the field, or of its nearest parent that stands in the source. */
	readonly line?: number;
}

/** For `--explain`. */
export interface Explanation {
	/** Each constraint that did not apply, and why. */
	readonly skipped: readonly { readonly constraint: string; readonly policy: string; readonly reason: string }[];
	/** What the object refers to, and what became of looking it up. */
	readonly lookedUp: readonly string[];
}

export interface Summary {
	readonly allowed: number;
	readonly denied: number;
	readonly undecided: number;
	/** Values that policies asked for and that exist only at deploy time. */
	readonly unknown: number;
	readonly skipped: number;
}

export interface Style {
	readonly color: boolean;
	/** Columns. */
	readonly width: number;
	readonly explain: boolean;
	/** The id of the one standard that the compliance view shows; all of them unless told. */
	readonly standard?: string;
}

/** The whole report as text, the last line ended. @throws {Untellable} when the format has no way to say it. */
export type Format = (report: Report, style: Style) => string;

export function summaryOf({ decisions, skipped }: Pick<Report, "decisions" | "skipped">): Summary {
	const count = (verdict: Verdict) => decisions.filter((decision) => decision.verdict === verdict).length;
	const unknown = decisions.reduce((sum, decision) => sum + decision.unknown.length, 0);
	return { allowed: count("allowed"), denied: count("denied"), undecided: count("undecided"), unknown, skipped };
}

/** The report lacks what the format cannot do without; the message says what, and what to do. */
export class Untellable extends Error {
	override readonly name = "Untellable";
}

/** RFC 3339. @throws {Untellable} */
export function timeOf({ at, audit }: Pick<Report, "at" | "audit">): string {
	const time = at ?? audit?.finishedAt;
	if (time === undefined) throw new Untellable("the report does not say when it was judged");
	return time;
}

/** What came of it all: one object that could not be judged outweighs every denial, as exit code 2 does. */
export function overallVerdict(report: Report): Verdict {
	const { denied, undecided } = summaryOf(report);
	if (undecided > 0) return "undecided";
	return denied > 0 ? "denied" : "allowed";
}

/** The address of a policy's page; undefined when nobody said where the pages stand. */
export function pageOf(policy: string, { policyPages }: Pick<Report, "policyPages">): string | undefined {
	return policyPages === undefined ? undefined : `${policyPages}${encodeURI(policy)}.md`;
}

/** In the order of their sources. */
export function bySource(decisions: readonly ReportedDecision[]): ReadonlyMap<string, readonly ReportedDecision[]> {
	return Map.groupBy(decisions, ({ source }) => source);
}
