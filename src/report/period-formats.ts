/** Every format of a period report by its name. To add one: a new file, and its line here. */
import type { Period } from "./period.ts";
import { periodCsv } from "./period-csv.ts";
import { periodHtml } from "./period-html.ts";
import { periodJson } from "./period-json.ts";
import { periodMarkdown } from "./period-markdown.ts";
import { periodTerminal } from "./period-text.ts";
import type { Style } from "./report.ts";

export const PERIOD_FORMATS = {
	terminal: periodTerminal,
	json: periodJson,
	csv: periodCsv,
	markdown: periodMarkdown,
	html: periodHtml,
} as const satisfies Record<string, (period: Period, style: Style) => string>;

export type PeriodFormatName = keyof typeof PERIOD_FORMATS;
