/** Every abuse case of SECURITY.md names the test that shows what holds, by words of its title, or says that there is none. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const ATTACKERS = [
	...["deployer", "poster of events", "policy author", "bundle server", "network", "console visitor", "insider with store access"],
	...["insider with AWS access", "proxy caller", "registry", "alert sender", "dependency", "contributor"],
];
const LINK = /\["([^"]+)"\]\(([\w./-]+)\)/g;

const [, section = ""] = /\n## Abuse cases\n(.*?)\n## /s.exec(readFileSync(`${ROOT}SECURITY.md`, "utf8")) ?? [];
const rows = section
	.split("\n")
	.filter((line) => line.startsWith("| ") && !line.startsWith("| who "))
	.map((line) => line.slice(2, -2).split(" | "));

/** First arguments of test, it and describe, and of what test.each and the like come to. */
function titlesIn(path: string): readonly string[] {
	const titles: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && /^(test|it|describe)\b/.test(node.expression.getText(file))) {
			const [title] = node.arguments;
			if (title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) titles.push(title.getText(file));
		}
		ts.forEachChild(node, visit);
	};
	const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
	visit(file);
	return titles;
}

/** What is wrong with the last cell of a row. */
function wrongWith(cell: string): readonly string[] {
	const links = [...cell.matchAll(LINK)].map(([, words = "", path = ""]) => [words, path] as const);
	if (links.length === 0 && !/^no test\b.+: .{20,}/.test(cell)) return [`names no test, and does not say why: ${cell}`];
	return links.flatMap(([words, path]) => {
		if (!/\.test\.ts$/.test(path) || !existsSync(`${ROOT}${path}`)) return [`${path} is no test`];
		return titlesIn(`${ROOT}${path}`).some((title) => title.includes(words)) ? [] : [`no title in ${path} has the words "${words}"`];
	});
}

test("there are many, by every attacker, and each row is whole", () => {
	expect(rows.length).toBeGreaterThanOrEqual(25);
	expect(new Set(rows.map(([who]) => who))).toEqual(new Set(ATTACKERS));
	for (const row of rows)
		expect(
			row.filter((cell) => cell.trim() !== ""),
			row.join(),
		).toHaveLength(4);
});
test.each(rows)("%s: %s", (_who, _abuse, _holds, cell) => {
	expect(wrongWith(cell!)).toEqual([]);
});
describe("would be told", () => {
	const HERE = "test/contract/abuse-cases.test.ts";
	test.each([
		["a test that is not there", '["x"](test/contract/nowhere.test.ts)'],
		["a file that is no test", '["x"](src/admit.ts)'],
		["a title that is not there", `["words that ${"nobody"} wrote"](${HERE})`],
		["words of a comment", `["Every abuse case of SECURITY.md"](${HERE})`],
		["nothing", ""],
		["no reason", "no test: none"],
	])("%s", (_, cell) => {
		expect(wrongWith(cell)).toHaveLength(1);
	});
	test("and what is there is not", () => {
		expect(wrongWith(`["and what is there is not"](${HERE})`)).toEqual([]);
		expect(wrongWith("no test in `npm test`: it would take minutes to build")).toEqual([]);
	});
});
