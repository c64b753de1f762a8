import { describe, expect, test } from "vitest";
import { type Policy, SCHEMA_POLICY } from "../admission/policy.ts";
import type { JsonObject } from "../admission/request.ts";
import { parameterProblems, schemaOf } from "./parameters.ts";

const POLICY: Policy = {
	...SCHEMA_POLICY,
	id: "workload/size",
	parameters: {
		names: { description: "", default: [] },
		least: { description: "", default: 1, schema: { type: "integer", minimum: 1 } },
		modes: { description: "", default: {}, schema: { type: "object", additionalProperties: { type: "string", enum: ["on", "off"] } } },
		size: { description: "", schema: { type: "object", properties: { cpu: { type: "number" } }, additionalProperties: false } },
		rules: { description: "", default: [{ from: 1 }] },
		note: { description: "" },
		strict: { description: "", default: false },
	},
};
const problems = (given: JsonObject) => parameterProblems(POLICY, given).map(({ path, problem }) => `${path.join("/")}: ${problem}`);

test("what fits is no problem, nor is anything where the policy says nothing of it", () => {
	expect(
		problems({ names: ["a"], least: 2, modes: { a: "on" }, size: { cpu: 0.5 }, rules: [1, "a", {}], note: [1], strict: true }),
	).toEqual([]);
	expect(problems({})).toEqual([]);
});

describe("a problem names the key", () => {
	test.each<[string, JsonObject, string]>([
		["a name that it does not have", { leest: [] }, "leest: workload/size has no parameter `leest`; did you mean least?"],
		["a text for a list", { names: "a" }, "names: the parameter `names` of workload/size must be a list, not a text"],
		["a wrong member of a list", { names: ["a", 1] }, "names/1: the parameter `names.1` of workload/size must be a text, not a number"],
		["null in a list", { names: [null] }, "names/0: the parameter `names.0` of workload/size must be a text, not null"],
		["a list for a mapping", { modes: [] }, "modes: the parameter `modes` of workload/size must be a mapping, not a list"],
		["a fraction", { least: 1.5 }, "least: the parameter `least` of workload/size must be a whole number, not a number"],
		["too small a number", { least: 0 }, "least: the parameter `least` of workload/size is wrong: Too small: expected number to be >=1"],
		["none of the choices", { modes: { a: "maybe" } }, "modes/a: the parameter `modes.a` of workload/size must be one of on, off"],
		["an unknown key", { size: { cpus: 1 } }, "size: the parameter `size` of workload/size has the unknown key `cpus`"],
		["a text for true or false", { strict: "yes" }, "strict: the parameter `strict` of workload/size must be true or false, not a text"],
	])("%s", (_, given, problem) => {
		expect(problems(given)).toEqual([problem]);
	});

	test("of a policy that has none", () => {
		expect(parameterProblems(SCHEMA_POLICY, { a: 1 })).toEqual([
			{ path: ["a"], problem: "manifest/schema has no parameter `a`; it has none" },
		]);
	});
});

test("without a schema the default tells", () => {
	const schemas = Object.values(POLICY.parameters).map(schemaOf);
	expect(schemas[0]).toEqual({ type: "array", items: { type: "string" } });
	expect(schemas[4]).toEqual({ type: "array", items: {} });
	expect(schemas[5]).toEqual({});
	expect(schemas[6]).toEqual({ type: "boolean" });
	expect(schemaOf({ description: "", default: null })).toEqual({});
});
