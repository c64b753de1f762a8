/** For machines: the stable shape. `--explain` adds members and changes none. */
import { jsonList } from "./json-list.ts";
import { type Format, type Report, type ReportedDecision, type ReportedViolation, type Style, summaryOf } from "./report.ts";
import { complianceOf } from "./standard.ts";

export const jsonReport: Format = (report, style) => [...jsonPieces(report, style)].join("");

/** The same, decision by decision: the text of an audit's hundred thousand need not be in memory at once. */
export function jsonPieces(report: Report, { explain, standard }: Style): Iterable<string> {
	const tell = (decision: ReportedDecision) => ({ ...decisionOf(decision), ...(explain ? explanationOf(decision, report) : {}) });
	const compliance = explain ? { compliance: complianceIn(report, standard) } : {};
	const rest = { summary: summaryOf(report), ...compliance, ...(report.audit && { audit: report.audit }) };
	return jsonList(report.decisions, tell, { member: "decisions", rest });
}

/** One decision in the stable shape. */
export function decisionOf({ source, kind, name, verdict, violations, failures, unknown, notApplicable }: ReportedDecision) {
	return {
		source,
		kind,
		name,
		verdict,
		violations: violations.map(violationOf),
		failures: failures.map(({ policy, reason }) => ({ policy, reason })),
		unknown: unknown.map(({ policy, field }) => ({ policy, field })),
		notApplicable: notApplicable.map(({ policy, reason }) => ({ policy, reason })),
	};
}

function complianceIn(report: Report, standard: string | undefined): readonly object[] {
	return complianceOf(report, standard).map(({ standard: { id, title }, controls }) => ({ standard: id, title, controls }));
}

function violationOf({ policy, severity, action, message, field, line, finding }: ReportedViolation): object {
	return { policy, severity, action, message, field, line, finding };
}

function explanationOf({ explanation, violations }: ReportedDecision, { exemptions }: Report): object {
	const used = new Set(violations.map(({ exemption }) => exemption));
	return { explanation: { ...explanation, exemptions: exemptions.filter(({ name }) => used.has(name)) } };
}
