/** For machines: the stable shape. `--explain` adds members and changes none. */
import { type Format, type Report, type ReportedDecision, type ReportedViolation, summaryOf } from "./report.ts";

export const jsonReport: Format = (report, { explain }) => {
	const decisions = report.decisions.map((decision) => ({ ...decisionOf(decision), ...(explain ? explanationOf(decision, report) : {}) }));
	return `${JSON.stringify({ decisions, summary: summaryOf(report) }, null, 2).replace(OBEYED, escaped)}\n`;
};

/** Control characters that JSON lets through and some terminals obey. */
const OBEYED = /[\u007f-\u009f]/g;

function escaped(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function decisionOf({ source, kind, name, verdict, violations, failures, unknown, notApplicable }: ReportedDecision): object {
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

function violationOf({ policy, severity, action, message, field, line }: ReportedViolation): object {
	return { policy, severity, action, message, field, line };
}

function explanationOf({ explanation, violations }: ReportedDecision, { exemptions }: Report): object {
	const used = new Set(violations.map(({ exemption }) => exemption));
	return { explanation: { ...explanation, exemptions: exemptions.filter(({ name }) => used.has(name)) } };
}
