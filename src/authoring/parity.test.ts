import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sourcesOf } from "../../test/rego-bundle.ts";
import { openCompiler } from "../rego/compiler.ts";
import { PolicyModule } from "../rego/policy-module.ts";
import { canonical, compareAnswers } from "./parity.ts";

const compiler = openCompiler();
let module: PolicyModule;
beforeAll(async () => {
	const files = sourcesOf({
		"w/kind": 'violation contains {"msg": msg, "tags": {1, 2}} if some msg in input.kinds',
		"w/odd": "violation contains x if x := input.a\n\nf(1) := 1\n\nf(x) := 2 if x < 5\n\nviolation contains f(1) if input.conflict",
	});
	module = await PolicyModule.open(await compiler.build({ files, revision: "test" }));
});
afterAll(() => compiler.close());

const entrypoint = "policies/w/kind/violation";
const input = { kinds: ["b", "a"] };
const answer = (value: unknown) => [{ entrypoint, input, answer: { defined: true, value } }];

describe("an answer of the module", () => {
	test("is the same whatever the order of a set's members and an object's keys", () => {
		const value = [
			{ tags: [1, 2], msg: "a" },
			{ msg: "b", tags: [2, 1] },
		];
		expect(compareAnswers(answer(value), module)).toEqual({ evaluations: 1, differences: [] });
	});

	test("is another when a member is missing, and when OPA failed or said nothing", () => {
		expect(compareAnswers(answer([{ msg: "a", tags: [1, 2] }]), module).differences).toHaveLength(1);
		const failed = compareAnswers([{ entrypoint, input, answer: { defined: false, errors: [] } }], module);
		expect(failed.differences[0]).toMatchObject({ opa: "failed", entrypoint });
		expect(compareAnswers([{ entrypoint, input, answer: { defined: false } }], module).differences[0]).toMatchObject({ opa: "undefined" });
	});

	test("that is a failure equals a failure of OPA, and the module goes on", () => {
		const conflict = { entrypoint: "policies/w/odd/violation", input: { conflict: true }, answer: { defined: false, errors: [] } };
		expect(compareAnswers([conflict, ...answer([])], module)).toMatchObject({ evaluations: 2, differences: [{ opa: "[]" }] });
	});

	test("is not asked of an entrypoint that was not compiled, nor for an input that is no object", () => {
		expect(compareAnswers([{ entrypoint: "other", input, answer: { defined: false } }], module).evaluations).toBe(0);
		expect(compareAnswers([{ entrypoint, input: ["x"], answer: { defined: false } }], module).evaluations).toBe(0);
	});
});

test("canonical text tells values apart", () => {
	expect(canonical({ a: ["1"], b: null })).not.toBe(canonical({ a: [1], b: null }));
	expect(canonical(undefined)).toBe("null");
});
