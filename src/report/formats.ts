/** Every format by its name. To add one: a new file, and its line here. */
import { asffPieces, asffReport } from "./asff.ts";
import { csvReport } from "./csv.ts";
import { htmlReport } from "./html/html-report.ts";
import { jsonPieces, jsonReport } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { ocsfPieces, ocsfReport } from "./ocsf.ts";
import { openreportsReport } from "./openreports.ts";
import type { Format, Report, Style } from "./report.ts";
import { sarifReport } from "./sarif.ts";
import { terminalReport } from "./terminal.ts";

export const FORMATS = {
	terminal: terminalReport,
	json: jsonReport,
	sarif: sarifReport,
	junit: junitReport,
	markdown: markdownReport,
	html: htmlReport,
	csv: csvReport,
	ocsf: ocsfReport,
	asff: asffReport,
	openreports: openreportsReport,
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

/** Those that show the objects themselves. */
export const SHOWING_OBJECTS: ReadonlySet<FormatName> = new Set(["html"]);

/** Piece by piece, where a format can. */
const IN_PIECES: Partial<Record<FormatName, (report: Report, style: Style) => Iterable<string>>> = {
	json: jsonPieces,
	ocsf: ocsfPieces,
	asff: asffPieces,
};

/** The report's text; together the pieces are what the format makes. @throws {Untellable} */
export function piecesOf(format: FormatName, report: Report, style: Style): Iterable<string> {
	return IN_PIECES[format]?.(report, style) ?? [FORMATS[format](report, style)];
}
