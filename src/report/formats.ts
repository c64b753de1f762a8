/** Every format by its name. To add one: a new file, and its line here. */
import { jsonReport } from "./json.ts";
import type { Format } from "./report.ts";
import { terminalReport } from "./terminal.ts";

export const FORMATS = {
	terminal: terminalReport,
	json: jsonReport,
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
