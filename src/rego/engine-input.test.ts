/** What a request may hold: the traps of OPA's WASM target T6 to T11 and T14 (see docs/decisions/0004). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answersOf, msgs } from "../../test/rego-answers.ts";
import { bundleOf } from "../../test/rego-bundle.ts";
import { admissionRequest, NOW } from "../../test/requests.ts";
import type { AdmissionRequest, JsonObject } from "../admission/request.ts";
import { HOST_BUILTINS } from "./builtins/host-builtins.ts";
import { type Bundle, entrypointsOf } from "./bundle.ts";
import { openCompiler } from "./compiler.ts";
import { DEFAULT_LIMITS, openEngine } from "./engine.ts";
import { Judge } from "./judge.ts";
import type { PolicyEngine } from "./policy-engine.ts";

const RULES = {
	"t/privileged": `violation contains {"msg": "privileged"} if {
	some container in input.request.object.containerDefinitions
	container.privileged
}`,
	"t/allowed": `violation contains {"msg": "not allowed"} if not _allowed

_allowed if 1 / input.request.object.divisor > 0`,
	"t/echo": `violation contains {"msg": "echo", "details": input.request.object}`,
	"t/big": `violation contains {"msg": sprintf("%d", [n])} if some n in [9007199254740993, 123456789012345678901234567890]`,
};

const compiler = openCompiler();
let bundle: Bundle;
let engine: PolicyEngine;
beforeAll(async () => {
	bundle = await bundleOf(compiler, RULES);
	engine = await openEngine(bundle);
});
afterAll(() => compiler.close());

const withObject = (object: JsonObject) => admissionRequest({ object });

const ask = (policies: readonly string[], request?: AdmissionRequest, on = engine) => answersOf(on, policies, request);

describe("an input that is no object", () => {
	const cyclic: Record<string, unknown> = {};
	cyclic.self = cyclic;

	it.each<readonly [string, unknown]>([
		["null", null],
		["0", 0],
		["false", false],
		["the empty string", ""],
		["text", '{"name":"web"}'],
		["a list", [{}]],
		["an ArrayBuffer's bytes", Buffer.from('{"x":')],
		["something that says it is null", { toJSON: () => null }],
		["something that says it is nothing", { toJSON: () => undefined }],
		["a BigInt", { n: 1n }],
		["a cycle", cyclic],
	])("%s is never evaluated as an undefined one (T6, T7)", async (_, request) => {
		const evaluations = await ask(["t/privileged", "t/echo"], request as AdmissionRequest);
		expect(evaluations.map(({ outcome }) => outcome)).toEqual(["failed", "failed"]);
		expect((await ask(["t/privileged"])).map(msgs)).toEqual([["privileged"]]);
	});

	it("nested 100,000 deep is a failure, 2,000 deep is judged, and the next request is too (T10)", async () => {
		let deep: JsonObject = {};
		for (let i = 0; i < 100_000; i++) deep = { a: deep };
		expect((await ask(["t/privileged"], withObject(deep))).map(msgs)).toEqual([expect.stringContaining("cannot be written as JSON")]);
		const judge = new Judge(await WebAssembly.compile(bundle.wasm), entrypointsOf(bundle), HOST_BUILTINS, DEFAULT_LIMITS);
		const questions = [{ constraint: "c", policy: "t/privileged", parameters: {} }];
		const nested = (depth: number) =>
			msgs(judge.judge("violation", { request: `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`, now: NOW, questions })[0]);
		expect(nested(100_000)).toContain("nested too deeply");
		expect(nested(2000)).toEqual([]);
		expect(msgs(judge.judge("violation", { request: JSON.stringify(admissionRequest()), now: NOW, questions })[0])).toEqual(["privileged"]);
	});
});

describe("strange values", () => {
	it("lone surrogates become U+FFFD, in keys too (T8)", async () => {
		for (let i = 0; i < 1200; i++) {
			const [evaluation] = await ask(["t/echo"], withObject({ "\udc00": "a\ud800b", list: ["\ud83d\ude00"], text: "\\ud800" }));
			expect(evaluation).toMatchObject({ violations: [{ details: { "\ufffd": "a\ufffdb", list: ["\u{1f600}"], text: "\\ud800" } }] });
		}
	});

	it("prototype keys are data", async () => {
		const object = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":1},"s":"\\ud800","toString":null}');
		const [evaluation] = await ask(["t/echo"], withObject(object));
		const details = evaluation?.outcome === "evaluated" ? evaluation.violations[0]?.details : undefined;
		expect(Object.entries(details ?? {}).sort()).toEqual([
			["__proto__", { polluted: true }],
			["constructor", { prototype: 1 }],
			["s", "\ufffd"],
			["toString", null],
		]);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});

	it("numbers beyond 2^53 crash nothing and print exactly (T9)", async () => {
		const [evaluation] = await ask(["t/echo"], withObject({ big: 2 ** 63, tiny: 5e-324, huge: 1.7e308, negative: -0 }));
		expect(evaluation).toMatchObject({
			violations: [{ details: { big: 2 ** 63, tiny: 5e-324, huge: 1.7e308, negative: 0 } }],
		});
		expect((await ask(["t/big"])).map(msgs)).toEqual([["123456789012345678901234567890", "9007199254740993"]]);
	});

	it("a native error is undefined, so rules are written in the `not _allowed` form (T14)", async () => {
		expect((await ask(["t/allowed"], withObject({ divisor: 0 }))).map(msgs)).toEqual([["not allowed"]]);
		expect((await ask(["t/allowed"], withObject({ divisor: "x" }))).map(msgs)).toEqual([["not allowed"]]);
		expect((await ask(["t/allowed"], withObject({ divisor: 1 }))).map(msgs)).toEqual([[]]);
	});
});

describe("memory (T11)", () => {
	const large = JSON.stringify(withObject({ words: Array.from({ length: 300_000 }, (_, i) => `word ${i}`) }));
	const question = { constraint: "c", policy: "t/privileged", parameters: {} };
	const judgeWith = async (maxMemoryPages: number) => {
		const limits = { maxMemoryPages, recycleAboveBytes: 16 * 2 ** 20 };
		return new Judge(await WebAssembly.compile(bundle.wasm), entrypointsOf(bundle), HOST_BUILTINS, limits);
	};

	it("that a large request took is given back after it", async () => {
		const judge = await judgeWith(2048);
		let during = 0;
		const answers = judge.judge("violation", { request: large, now: NOW, questions: [question, question] }, (index) => {
			if (index === 1) during = judge.memoryBytes;
		});
		expect(answers.map(({ outcome }) => outcome)).toEqual(["evaluated", "evaluated"]);
		expect(during).toBeGreaterThan(16 * 2 ** 20);
		expect(judge.memoryBytes).toBe(0);
		judge.judge("violation", { request: JSON.stringify(admissionRequest()), now: NOW, questions: [question] });
		expect(judge.memoryBytes).toBe(4 * 2 ** 20);
	});

	it("has a limit; what needs more fails and says so", async () => {
		const judge = await judgeWith(128);
		expect(msgs(judge.judge("violation", { request: large, now: NOW, questions: [question] })[0])).toBe(
			"the request could not be read: it needs more than 8 MiB of memory for this request",
		);
		expect(msgs(judge.judge("violation", { request: JSON.stringify(admissionRequest()), now: NOW, questions: [question] })[0])).toEqual([
			"privileged",
		]);
	});
});
