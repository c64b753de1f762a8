/** What the library's policies say reads as a sentence, whatever a request holds: no raw objects, nothing undefined. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TriedEvaluation } from "../../src/rego/authoring-protocol.ts";
import { openCompiler } from "../../src/rego/compiler.ts";
import { readPolicySources } from "../../src/rego/policy-sources.ts";

const POLICIES = fileURLToPath(new URL("../../policies/", import.meta.url));
/** `<undefined>`, an object, an array, or null; a type that lib.quote names is none of them. */
const RAW = /<undefined>|[{}[\]]|\bnull\b(?<!of the type null)/;

const compiler = openCompiler();
afterAll(() => compiler.close());

let evaluations: readonly TriedEvaluation[];
beforeAll(async () => {
	evaluations = (await compiler.try({ files: await readPolicySources(POLICIES, "policies/") })).evaluations;
}, 120_000);

describe("the messages of every evaluation in policies/**/*_test.rego", () => {
	it("hold no raw value, but in what the request says itself", () => {
		expect(evaluations.length).toBeGreaterThan(1000);
		const bad = evaluations.flatMap(({ entrypoint, input, answer }) =>
			messagesOf(answer.value)
				.filter((msg) => RAW.test(msg) && !textsIn(input).some((text) => RAW.test(text) && msg.includes(text)))
				.map((msg) => `${entrypoint}: ${msg}`),
		);
		expect([...new Set(bad)]).toEqual([]);
	});

	it("are one line that begins and ends with a word", () => {
		const bad = evaluations.flatMap(({ entrypoint, answer }) =>
			messagesOf(answer.value)
				.filter((msg) => msg.trim() !== msg || msg === "" || msg.endsWith("."))
				.map((msg) => `${entrypoint}: ${msg}`),
		);
		expect([...new Set(bad)]).toEqual([]);
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
