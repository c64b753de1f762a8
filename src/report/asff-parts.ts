/** The parts of an ASFF finding that have tables of their own: what it is about, and how it complies. */
import type { Policy } from "../admission/policy.ts";
import { type Judgement, shortened } from "./judgement.ts";
import type { Outcome, OutcomeWord } from "./outcome.ts";
import type { ReportedDecision } from "./report.ts";
import { plain } from "./text.ts";

/** The kinds that ASFF has a name for; any other is `Other`. */
const TYPES: Readonly<Partial<Record<ReportedDecision["kind"], string>>> = {
	TaskDefinition: "AwsEcsTaskDefinition",
	Task: "AwsEcsTask",
	Service: "AwsEcsService",
	Cluster: "AwsEcsCluster",
};

export function resourceIn({ decision }: Judgement, region: string, partition: string): object {
	const { kind, name, source, cluster, line } = decision;
	const details = { Kind: kind, Name: name, Cluster: cluster ?? "", Line: line === undefined ? "" : String(line) };
	const other = Object.entries(details).map(([key, value]) => [key, shortened(plain(value), 1024)] as const);
	return {
		Type: TYPES[kind] ?? "Other",
		Id: shortened(plain(source), 512),
		Partition: partition,
		Region: region,
		Details: { Other: Object.fromEntries(other.filter(([, value]) => value.trim() !== "")) },
	};
}

/** WARNING is Security Hub's word for missing information, NOT_AVAILABLE for a check that could not be made; neither is a pass. */
const STATUS: Readonly<Record<OutcomeWord, string>> = {
	failed: "FAILED",
	exempted: "FAILED",
	passed: "PASSED",
	unknown: "WARNING",
	undecided: "NOT_AVAILABLE",
	notApplicable: "NOT_AVAILABLE",
};

const REASONS: Readonly<Partial<Record<OutcomeWord, string>>> = {
	exempted: "TASKGATE_EXEMPTED",
	unknown: "TASKGATE_UNKNOWN_BEFORE_DEPLOYMENT",
	undecided: "TASKGATE_COULD_NOT_BE_JUDGED",
	notApplicable: "TASKGATE_NOT_APPLICABLE",
};

const MOST_REQUIREMENTS = 32;

export function complianceIn({ word, violations }: Outcome, policy: Policy | undefined, messages: readonly string[]): object {
	const references = policy?.references ?? [];
	const control = references.find((reference) => reference.startsWith("securityhub/"));
	const code = REASONS[word];
	const why = word === "exempted" ? `excused by ${plain(violations[0]?.exemption ?? "")}: ${messages.join("; ")}` : messages.join("; ");
	return {
		Status: STATUS[word],
		...(references.length === 0 ? {} : { RelatedRequirements: references.slice(0, MOST_REQUIREMENTS) }),
		...(control === undefined ? {} : { SecurityControlId: control.slice("securityhub/".length) }),
		...(code === undefined ? {} : { StatusReasons: [{ ReasonCode: code, Description: shortened(why || code, 1024) }] }),
	};
}
