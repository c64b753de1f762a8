/**
 * WASM goes through objects and sets in the order of their hashes, OPA in sorted order. The language does that, not a built-in, so no host can mend
 * it; authors sort before they join or index, and print objects and sets with sprintf.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../src/admission/request.ts";
import { openCompiler, type RegoOracle } from "../../src/rego/compiler.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { bundleOf, sourcesOf } from "../rego-bundle.ts";
import { admissionRequest, NOW } from "../requests.ts";

const rule = (message: string) => `violation contains {"msg": msg} if {
	given := input.request.object
	msg := ${message}
}`;
const RULES = {
	"t/keys": rule('concat(",", [key | some key, _ in given.object])'),
	"t/print": rule('$"{given.object}"'),
	"t/scalar": rule('$"{given.value} {given.list} {given.none}"'),
	"t/sorted_keys": rule('concat(",", sort([key | some key, _ in given.object]))'),
	"t/sprintf": rule('sprintf("%v %v", [given.object, {key | some key, _ in given.object}])'),
};

const compiler = openCompiler();
let engine: PolicyEngine;
let oracle: RegoOracle;
beforeAll(async () => {
	engine = await openEngine(await bundleOf(compiler, RULES));
	oracle = await compiler.prepare({ files: sourcesOf(RULES) });
});
afterAll(() => compiler.close());

async function inWasm(policy: string, object: JsonObject): Promise<string | undefined> {
	const [evaluation] = await engine.evaluate(admissionRequest({ object }), NOW, [{ constraint: "c", policy, parameters: {} }]);
	if (evaluation?.outcome !== "evaluated") throw new Error(evaluation?.reason);
	return evaluation.violations[0]?.msg;
}

async function inOpa(policy: string, object: JsonObject): Promise<string | undefined> {
	const input = { request: admissionRequest({ object }), now: NOW, parameters: {} };
	const [answer] = await oracle.evaluate([`policies/${policy}/violation`], input);
	return (answer?.value as { msg: string }[] | undefined)?.[0]?.msg;
}

const TAGS = { object: { team: 1, owner: 2, stage: 3, cost: 4, app: 5 } };
const letters = (text: string | undefined) => [...(text ?? "")].sort().join("");

describe("what a message prints", () => {
	it.each(["t/keys", "t/print"])("differs from OPA's in order alone: %s", async (policy) => {
		const [wasm, opa] = [await inWasm(policy, TAGS), await inOpa(policy, TAGS)];
		expect(wasm).not.toBe(opa);
		expect(letters(wasm)).toBe(letters(opa));
	});

	it.each(["t/sorted_keys", "t/sprintf", "t/scalar"])("is OPA's: %s", async (policy) => {
		// How Go's %q spells what cannot be printed (a space that is not U+0020, say) is not how the module does.
		const text = fc.string({ unit: "grapheme" }).map((grapheme) => grapheme.replace(/[\p{C}\p{Z}]/gu, " "));
		const value: fc.Arbitrary<Json> = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
		const objects = fc.record({ object: fc.dictionary(text, value), value, list: fc.array(value, { maxLength: 4 }) });
		const property = fc.asyncProperty(objects, async (object) => {
			const plain = JSON.parse(JSON.stringify(object)) as JsonObject;
			expect(await inWasm(policy, plain)).toBe(await inOpa(policy, plain));
		});
		await fc.assert(property, { numRuns: 100 });
	});
});
