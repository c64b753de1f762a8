import { expect, test } from "vitest";
import { AUDITED } from "../../test/audited.ts";
import { EVERYTHING, reportOf, STYLE } from "../../test/reported.ts";
import { jsonPieces, jsonReport } from "./json.ts";
import { jsonText } from "./text.ts";

test.for([
	["everything", EVERYTHING, false],
	["an audit, explained", AUDITED, true],
	["nothing", reportOf([]), false],
] as const)("written decision by decision it is one document, indented as a whole: %s", ([, report, explain]) => {
	const text = jsonReport(report, { ...STYLE, explain });
	expect(text).toBe(jsonText(JSON.parse(text)));
	expect([...jsonPieces(report, { ...STYLE, explain })].length).toBe(report.decisions.length + 3);
});
