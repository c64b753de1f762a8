/** ASFF, as Security Hub's BatchImportFindings takes it, one finding for each object and policy; the caller sends them in hundreds. */
import type { Severity } from "../admission/policy.ts";
import { complianceIn, resourceIn } from "./asff-parts.ts";
import { jsonList } from "./json-list.ts";
import { type Judgement, judgementsOf, NOT_JUDGED, shortened } from "./judgement.ts";
import type { OutcomeWord } from "./outcome.ts";
import type { Place } from "./place.ts";
import { type Format, pageOf, type Report, timeOf, Untellable } from "./report.ts";
import { plain } from "./text.ts";

export const asffReport: Format = (report) => [...asffPieces(report)].join("");

/** The same, finding by finding. @throws {Untellable} before the first for an object whose account or Region nobody knows: Security Hub takes no finding without them. */
export function asffPieces(report: Report): Iterable<string> {
	const judgements = judgementsOf(report).map((judgement) => ({ judgement, place: placed(judgement) }));
	return jsonList(judgements, ({ judgement, place }) => findingOf(judgement, place, report), { member: "Findings" });
}

const SCHEMA_VERSION = "2018-10-08";
const LABELS: Readonly<Record<Severity, string>> = { critical: "CRITICAL", high: "HIGH", medium: "MEDIUM", low: "LOW" };

/** Security Hub takes it for a new finding alone; afterwards it is whoever works on the finding who sets it. */
const WORKFLOW: Readonly<Partial<Record<OutcomeWord, string>>> = {
	exempted: "SUPPRESSED",
	notApplicable: "SUPPRESSED",
	passed: "RESOLVED",
};

function placed({ decision, place: { account, region, partition } }: Judgement): Required<Place> {
	if (account !== undefined && region !== undefined && partition !== undefined) return { account, region, partition };
	throw new Untellable(`${plain(decision.source)} does not say its account and Region; give --account and --region`);
}

function findingOf(judgement: Judgement, { account, region, partition }: Required<Place>, report: Report): object {
	const { id, decision, outcome, policy, severity, title, firstSeen, lastSeen } = judgement;
	const now = instant(timeOf(report));
	const object = `${decision.kind} ${plain(decision.name) || "(without a name)"}`;
	return {
		SchemaVersion: SCHEMA_VERSION,
		Id: `taskgate/${account}/${region}/${id}`,
		ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
		GeneratorId: shortened(`taskgate/${outcome.policy ?? NOT_JUDGED}`, 512),
		AwsAccountId: account,
		Types: ["Software and Configuration Checks/AWS Security Best Practices"],
		...(firstSeen === undefined ? {} : { FirstObservedAt: instant(firstSeen) }),
		LastObservedAt: now,
		CreatedAt: instant(firstSeen ?? timeOf(report)),
		UpdatedAt: now,
		Severity: { Label: outcome.word === "passed" ? "INFORMATIONAL" : LABELS[severity], Original: severity },
		Title: shortened(title, 256),
		Description: shortened(descriptionOf(judgement, object), 1024),
		...remediation(judgement, pageOf(outcome.policy ?? "", outcome.policy === undefined ? {} : report)),
		ProductFields: productFields(judgement, report, lastSeen),
		Resources: [resourceIn(judgement, region, partition)],
		Compliance: complianceIn(outcome, policy, judgement.messages),
		Workflow: { Status: WORKFLOW[outcome.word] ?? "NEW" },
		RecordState: outcome.word === "notApplicable" ? "ARCHIVED" : "ACTIVE",
	};
}

/** With milliseconds and in UTC, as Security Hub wants an instant. */
function instant(time: string): string {
	return new Date(time).toISOString();
}

function descriptionOf({ messages, policy }: Judgement, object: string): string {
	return `${object}: ${messages.join("; ") || policy?.title || "nothing was found"}`;
}

function remediation({ outcome, policy }: Judgement, page: string | undefined): object {
	const text = plain(outcome.violations[0]?.remediation || policy?.remediation || "");
	if (text === "") return {};
	return { Remediation: { Recommendation: { Text: shortened(text, 512), ...(page === undefined ? {} : { Url: page }) } } };
}

/** What ASFF has no member for. At most 50, each of 2048 characters at most, none empty. */
function productFields({ outcome, decision, histories, exemption }: Judgement, { revision }: Report, lastSeen: string | undefined) {
	const { violations } = outcome;
	const [first] = violations;
	const fields: Readonly<Record<string, string | undefined>> = {
		"taskgate/Policy": outcome.policy,
		"taskgate/Outcome": outcome.word,
		"taskgate/Verdict": decision.verdict,
		"taskgate/Source": decision.source,
		"taskgate/Constraint": first?.constraint,
		"taskgate/Action": first?.action,
		"taskgate/Fields": violations.flatMap(({ field }) => field ?? []).join(" "),
		"taskgate/Violations": violations.length === 0 ? undefined : String(violations.length),
		"taskgate/IntroducedBy": [...new Set(histories.map(({ introducedBy }) => introducedBy))].join(" "),
		"taskgate/LastSeen": lastSeen,
		"taskgate/Exemption": exemption?.name,
		"taskgate/ExemptionReason": exemption?.reason,
		"taskgate/ExemptionApprovedBy": exemption?.approvedBy,
		"taskgate/ExemptionUntil": exemption?.expiresAt,
		"taskgate/BundleRevision": revision,
	};
	const told = Object.entries(fields).map(([name, value]) => [name, shortened(plain(value ?? ""), 2048)] as const);
	return Object.fromEntries(told.filter(([, value]) => value.trim() !== ""));
}
