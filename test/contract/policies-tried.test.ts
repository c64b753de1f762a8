/** What the library's tests show: messages that read as sentences, and the pages in docs/policies/ made of them. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pagesThatStand, policyPages, tryLibrary } from "../../scripts/generate-policy-pages.ts";
import type { TryResult } from "../../src/rego/authoring-protocol.ts";
import { openCompiler } from "../../src/rego/compiler.ts";

const PAGES = new URL("../../docs/policies/", import.meta.url);
/** `<undefined>`, an object, an array, or null; a type that lib.quote names is none of them. */
const RAW = /<undefined>|[{}[\]]|\bnull\b(?<!of the type null)/;

const compiler = openCompiler();
afterAll(() => compiler.close());

let tried: TryResult;
beforeAll(async () => {
	tried = await tryLibrary(compiler);
}, 300_000);

describe("the messages of every evaluation in policies/**/*_test.rego", () => {
	it("hold no raw value, but in what the request says itself", () => {
		expect(tried.evaluations.length).toBeGreaterThan(1000);
		const bad = tried.evaluations.flatMap(({ entrypoint, input, answer }) =>
			messagesOf(answer.value)
				.filter((msg) => RAW.test(msg) && !textsIn(input).some((text) => RAW.test(text) && msg.includes(text)))
				.map((msg) => `${entrypoint}: ${msg}`),
		);
		expect([...new Set(bad)]).toEqual([]);
	});

	it("are one line that begins and ends with a word", () => {
		const bad = tried.evaluations.flatMap(({ entrypoint, answer }) =>
			messagesOf(answer.value)
				.filter((msg) => msg.trim() !== msg || msg === "" || msg.endsWith("."))
				.map((msg) => `${entrypoint}: ${msg}`),
		);
		expect([...new Set(bad)]).toEqual([]);
	});
});

describe("docs/policies/", () => {
	let pages: ReadonlyMap<string, string>;
	beforeAll(async () => {
		pages = await policyPages(compiler, tried);
	}, 300_000);

	it("has a page for every policy, and for nothing else", async () => {
		expect([...(await pagesThatStand())].sort()).toEqual([...pages.keys()].sort());
	});

	it("has as many as the README says", async () => {
		expect(await readFile(new URL("../../README.md", PAGES), "utf8")).toContain(`has ${pages.size - 1} policies, a page each`);
	});

	it("is up to date: else run `npm run generate:pages`", async () => {
		const stale: string[] = [];
		for (const [path, content] of pages) if ((await readFile(new URL(path, PAGES), "utf8")) !== content) stale.push(path);
		expect(stale).toEqual([]);
	});
});

function messagesOf(value: unknown): readonly string[] {
	return Array.isArray(value)
		? value.flatMap((member: { readonly msg?: unknown }) => (typeof member.msg === "string" ? [member.msg] : []))
		: [];
}

/** Every text that stands in a value, names of members included. */
function textsIn(value: unknown): readonly string[] {
	if (typeof value === "string") return [value];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, member]) => (Array.isArray(value) ? textsIn(member) : [key, ...textsIn(member)]));
}
