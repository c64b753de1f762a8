/** For machines: the stable shape. `--explain` adds members and changes none. */
import { type Format, type Report, type ReportedDecision, type ReportedViolation, type Style, summaryOf } from "./report.ts";
import { complianceOf } from "./standard.ts";
import { jsonText } from "./text.ts";

export const jsonReport: Format = (report, style) => [...jsonPieces(report, style)].join("");

/** The same, decision by decision: the text of an audit's hundred thousand need not be in memory at once. */
export function* jsonPieces(report: Report, { explain, standard }: Style): Generator<string> {
	yield '{\n  "decisions": [';
	for (const [i, decision] of report.decisions.entries()) {
		const text = jsonText({ ...decisionOf(decision), ...(explain ? explanationOf(decision, report) : {}) }).trimEnd();
		yield `${i === 0 ? "" : ","}\n    ${text.replaceAll("\n", "\n    ")}`;
	}
	const compliance = explain ? { compliance: complianceIn(report, standard) } : {};
	const figures = jsonText({ summary: summaryOf(report), ...compliance, ...(report.audit && { audit: report.audit }) });
	yield `${report.decisions.length === 0 ? "" : "\n  "}],${figures.slice(1)}`;
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
