/** Violations and unknown values as SARIF results. */
import { createHash } from "node:crypto";
import type { Exemption } from "../../admission/exemption.ts";
import type { Report, ReportedDecision, ReportedUnknown, ReportedViolation } from "../report.ts";
import { locationsOf } from "./location.ts";
import { LEVELS, type Level } from "./rule.ts";

/** A result without its fingerprint, and what the fingerprint is made of. */
interface Draft {
	readonly result: { readonly ruleId: string; readonly [member: string]: unknown };
	readonly identity: readonly string[];
}

export function resultsOf(report: Report, ruleIds: readonly string[]): readonly object[] {
	const drafts = report.decisions.flatMap((decision) => [
		...decision.violations.map((violation) => violationDraft(violation, decision, report)),
		...decision.unknown.map((finding) => unknownDraft(finding, decision, report)),
	]);
	const seen = new Map<string, number>();
	return drafts.map(({ result, identity }) => {
		const hash = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
		const times = (seen.get(hash) ?? 0) + 1;
		seen.set(hash, times);
		// GitHub reads this key alone, and would hash the line's text where it is absent.
		return { ...result, ruleIndex: ruleIds.indexOf(result.ruleId), partialFingerprints: { primaryLocationLineHash: `${hash}:${times}` } };
	});
}

function violationDraft(violation: ReportedViolation, decision: ReportedDecision, { root, exemptions }: Report): Draft {
	const { policy, action, message, exemption, severity, constraint } = violation;
	return {
		result: {
			ruleId: policy,
			kind: "fail",
			level: levelOf(violation),
			message: { text: asMessage(`${decision.kind} ${decision.name}: ${message}`) },
			locations: locationsOf(decision, root, violation),
			...(exemption === undefined ? {} : { suppressions: [suppressionBy(exemption, exemptions)] }),
			properties: { action, severity, constraint },
		},
		identity: identityOf(policy, decision, violation),
	};
}

/** Nobody can tell before deployment: `open`, which by the standard has no level. */
function unknownDraft(finding: ReportedUnknown, decision: ReportedDecision, { root }: Report): Draft {
	const { policy, message, reason } = finding;
	return {
		result: {
			ruleId: policy,
			kind: "open",
			level: "none",
			message: {
				text: asMessage(
					`${decision.kind} ${decision.name}: known at deploy time only (${reason}), so this cannot be ruled out: ${message}`,
				),
			},
			locations: locationsOf(decision, root, finding),
		},
		identity: ["unknown", ...identityOf(policy, decision, finding)],
	};
}

function levelOf({ action, severity }: ReportedViolation): Level {
	if (action === "deny") return "error";
	if (action === "exempted") return LEVELS[severity];
	return action === "warn" ? "warning" : "note";
}

function suppressionBy(name: string, exemptions: readonly Exemption[]): object {
	const found = exemptions.find((exemption) => exemption.name === name);
	const justification = found === undefined ? name : `${name}: ${found.reason}, approved by ${found.approvedBy}, until ${found.expiresAt}`;
	return { kind: "external", status: "accepted", justification };
}

/** Neither the line nor the position in a list: both change when something else does. The message names the container. */
function identityOf(policy: string, { source, kind, name }: ReportedDecision, at: { field?: string; message: string }): readonly string[] {
	return [policy, source.replaceAll("\\", "/"), kind, name, at.field?.replace(/\/\d+(?=\/|$)/g, "/*") ?? "", at.message];
}

/** Literal text: in a SARIF message `{0}` is a placeholder and `[text](target)` a link, and names come from strangers' files. */
export function asMessage(text: string): string {
	return text
		.replace(/\s+/g, " ")
		.replace(/\{(\d+)\}/g, "{{$1}}")
		.replaceAll("](", "] (");
}
