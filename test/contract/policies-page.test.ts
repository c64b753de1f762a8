/** docs/policies/ says of every policy what its METADATA, its tests and the profiles say. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pagesThatStand, policyPages } from "../../scripts/generate-policy-pages.ts";
import { openCompiler } from "../../src/rego/compiler.ts";

const PAGES = new URL("../../docs/policies/", import.meta.url);
const compiler = openCompiler();
afterAll(() => compiler.close());

describe("docs/policies/", () => {
	let pages: ReadonlyMap<string, string>;
	beforeAll(async () => {
		pages = await policyPages(compiler);
	});

	test("has a page for every policy, and for nothing else", async () => {
		expect([...(await pagesThatStand())].sort()).toEqual([...pages.keys()].sort());
	});

	test("is up to date: else run `npm run generate:pages`", async () => {
		const stale: string[] = [];
		for (const [path, content] of pages) if ((await readFile(new URL(path, PAGES), "utf8")) !== content) stale.push(path);
		expect(stale).toEqual([]);
	});
});
