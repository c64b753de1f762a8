import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { msgs } from "../../test/rego-answers.ts";
import { bundleOf } from "../../test/rego-bundle.ts";
import { admissionRequest, NOW } from "../../test/requests.ts";
import type { JsonObject } from "../admission/request.ts";
import { HOST_BUILTINS } from "./builtins/host-builtins.ts";
import { type Bundle, entrypointsOf } from "./bundle.ts";
import { openCompiler } from "./compiler.ts";
import { DEFAULT_LIMITS, type EngineOptions, openEngine } from "./engine.ts";
import { Guest } from "./guest.ts";
import { Judge } from "./judge.ts";
import { compileSharing, shareMemo } from "./shared-memo.ts";

const COMMON = "data.policies.t.common.name";
/** About a megabyte each, and nothing that two of them have in common. */
const LARGE = Object.fromEntries(
	Array.from({ length: 30 }, (_, i) => [
		`t/large${i}`,
		`violation contains {"msg": $"{count(numbers.range(${i}, 15000))}"} if input.request`,
	]),
);
const RULES = {
	...LARGE,
	"t/common": `violation contains {"msg": name}

name := sprintf("%v %v", [input.request.name, object.get(input.parameters, "n", 0)])`,
	"t/other": `violation contains {"msg": ${COMMON}}`,
	"t/pretends": `violation contains {"msg": pretended} if pretended := ${COMMON} with input.request.name as "other"`,
	"t/conflict": `violation contains {"msg": "x"} if one == 1

one := 1

one := 2 if ${COMMON}`,
};

const compiler = openCompiler();
let bundle: Bundle;
beforeAll(async () => {
	bundle = await bundleOf(compiler, RULES);
});
afterAll(() => compiler.close());

/** What the policies answer, and how often the rule that they have in common was worked out. */
async function asked(questions: readonly (readonly [policy: string, parameters: JsonObject])[], names = ["web"]) {
	let calls = 0;
	const sprintf: typeof HOST_BUILTINS.sprintf = (...values) => {
		calls++;
		return HOST_BUILTINS.sprintf?.(...values);
	};
	const options: EngineOptions = { builtins: { ...HOST_BUILTINS, sprintf } };
	const engine = await openEngine(bundle, options);
	const answers: unknown[] = [];
	for (const name of names) {
		const all = questions.map(([policy, parameters]) => ({ constraint: "c", policy, parameters }));
		answers.push(...(await engine.evaluate(admissionRequest({ name }), NOW, all)).map(msgs));
	}
	return { answers, calls };
}

describe("what policies have in common", () => {
	it("is worked out once a request", async () => {
		expect(
			await asked(
				[
					["t/common", {}],
					["t/other", {}],
				],
				["web", "db"],
			),
		).toEqual({ answers: [["web 0"], ["web 0"], ["db 0"], ["db 0"]], calls: 2 });
	});

	it("is worked out for each set of parameters, in whatever order these come", async () => {
		const questions = [0, 1, 0, 1, 0].flatMap((n) => [["t/common", { n }] as const, ["t/other", { n }] as const]);
		const answers = [0, 1, 0, 1, 0].flatMap((n) => [[`web ${n}`], [`web ${n}`]]);
		expect(await asked(questions)).toEqual({ answers, calls: 2 });
	});

	it("is another thing where a policy pretends another input, and the old one afterwards", async () => {
		const { answers } = await asked([
			["t/common", {}],
			["t/pretends", {}],
			["t/other", {}],
		]);
		expect(answers).toEqual([["web 0"], ["other 0"], ["web 0"]]);
	});

	it("is worked out anew after a policy failed", async () => {
		const { answers, calls } = await asked([
			["t/common", {}],
			["t/conflict", {}],
			["t/other", {}],
		]);
		expect(answers).toEqual([["web 0"], expect.stringContaining("conflict"), ["web 0"]]);
		expect(calls).toBe(2);
	});

	it("is forgotten before it leaves a policy without memory", async () => {
		const module = await compileSharing(bundle.wasm);
		const judge = new Judge(module, entrypointsOf(bundle), HOST_BUILTINS, { ...DEFAULT_LIMITS, maxMemoryPages: 128 });
		const questions = Object.keys(LARGE).map((policy) => ({ constraint: "c", policy, parameters: {} }));
		const answers = judge.judge("violation", { request: JSON.stringify(admissionRequest()), now: NOW, questions });
		expect(answers.map(msgs)).toEqual(questions.map((_, i) => [`${15001 - i}`]));
	});
});

describe("shareMemo", () => {
	const remembers = async (module: Uint8Array) => new Guest(await WebAssembly.compile(module), HOST_BUILTINS, 64).remembers;

	it("leaves forgetting to the host, in a copy", async () => {
		const shared = shareMemo(bundle.wasm);
		expect(await remembers(shared ?? bundle.wasm)).toBe(true);
		expect(await remembers(bundle.wasm)).toBe(false);
	});

	it("leaves alone what it has changed already", () => {
		expect(shareMemo(shareMemo(bundle.wasm) ?? bundle.wasm)).toBeUndefined();
	});

	it("leaves alone a module whose functions have no names, or others", () => {
		const renamed = Buffer.from(bundle.wasm);
		renamed.write("opa_memoize_none", renamed.indexOf("opa_memoize_init"));
		expect(shareMemo(renamed)).toBeUndefined();
		const nameless = Buffer.from(bundle.wasm);
		nameless.write("eman", nameless.lastIndexOf("\u0004name") + 1);
		expect(shareMemo(nameless)).toBeUndefined();
	});

	it("comes to an end with whatever is no module", () => {
		expect(shareMemo(new Uint8Array())).toBeUndefined();
		for (let length = 0; length < bundle.wasm.length; length += 997) expect(shareMemo(bundle.wasm.subarray(0, length))).toBeUndefined();
	});
});
