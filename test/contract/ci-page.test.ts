/** `docs/ci.md` names every format and every input of the action, with its default. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { csvReport } from "../../src/report/csv.ts";
import { FORMATS } from "../../src/report/formats.ts";
import { reportOf, STYLE } from "../reported.ts";

const ROOT = new URL("../../", import.meta.url);
const PAGE = await readFile(new URL("docs/ci.md", ROOT), "utf8");
const firstCells = (heading: string) => {
	const section = PAGE.split(`| ${heading} |`)[1]?.split("\n\n")[0] ?? "";
	return [...section.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, cell]) => cell);
};

test("formats", () => {
	expect(firstCells("format")).toEqual(Object.keys(FORMATS));
});

test("columns of the CSV", () => {
	expect(PAGE).toContain(`\`${csvReport(reportOf([]), STYLE).trim()}\``);
});

test("inputs of the action", async () => {
	const { inputs } = parse(await readFile(new URL("action.yml", ROOT), "utf8")) as { inputs: Record<string, { default: string }> };
	expect(firstCells("input")).toEqual(Object.keys(inputs));
	for (const [name, { default: standard }] of Object.entries(inputs)) {
		expect(PAGE).toContain(`| \`${name}\` | ${standard === "" ? "" : `\`${standard}\` `}|`);
	}
});
