/** CSV (RFC 4180), one line per finding and one for an object without any. The columns and their order are stable. */
import type { Format, ReportedDecision } from "./report.ts";
import { plain } from "./text.ts";

const CSV_COLUMNS = [
	"source",
	"line",
	"kind",
	"name",
	"verdict",
	"policy",
	"severity",
	/** deny, warn, dryrun, exempted, failed, unknown or notApplicable; empty for an object without findings. */
	"action",
	"message",
	"field",
	"remediation",
	"constraint",
	"exemption",
] as const;

type Row = Partial<Record<(typeof CSV_COLUMNS)[number], string | number>>;

export const csvReport: Format = ({ decisions }) => {
	const rows = decisions.flatMap(rowsOf);
	const lines = [CSV_COLUMNS, ...rows.map((row) => CSV_COLUMNS.map((column) => row[column]))];
	return lines.map(csvLine).join("");
};

/** Strangers' text is never a formula. */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
	return `${cells.map(cell).join(",")}\r\n`;
}

function rowsOf({ source, line, kind, name, verdict, violations, failures, unknown, notApplicable }: ReportedDecision): readonly Row[] {
	const object: Row = { source, ...(line === undefined ? {} : { line }), kind, name, verdict };
	const findings: readonly Row[] = [
		...violations.map(({ line: own, ...violation }) => ({ ...violation, ...(own === undefined ? {} : { line: own }) })),
		...failures.map(({ policy, constraint, reason }) => ({ ...named(policy, constraint), action: "failed", message: reason })),
		...unknown.map(({ policy, field, message, reason, line: own }) => ({
			...{ policy, field, action: "unknown", message: `${reason}: ${message}` },
			...(own === undefined ? {} : { line: own }),
		})),
		...notApplicable.map(({ policy, reason }) => ({ policy, action: "notApplicable", message: reason })),
	];
	return findings.length === 0 ? [object] : findings.map((finding) => ({ ...object, ...finding }));
}

function named(policy: string | undefined, constraint: string | undefined): Row {
	return { ...(policy === undefined ? {} : { policy }), ...(constraint === undefined ? {} : { constraint }) };
}

/** A spreadsheet takes text that begins so for a formula, and names come from strangers' files: an apostrophe makes it text. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

function cell(value: string | number | undefined): string {
	if (typeof value !== "string") return String(value ?? "");
	const text = plain(value);
	const safe = FORMULA.test(text) ? `'${text}` : text;
	return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
