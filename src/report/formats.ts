/** Every format by its name. To add one: a new file, and its line here. */
import { asffReport } from "./asff.ts";
import { csvReport } from "./csv.ts";
import { htmlReport } from "./html/html-report.ts";
import { jsonReport } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { ocsfReport } from "./ocsf.ts";
import { openreportsReport } from "./openreports.ts";
import type { Format } from "./report.ts";
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
