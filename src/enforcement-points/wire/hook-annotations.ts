/** What each policy that was asked came to: one annotation each, in the words and within the bounds of CloudFormation. */
import type { Decision } from "../../admission/decide.ts";
import type { Severity } from "../../admission/policy.ts";
import { isLetThrough, shorten } from "../../admission/review.ts";
import { present } from "./json.ts";

type Status = "FAILED" | "SKIPPED" | "PASSED";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Annotation.html */
export interface Annotation {
	readonly annotationName: string;
	readonly status: Status;
	readonly statusMessage?: string;
	readonly remediationMessage?: string;
	readonly remediationLink?: string;
	readonly severityLevel?: Uppercase<Severity>;
}

const MOST_NAME = 1024;
const MOST_TEXT = 16_384;
/** The worst first. */
const STATUSES: readonly Status[] = ["FAILED", "SKIPPED", "PASSED"];
const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Of a policy, and of one of the objects that it was asked about. */
interface Outcome {
	readonly policy: string;
	readonly status: Status;
	readonly message?: string;
	readonly remediation?: string;
	readonly severity?: Severity;
}

/** The title says which object a message is about; empty where there is but one. */
export function annotationsOf(decisions: readonly Decision[], titles: readonly string[]): readonly Annotation[] {
	const outcomes = decisions.flatMap((decision, i) => outcomesOf(decision).map((outcome) => titled(outcome, titles[i] ?? "")));
	const byPolicy = Map.groupBy(outcomes, ({ policy }) => policy);
	const annotations = [...byPolicy].map(([policy, found]) => annotation(policy, found));
	return annotations.sort((a, b) => rank(a) - rank(b) || (a.annotationName < b.annotationName ? -1 : 1));
}

function rank({ status, severityLevel }: Annotation): number {
	const severity = SEVERITIES.findIndex((each) => each.toUpperCase() === severityLevel);
	return STATUSES.indexOf(status) * 10 + (severity === -1 ? SEVERITIES.length : severity);
}

/** What is of ECS, or may be, and was not judged. */
export function notJudgedAnnotation(reasons: readonly string[]): Annotation {
	return { annotationName: "taskgate/not-judged", status: "SKIPPED", statusMessage: shorten(reasons.join("; "), MOST_TEXT) };
}

function outcomesOf(decision: Decision): readonly Outcome[] {
	const { enforcements, unknowns, failures, notApplicable, asked } = decision;
	// What nobody could find out refuses where the failure policy says so, and is no more than skipped elsewhere.
	const open = !isLetThrough(decision) && decision.failurePolicy === "Fail" ? "FAILED" : "SKIPPED";
	return [
		...enforcements.map(({ policy, action, message, remediation, severity, exemption }): Outcome => {
			if (action === "exempted") return { policy, status: "SKIPPED", message: `exempted by ${exemption ?? "an exemption"}: ${message}` };
			return { policy, status: "FAILED", message: action === "deny" ? message : `${action}: ${message}`, remediation, severity };
		}),
		...failures.flatMap(({ policy, reason }): readonly Outcome[] =>
			(policy === undefined ? asked : [policy]).map((each) => ({ policy: each, status: open, message: `undecided: ${reason}` })),
		),
		...unknowns.map(({ policy, message }): Outcome => ({ policy, status: "SKIPPED", message: `not known yet: ${message}` })),
		...notApplicable.map(({ policy, reason }): Outcome => ({ policy, status: "SKIPPED", message: `not applicable: ${reason}` })),
		...asked.map((policy): Outcome => ({ policy, status: "PASSED" })),
	];
}

function titled(outcome: Outcome, title: string): Outcome {
	return title === "" || outcome.message === undefined ? outcome : { ...outcome, message: `${title}: ${outcome.message}` };
}

/** The worst that was found of it, and why; a pass only where nothing else was. */
function annotation(policy: string, outcomes: readonly Outcome[]): Annotation {
	const status = STATUSES.find((each) => outcomes.some((outcome) => outcome.status === each)) ?? "SKIPPED";
	const found = outcomes.filter((outcome) => outcome.status === status);
	const severity = SEVERITIES.find((each) => found.some((outcome) => outcome.severity === each));
	const text = (values: readonly (string | undefined)[]) => {
		const said = [...new Set(values.filter((value) => value !== undefined && value !== ""))];
		return said.length === 0 ? undefined : shorten(said.join("; "), MOST_TEXT);
	};
	return {
		annotationName: shorten(policy, MOST_NAME),
		status,
		...present({
			statusMessage: text(found.map(({ message }) => message)),
			remediationMessage: text(found.map(({ remediation }) => remediation)),
			severityLevel: severity && (severity.toUpperCase() as Uppercase<Severity>),
		}),
	};
}
