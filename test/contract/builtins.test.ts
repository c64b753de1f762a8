/** Every built-in that the host answers, on generated values, against OPA's own: the reason why each may be in HOST_BUILTINS. */
import fc, { type Arbitrary } from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOST_BUILTINS } from "../../src/rego/builtins/host-builtins.ts";
import { openCompiler, type RegoOracle } from "../../src/rego/compiler.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { bundleOf, sourcesOf } from "../rego-bundle.ts";
import { admissionRequest, NOW } from "../requests.ts";
import {
	affixCases,
	type Case,
	countCases,
	replaceCases,
	semverCases,
	sortCases,
	sprintfCases,
	subsetCases,
	timeCases,
} from "./builtin-cases.ts";

/** JSON has no sets and only text as keys, so cases carry them in disguise. */
const UNDISGUISE = `
value(c) := c.json

value(c) := {x | some x in c.set} if c.set

value(c) := {{y | some y in x} | some x in c.sets} if c.sets

value(c) := {p[0]: p[1] | some p in c.pairs} if c.pairs

value(c) := {"a": {x | some x in c.inside}, "b": [{x | some x in c.inside}]} if c.inside

value(c) := (c.dividend / 8) + 0.5
`;

function rule(call: string): string {
	return `violation contains {"msg": "answer", "details": {"case": i, "answer": answer}} if {
	some i, given in input.request.object.cases
	values := [value(c) | some c in given.values]
	answer := ${call}
}
${UNDISGUISE}`;
}

const CALLS: Readonly<Record<string, string>> = {
	"object.subset": "object.subset(values[0], values[1])",
	replace: "replace(values[0], values[1], values[2])",
	"semver.compare": "semver.compare(values[0], values[1])",
	"semver.is_valid": "semver.is_valid(values[0])",
	// Printed, because a set inside the answer would come out as an array in no order.
	sort: 'sprintf("%v", [sort(values[0])])',
	sprintf: "sprintf(given.format, values)",
	"strings.any_prefix_match": "strings.any_prefix_match(values[0], values[1])",
	"strings.any_suffix_match": "strings.any_suffix_match(values[0], values[1])",
	"strings.count": "strings.count(values[0], values[1])",
	"time.parse_rfc3339_ns": "time.parse_rfc3339_ns(values[0])",
};
const idOf = (builtin: string) => `b/${builtin.replaceAll(".", "_")}`;
const RULES = Object.fromEntries(Object.entries(CALLS).map(([builtin, call]) => [idOf(builtin), rule(call)]));

const compiler = openCompiler();
let engine: PolicyEngine;
let oracle: RegoOracle;
beforeAll(async () => {
	engine = await openEngine(await bundleOf(compiler, RULES));
	oracle = await compiler.prepare({ files: sourcesOf(RULES) });
});
afterAll(() => compiler.close());

/** What each case that has an answer was answered, by number. */
function answers(members: readonly unknown[]): ReadonlyMap<number, unknown> {
	const all = members as readonly { details: { case: number; answer: unknown } }[];
	return new Map(all.map(({ details }) => [details.case, details.answer] as const).sort(([a], [b]) => a - b));
}

/** Returns how many of the cases had an answer. */
async function compare(builtin: string, cases: readonly Case[]): Promise<number> {
	const request = admissionRequest({ object: JSON.parse(JSON.stringify({ cases })) });
	const [evaluation] = await engine.evaluate(request, NOW, [{ constraint: "c", policy: idOf(builtin), parameters: {} }]);
	const [answer] = await oracle.evaluate([`policies/${idOf(builtin)}/violation`], { request, now: NOW, parameters: {} });
	if (evaluation?.outcome !== "evaluated") throw new Error(evaluation?.reason);
	expect(answer?.errors).toBeUndefined();
	expect(answers(evaluation.violations)).toEqual(answers(answer?.value as unknown[]));
	return evaluation.violations.length;
}

async function agree(builtin: string, cases: Arbitrary<Case>): Promise<void> {
	let answered = 0;
	const property = fc.asyncProperty(fc.array(cases, { minLength: 20, maxLength: 40 }), async (list) => {
		answered += await compare(builtin, list);
	});
	await fc.assert(property, { numRuns: 60 });
	expect(answered).toBeGreaterThan(100);
}

describe("HOST_BUILTINS", () => {
	it("are all compared here", () => {
		expect(Object.keys(CALLS).sort()).toEqual(Object.keys(HOST_BUILTINS).sort());
	});

	it("sprintf", async () => {
		await agree("sprintf", sprintfCases);
	});

	it("replace, an empty `old` too", async () => {
		await agree("replace", replaceCases);
	});

	it("sort", async () => {
		await agree("sort", sortCases);
	});

	it("strings.any_prefix_match and strings.any_suffix_match", async () => {
		await agree("strings.any_prefix_match", affixCases);
		await agree("strings.any_suffix_match", affixCases);
	});

	it("strings.count", async () => {
		await agree("strings.count", countCases);
	});

	it("object.subset", async () => {
		await agree("object.subset", subsetCases);
	});

	it("semver.compare and semver.is_valid", async () => {
		await agree("semver.compare", semverCases);
		await agree("semver.is_valid", semverCases);
	});

	it("time.parse_rfc3339_ns", async () => {
		await agree("time.parse_rfc3339_ns", timeCases);
	});
});
