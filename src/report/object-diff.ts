/** What a patch makes of an object, line by line as in a unified diff. Pure. */
import { structuredPatch } from "diff";
import type { JsonObject } from "../admission/request.ts";

const CONTEXT = 3;

/** Lines that begin with ` `, `-` or `+`, and with `@@` between hunks. Both objects are masked. */
export function objectDiff(before: JsonObject, after: JsonObject): readonly string[] {
	const [old, now] = [before, after].map((object) => `${JSON.stringify(object, undefined, 2)}\n`) as [string, string];
	const { hunks } = structuredPatch("", "", old, now, undefined, undefined, { context: CONTEXT });
	return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
		`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
		...lines,
	]);
}
