import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleOf } from "../../test/rego-bundle.ts";
import { admissionRequest, NOW } from "../../test/requests.ts";
import type { JsonObject } from "../admission/request.ts";
import { openCompiler } from "./compiler.ts";
import { openEngine } from "./engine.ts";
import type { PolicyEngine } from "./policy-engine.ts";

const RULES = {
	"t/privileged": `violation contains {"msg": msg, "field": field} if {
	some i, container in input.request.object.containerDefinitions
	container.privileged
	msg := $"{container.name} is privileged"
	field := $"/containerDefinitions/{i}/privileged"
}`,
	"t/parameters": `violation contains {"msg": "as given", "details": {"parameters": input.parameters, "now": input.now}} if true`,
	"t/windows": `violation contains {"outcome": "notApplicable", "msg": $"{letter}: Windows"} if some letter in ["b", "a"]`,
	"t/order": `violation contains {"msg": msg, "field": $"/{n % 3}", "details": {"n": n}} if {
	some n in numbers.range(1, 20)
	some msg in ["\uffee", "\u{1f600}", "é", "z", "a"]
}

violation contains {"msg": "no field"}`,
	"t/undefined": `violation := {"msg": "x"} if input.request.name == "nobody"`,
	"t/object": `violation := {"msg": "x"}`,
	"t/text": `violation contains "text"`,
	"t/no_message": `violation contains {"field": "/x"}`,
	"t/field": `violation contains {"msg": "x", "field": "containerDefinitions"}`,
	"t/exempted": `violation contains {"msg": "x", "outcome": "exempted"}`,
	"t/outcome": `violation contains {"msg": "x", "outcome": "passed"}`,
	"t/details": `violation contains {"msg": "x", "details": ["y"]}`,
};

const compiler = openCompiler();
let engine: PolicyEngine;
beforeAll(async () => {
	engine = await openEngine(await bundleOf(compiler, RULES));
});
afterAll(() => compiler.close());

async function ask(policy: string, parameters: JsonObject = {}): Promise<unknown> {
	const [evaluation] = await engine.evaluate(admissionRequest(), NOW, [{ constraint: "c", policy, parameters }]);
	return evaluation;
}

describe("openEngine", () => {
	it("carries the bundle's revision and catalogue", () => {
		expect(engine.revision).toBe("test");
		expect(engine.policies.map(({ id }) => id)).toEqual(Object.keys(RULES).sort());
	});

	it("answers every question in order, under its constraint's name", async () => {
		const questions = ["t/windows", "t/privileged", "t/unknown", "t/privileged"].map((policy, i) => ({
			constraint: `c${i}`,
			policy,
			parameters: {},
		}));
		const privileged = [{ msg: "app is privileged", field: "/containerDefinitions/0/privileged" }];
		expect(await engine.evaluate(admissionRequest(), NOW, questions)).toEqual([
			{ outcome: "evaluated", constraint: "c0", policy: "t/windows", violations: [], notApplicable: ["a: Windows", "b: Windows"] },
			{ outcome: "evaluated", constraint: "c1", policy: "t/privileged", violations: privileged, notApplicable: [] },
			{ outcome: "failed", constraint: "c2", policy: "t/unknown", reason: "the bundle has no policy t/unknown" },
			{ outcome: "evaluated", constraint: "c3", policy: "t/privileged", violations: privileged, notApplicable: [] },
		]);
	});

	it("gives each question its own parameters, over and over, in any order", async () => {
		const values = [
			{},
			{ a: [1, { b: null }] },
			{ "": "x".repeat(300) },
			{ list: Array.from({ length: 200 }, (_, i) => `${i}`) },
			{ a: true },
		];
		for (let round = 0; round < 300; round++) {
			const questions = [0, 1, 2, 3, 4, 0, 3].map((i) => ({
				constraint: "c",
				policy: "t/parameters",
				parameters: values[(i + round) % 5] as JsonObject,
			}));
			const evaluations = await engine.evaluate(admissionRequest(), NOW, questions);
			expect(evaluations).toEqual(
				questions.map(({ constraint, policy, parameters }) => {
					const violations = [{ msg: "as given", details: { parameters, now: NOW } }];
					return { outcome: "evaluated", constraint, policy, violations, notApplicable: [] };
				}),
			);
		}
	});

	it("sorts violations by field, then message, in the order of code points", async () => {
		const evaluation = (await ask("t/order")) as { violations: { msg: string; field?: string; details?: { n: number } }[] };
		expect(evaluation.violations[0]).toEqual({ msg: "no field" });
		const rest = evaluation.violations.slice(1);
		expect(rest).toHaveLength(100);
		expect(rest.map(({ field }) => field)).toEqual([..."0".repeat(30), ..."1".repeat(35), ..."2".repeat(35)].map((n) => `/${n}`));
		expect([...new Set(rest.slice(0, 30).map(({ msg }) => msg))]).toEqual(["a", "z", "é", "\uffee", "\u{1f600}"]);
	});

	it.each([
		["t/undefined", "violation is undefined; it must be a partial set rule (`violation contains …`)"],
		["t/object", "violation is of type object; it must be a set of objects"],
		["t/text", 'violation has a member that is of type string; each must be an object such as {"msg": "…"}'],
		["t/no_message", "violation has a member that has no `msg` of type string"],
		["t/field", "violation has a member that has a `field` that is not a JSON pointer"],
		["t/outcome", 'violation has a member that has an `outcome` other than "notApplicable"'],
		["t/exempted", "violation has a member that is exempted and does not say by what"],
		["t/details", "violation has a member that has `details` that are not an object"],
	])("fails %s, whose answer cannot be read", async (policy, reason) => {
		expect(await ask(policy)).toEqual({ outcome: "failed", constraint: "c", policy, reason });
	});
});
