import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleOf, type Rules } from "../../test/rego-bundle.ts";
import { admissionRequest, NOW } from "../../test/requests.ts";
import type { Patching, Question } from "../admission/policy.ts";
import { openCompiler } from "./compiler.ts";
import { openEngine } from "./engine.ts";
import type { PolicyEngine } from "./policy-engine.ts";
import { openWorkerEngine } from "./worker-engine.ts";

const VIOLATION = `violation contains {"msg": "x"} if input.request.name == "nobody"`;
const patching = (rule: string) => `${VIOLATION}\n\n# METADATA\n# entrypoint: true\n${rule}`;
const RULES: Rules = {
	"t/ordered": patching(
		`patch := [{"op": "add", "path": $"/tags/{i}", "value": {"key": key, "value": input.parameters.value}} | some i, key in ["z", "a", "m"]]`,
	),
	"t/silent": patching(`patch := [{"op": "remove", "path": "/family"}] if input.request.name == "nobody"`),
	"t/object": patching(`patch := {"op": "remove", "path": "/family"}`),
	"t/text": patching(`patch := ["remove"]`),
	"t/unknown": patching(`patch := [{"op": "merge", "path": "/family", "value": 1}]`),
	"t/pointer": patching(`patch := [{"op": "remove", "path": "family"}]`),
	"t/without": patching(`patch := [{"op": "add", "path": "/family"}]`),
	"t/more": patching(`patch := [{"op": "remove", "path": "/family", "because": "of it"}]`),
	"t/set": patching(`patch contains {"op": "remove", "path": "/family"}`),
	"t/orderless": patching(`patch := [{"op": "add", "path": "/tags", "value": {"a", "b"}}]`),
	"t/many": patching(`patch := [{"op": "remove", "path": "/family"} | some _ in numbers.range(1, 501)]`),
	"t/conflict": patching(`patch := [] if input.request.name == "web"\n\npatch := [1] if input.request.name == "web"`),
	"t/endless": patching(`patch := [1 | n := numbers.range(1, 10000); some a in n; some b in n; some c in n; a + b + c < 0]`),
	"t/none": VIOLATION,
};

const compiler = openCompiler();
let engine: PolicyEngine;
let worker: PolicyEngine;
beforeAll(async () => {
	const bundle = await bundleOf(compiler, RULES);
	[engine, worker] = await Promise.all([openEngine(bundle), openWorkerEngine(bundle, { deadlineMs: 300 })]);
});
afterAll(async () => {
	await Promise.all([compiler.close(), worker.close()]);
});

const question = (policy: string): Question => ({ constraint: "c", policy, parameters: { value: "v" } });
const ask = async (policy: string, by: PolicyEngine = engine): Promise<Patching | undefined> =>
	(await by.patch?.(admissionRequest(), NOW, [question(policy)]))?.[0];

describe("the rule `patch`", () => {
	it("answers its operations in their order, here and in a thread", async () => {
		const operations = ["z", "a", "m"].map((key, i) => ({ op: "add", path: `/tags/${i}`, value: { key, value: "v" } }));
		for (const by of [engine, worker])
			expect(await ask("t/ordered", by)).toEqual({ outcome: "patched", constraint: "c", policy: "t/ordered", operations });
	});

	it("has nothing to mend where it is undefined", async () => {
		expect(await ask("t/silent")).toMatchObject({ outcome: "patched", operations: [] });
	});

	it.each([
		["t/object", "patch is of type object; it must be an array"],
		["t/text", "an operation (0) that is none of RFC 6902"],
		["t/unknown", "op: must be add, remove, replace, test, move or copy"],
		["t/pointer", "path: must be a JSON pointer"],
		["t/without", "value: "],
		["t/more", "because"],
		["t/set", "patch holds a set"],
		["t/orderless", "patch holds a set"],
		["t/many", "patch has 501 operations; 500 are the most"],
		["t/conflict", "conflict"],
		["t/none", "the bundle has no patch of the policy t/none"],
	])("%s fails, and says why", async (policy, reason) => {
		expect(await ask(policy)).toEqual({ outcome: "failed", constraint: "c", policy, reason: expect.stringContaining(reason) });
	});

	it("that runs away costs itself alone", async () => {
		const answers = await worker.patch?.(admissionRequest(), NOW, [question("t/endless"), question("t/silent")]);
		expect(answers).toMatchObject([
			{ outcome: "failed", reason: "did not finish within 300 ms" },
			{ outcome: "patched", policy: "t/silent" },
		]);
	});
});

describe("a bundle", () => {
	it("tells which of its policies have one, and judges by `violation` as ever", async () => {
		expect(engine.policies.filter(({ patches }) => patches !== true).map(({ id }) => id)).toEqual(["t/none"]);
		expect(await engine.evaluate(admissionRequest(), NOW, [question("t/object")])).toMatchObject([{ violations: [] }]);
	});

	it("is refused where `patch` stands alone", async () => {
		const alone = `patch := []`;
		await expect(bundleOf(compiler, { "t/alone": alone })).rejects.toThrow(/t\/alone.* has a rule called patch and none called violation/);
	});
});
