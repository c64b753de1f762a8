/** No argument that a request could bring makes a built-in run on: `check` judges in its own thread, without a deadline. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/admission/request.ts";
import { openCompiler } from "../../src/rego/compiler.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { readCapabilities } from "../../src/rego/policy-sources.ts";
import { openWorkerEngine } from "../../src/rego/worker-engine.ts";
import { bundleOf } from "../rego-bundle.ts";
import { admissionRequest, NOW } from "../requests.ts";

const rule = (call: string) => `violation contains {"msg": $"{count(answer)}"} if {
	given := input.request.object
	answer := ${call}
}`;
const RULES = {
	"t/object_subset": `violation contains {"msg": "subset"} if {
	given := input.request.object
	object.subset(given.object, given.object)
	object.subset({text | some text in given.list}, {text | some text in given.list})
	not object.subset(given.same, array.concat(array.slice(given.same, 0, 50000), ["b"]))
}`,
	"t/prefix": `violation contains {"msg": "no prefix"} if {
	given := input.request.object
	not strings.any_prefix_match(given.list, [$"{text}-" | some text in given.list])
}`,
	"t/range": rule("numbers.range(1, given.number)"),
	"t/regex": rule("regex.find_all_string_submatch_n(given.pattern, given.text, -1)"),
	"t/replace": rule("replace(given.text, given.empty, given.empty)"),
	"t/replace_n": rule("strings.replace_n({given.empty: given.empty}, given.text)"),
	"t/sort": rule("sort(given.list)"),
	"t/split": rule("split(given.text, given.empty)"),
	"t/substring": rule("substring(given.text, 0, given.number)"),
	"t/trim": rule("trim(given.text, given.text)"),
};

const LIST = Array.from({ length: 100_000 }, (_, i) => `${200_000 - i}`);
const OBJECT: JsonObject = {
	empty: "",
	list: LIST,
	number: 1e15,
	object: Object.fromEntries(LIST.map((key) => [key, key])),
	pattern: "((a|aa)*b?){20}",
	same: LIST.map(() => "a"),
	text: "a".repeat(20_000),
};

const compiler = openCompiler();
let engine: PolicyEngine;
beforeAll(async () => {
	engine = await openWorkerEngine(await bundleOf(compiler, RULES, await readCapabilities()), { deadlineMs: 20_000 });
});
afterAll(async () => {
	await engine.close();
	await compiler.close();
});

describe("built-ins that policies may use", () => {
	it.each([
		["t/object_subset", "subset"],
		["t/prefix", "no prefix"],
		["t/range", "it needs more than 128 MiB of memory for this request"],
		["t/regex", "1"],
		["t/replace", "20000"],
		["t/replace_n", "20000"],
		["t/sort", "100000"],
		["t/split", "20000"],
		["t/substring", "20000"],
		["t/trim", "0"],
	])(
		"end: %s",
		async (policy, expected) => {
			const question = { constraint: "c", policy, parameters: {} };
			const [evaluation] = await engine.evaluate(admissionRequest({ object: OBJECT }), NOW, [question]);
			const said = evaluation?.outcome === "evaluated" ? evaluation.violations.map(({ msg }) => msg).join() : evaluation?.reason;
			expect(said).toBe(expected);
		},
		30_000,
	);
});
