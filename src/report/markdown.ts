/** GitHub-flavoured Markdown for a job summary or a pull-request comment: the figures, then what was found, file by file. */
import { auditFigures } from "./audit-text.ts";
import {
	bySource,
	type Format,
	overallVerdict,
	pageOf,
	type Report,
	type ReportedDecision,
	type ReportedUnknown,
	type ReportedViolation,
	summaryOf,
} from "./report.ts";
import { counted, plain } from "./text.ts";

/** A GitHub comment takes no more characters. */
const MOST_CHARACTERS = 65_536;
/** Kept for saying what was left out. */
const RESERVE = 400;

export const markdownReport: Format = (report) => {
	const head = headOf(report);
	const sections = [...bySource(report.decisions)].flatMap(([source, decisions]) => {
		const told = decisions.filter(hasSomethingToTell);
		return told.length === 0 ? [] : [`### ${code(source)}\n\n`, ...told.map((decision) => objectSection(decision, report))];
	});
	let text = head;
	for (const [i, section] of sections.entries()) {
		if (text.length + section.length > MOST_CHARACTERS - RESERVE) return text + cutNotice(sections.slice(i));
		text += section;
	}
	return text;
};

const MARKS = { denied: "❌", undecided: "❓", allowed: "✅" } as const;

function headOf(report: Report): string {
	const { allowed, denied, undecided, unknown, skipped } = summaryOf(report);
	const verdict = overallVerdict(report);
	const words = { denied: counted(denied, "object"), undecided: counted(undecided, "object"), allowed: "everything" };
	const violations = report.decisions.flatMap((decision) => decision.violations);
	const by = (action: string) => violations.filter((violation) => violation.action === action).length;
	return `## ${MARKS[verdict]} Taskgate: ${words[verdict]} ${verdict}

| objects | denied | undecided | allowed | violations | warnings | exempted | unknown | files skipped |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| ${[report.decisions.length, denied, undecided, allowed, by("deny"), by("warn"), by("exempted"), unknown, skipped].join(" | ")} |

${auditSection(report)}`;
}

const TOLD = { judged: "Judged", missed: "Missed by events", unread: "Not read", findings: "Findings" } as const;

function auditSection(report: Report): string {
	if (report.audit === undefined) return "";
	return `${auditFigures(report, report.audit)
		.map(({ name, text }) => `- ${TOLD[name]}: ${text}\n`)
		.join("")}\n`;
}

function hasSomethingToTell({ violations, failures, unknown }: ReportedDecision): boolean {
	return violations.length + failures.length + unknown.length > 0;
}

function objectSection(decision: ReportedDecision, report: Report): string {
	const { kind, name, verdict, violations, failures, unknown } = decision;
	const rows = [
		...violations.map((violation) => violationRow(violation, report)),
		...failures.map(({ policy, reason }) => row("failed", "", policyLink(policy, report), "", code(reason))),
		...[...Map.groupBy(unknown, ({ reason }) => reason)].map(([reason, of]) => unknownRow(reason, of, report)),
	];
	const remedies = new Map(
		violations.filter(({ action }) => action !== "exempted").map(({ policy, remediation }) => [policy, remediation]),
	);
	const lines = [...remedies].filter(([, remedy]) => remedy !== "").map(([policy, remedy]) => `- ${code(policy)}: ${prose(remedy)}\n`);
	return `#### ${MARKS[verdict]} ${verdict} ${kind} ${code(name || "(without a name)")}

| action | severity | policy | line | finding |
| --- | --- | --- | ---: | --- |
${rows.join("")}${lines.length === 0 ? "" : `\nHow to mend:\n\n${lines.join("")}`}
`;
}

function violationRow({ action, severity, policy, line, message, field, exemption }: ReportedViolation, report: Report): string {
	const parts = [
		code(message),
		...(field === undefined ? [] : [code(field)]),
		...(exemption === undefined ? [] : [`by ${code(exemption)}`]),
	];
	return row(action, severity, policyLink(policy, report), line === undefined ? "" : String(line), parts.join("<br>"));
}

/** One row for a reason, however many policies it keeps from seeing. */
function unknownRow(reason: string, of: readonly ReportedUnknown[], report: Report): string {
	const policies = [...new Set(of.map(({ policy }) => policy))];
	return row("unknown", "", policies.map((policy) => policyLink(policy, report)).join("<br>"), "", code(reason));
}

/** A table's row, its cells Markdown already. */
export function row(...cells: readonly string[]): string {
	return `| ${cells.join(" | ")} |\n`;
}

function policyLink(policy: string | undefined, report: Report): string {
	if (policy === undefined) return "";
	const page = pageOf(policy, report);
	return page === undefined ? code(policy) : `[${code(policy)}](${page})`;
}

function cutNotice(left: readonly string[]): string {
	const objects = left.filter((section) => section.startsWith("#### ")).length;
	return `\n> **Cut:** ${counted(objects, "more object")} with findings did not fit into the ${MOST_CHARACTERS.toLocaleString("en")} characters that a GitHub comment takes. The figures above count everything; \`--format html\`, \`sarif\` or \`json\` tell all of it.\n`;
}

/**
 * Strangers' text, as code: nothing in it is markup, a mention or a link. A code span cannot hold a backtick safely, nor a
 * table cell a pipe, so text with either is written in entities.
 */
export function code(text: string): string {
	const shown = plain(text);
	if (!/[|`]/.test(shown)) return shown === "" ? "" : `\`${shown}\``;
	return `<code>${shown.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`)}</code>`;
}

/** A policy author's sentence: its `code` stays as it is, and outside of it neither HTML nor a mention survives. */
function prose(text: string): string {
	return plain(text)
		.split(/(`[^`]*`)/)
		.map((part, i) => (i % 2 === 1 ? part : part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("@", "@\u200b")))
		.join("");
}
