/** What a policy or a built-in may raise: the traps of OPA's WASM target T1 to T5 and T12 (see docs/decisions/0004). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answersOf, msgs } from "../../test/rego-answers.ts";
import { bundleOf, sourcesOf } from "../../test/rego-bundle.ts";
import { admissionRequest } from "../../test/requests.ts";
import type { Evaluation } from "../admission/policy.ts";
import type { AdmissionRequest } from "../admission/request.ts";
import { HOST_BUILTINS } from "./builtins/host-builtins.ts";
import type { RegoValue } from "./builtins/rego-value.ts";
import { type Bundle, readBundle } from "./bundle.ts";
import { openCompiler } from "./compiler.ts";
import { type EngineOptions, openEngine } from "./engine.ts";
import { MissingBuiltins } from "./guest.ts";
import type { PolicyEngine } from "./policy-engine.ts";

const RULES = {
	"t/privileged": `violation contains {"msg": "privileged"} if {
	some container in input.request.object.containerDefinitions
	container.privileged
}`,
	"t/conflict": `violation contains {"msg": "x"} if one == 1

one := 1

one := 2 if input.request.name == "clash"`,
	"t/sprintf": `violation contains {"msg": sprintf("%v %d", [input.request.name, 7])}`,
};

const compiler = openCompiler();
let bundle: Bundle;
let engine: PolicyEngine;
beforeAll(async () => {
	bundle = await bundleOf(compiler, RULES);
	engine = await openEngine(bundle);
});
afterAll(() => compiler.close());

const clash = admissionRequest({ name: "clash" });

const ask = (policies: readonly string[], request?: AdmissionRequest, on = engine) => answersOf(on, policies, request);

describe("a throw", () => {
	it("costs the policy that threw, not the ones around it, however often it throws (T1)", async () => {
		for (let i = 0; i < 700; i++) {
			const evaluations = await ask(["t/privileged", "t/conflict", "t/privileged"], clash);
			expect(evaluations.map(msgs)).toEqual([["privileged"], expect.stringContaining("conflict"), ["privileged"]]);
		}
		expect((await ask(["t/conflict"])).map(msgs)).toEqual([["x"]]);
	});

	it("is a failed evaluation with OPA's own words, place first (T2)", async () => {
		const [evaluation] = await ask(["t/conflict"], clash);
		expect(evaluation).toEqual({
			outcome: "failed",
			constraint: "c",
			policy: "t/conflict",
			reason: "policies/t/conflict.rego:15:1: var assignment conflict",
		});
	});

	it("names files outside ASCII as they are (T2)", async () => {
		const sources = Object.entries(sourcesOf({ "t/conflict": RULES["t/conflict"] }));
		const files = Object.fromEntries(sources.map(([path, text]) => [path.replace("conflict", "größe"), text]));
		const other = await openEngine(await readBundle(await compiler.build({ files, revision: "1" })));
		expect((await ask(["t/conflict"], clash, other)).map(msgs)).toEqual(["policies/t/größe.rego:15:1: var assignment conflict"]);
	});
});

describe("built-ins", () => {
	it("that the host lacks refuse the bundle, by name (T3)", async () => {
		const lacking = await bundleOf(compiler, {
			"t/now": `violation contains {"msg": "x"} if time.now_ns() > 0`,
			"t/rand": `violation contains {"msg": "x"} if uuid.rfc4122("k") == "" `,
		});
		const refused = openEngine(lacking);
		await expect(refused).rejects.toThrow(MissingBuiltins);
		await expect(refused).rejects.toThrow("time.now_ns, uuid.rfc4122");
	});

	it("print as Go does, sets as sets (T4)", async () => {
		expect((await ask(["t/sprintf"])).map(msgs)).toEqual([["web 7"]]);
	});

	const sprintfIs = (builtin: (...values: RegoValue[]) => unknown): EngineOptions => ({
		builtins: { ...HOST_BUILTINS, sprintf: builtin as (...values: RegoValue[]) => RegoValue },
	});

	it.each<readonly [string, () => unknown, unknown]>([
		["a Promise", () => Promise.resolve("late"), "returned [object Promise], which is not a Rego value"],
		["a number of JavaScript", () => 1, "returned [object Number], which is not a Rego value"],
		["an object of JavaScript", () => ({}), "returned [object Object], which is not a Rego value"],
		[
			"a throw",
			() => {
				throw new Error("broken");
			},
			"built-in sprintf: broken",
		],
		["undefined, which makes the rule undefined", () => undefined, []],
		["a lone surrogate", () => "\ud800", ["\ufffd"]],
		["a value of Rego", () => "fine", ["fine"]],
	])("may return %s (T5)", async (_, builtin, expected) => {
		const other = await openEngine(bundle, sprintfIs(builtin));
		const evaluations = await ask(["t/sprintf", "t/privileged"], admissionRequest(), other);
		expect(evaluations.map(msgs)).toEqual([typeof expected === "string" ? expect.stringContaining(expected) : expected, ["privileged"]]);
	});

	it("cannot ask the engine that is asking them (T12)", async () => {
		let inner: Promise<readonly Evaluation[]> | undefined;
		const other = await openEngine(
			bundle,
			sprintfIs(() => {
				inner = ask(["t/privileged"], admissionRequest(), other);
				return "outer";
			}),
		);
		expect((await ask(["t/sprintf", "t/privileged"], admissionRequest(), other)).map(msgs)).toEqual([["outer"], ["privileged"]]);
		expect((await inner)?.map(msgs)).toEqual(["a built-in asked the engine while it was judging"]);
	});
});
