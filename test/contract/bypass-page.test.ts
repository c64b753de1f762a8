/** docs/bypass.md and docs/scp.md name tests, statements, policies and pages: all of them exist. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { CASES } from "./scp-cases.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PAGES = ["docs/bypass.md", "docs/scp.md"].map((page) => [page, readFileSync(`${ROOT}${page}`, "utf8")] as const);

function named(text: string, pattern: RegExp): readonly string[] {
	return [...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name))];
}

describe.for(PAGES)("%s", ([page, text]) => {
	test.for(named(text, /`((?:test|src|docs|policies)\/[\w./-]+)`/g))("%s exists", (path) => {
		expect(existsSync(`${ROOT}${path}`), `${page} names ${path}`).toBe(true);
	});

	test.for(named(text, /\]\(([\w./-]+\.md)(?:#[\w-]+)?\)/g))("the page %s exists", (path) => {
		expect(existsSync(`${ROOT}docs/${path}`)).toBe(true);
	});

	test("every statement that it names is one that `taskgate scp` prints", () => {
		const sids = named(text, /`(Taskgate[A-Z]\w+)`/g);
		expect(sids.length).toBeGreaterThan(10);
		expect(sids.filter((sid) => !Object.hasOwn(CASES, sid))).toEqual([]);
	});
});

test("every statement is told of in docs/scp.md", () => {
	const [, text = ""] = PAGES.find(([page]) => page === "docs/scp.md") ?? [];
	expect(Object.keys(CASES).filter((sid) => !text.includes(`\`${sid}\``))).toEqual([]);
});

test("every row of docs/bypass.md says what closes the way, or that nothing does", () => {
	const [, text = ""] = PAGES.find(([page]) => page === "docs/bypass.md") ?? [];
	const rows = text.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| the way"));
	expect(rows.length).toBeGreaterThan(50);
	for (const row of rows) {
		const cells = row.split(" | ");
		expect(cells, row).toHaveLength(4);
		expect((cells[2] ?? "").trim(), row).not.toBe("");
	}
});
