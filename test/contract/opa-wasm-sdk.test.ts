/**
 * OPA's own SDK as the reference for our host of the same ABI, and the test that decided against it in production:
 * it hands built-ins their arguments as JSON, where a set is an array, so even a `sprintf` of ours prints it wrongly.
 */
import { loadPolicy } from "@open-policy-agent/opa-wasm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../src/admission/request.ts";
import { HOST_BUILTINS } from "../../src/rego/builtins/host-builtins.ts";
import type { RegoValue } from "../../src/rego/builtins/rego-value.ts";
import { sprintf } from "../../src/rego/builtins/sprintf.ts";
import { anyPrefixMatch } from "../../src/rego/builtins/strings.ts";
import { openCompiler } from "../../src/rego/compiler.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { bundleOf } from "../rego-bundle.ts";
import { admissionRequest, NOW } from "../requests.ts";

const RULES = {
	"t/walk": `violation contains {"msg": "member", "details": {"path": path, "value": value}} if walk(input.request.object, [path, value])`,
	"t/text": `violation contains {"msg": upper(value), "details": {"parts": [trim_space(value), count(value), split(value, "a"), found]}} if {
	walk(input.request.object, [_, value])
	is_string(value)
	found := regex.find_all_string_submatch_n(\`(\\w)a?\`, value, -1)
}`,
	"t/numbers": `violation contains {"msg": "number", "details": {"all": [value, value + 1, value * 3, round(value)]}} if {
	walk(input.request.object, [_, value])
	is_number(value)
}`,
	"t/affix": `violation contains {"msg": value} if {
	walk(input.request.object, [_, value])
	strings.any_prefix_match(value, ["a", "b"])
}`,
	"t/labels": `violation contains {"msg": host.sprintf("missing labels: %v", [{"team", "owner"}])}`,
};

/** The SDK takes no other `sprintf` than its own, so both are given ours under a name that is neither's. */
const SPRINTF = "host.sprintf";

const compiler = openCompiler();
let engine: PolicyEngine;
let sdk: { evaluate(input: unknown, entrypoint: string): unknown };
beforeAll(async () => {
	const { capabilities } = await compiler.capabilities();
	const named = capabilities.builtins.filter(({ name }) => name === "sprintf").map((builtin) => ({ ...builtin, name: SPRINTF }));
	const bundle = await bundleOf(compiler, RULES, { ...capabilities, builtins: [...capabilities.builtins, ...named] });
	engine = await openEngine(bundle, { builtins: { ...HOST_BUILTINS, [SPRINTF]: sprintf } });
	sdk = await loadPolicy(
		new Uint8Array(bundle.wasm).buffer,
		{},
		{
			"strings.any_prefix_match": (search: Json, base: Json) => anyPrefixMatch(search as RegoValue, base as RegoValue),
			[SPRINTF]: (format: Json, values: Json) => sprintf(format as RegoValue, values as RegoValue),
		},
	);
});
afterAll(() => compiler.close());

async function ours(policy: string, object: Readonly<Record<string, Json>>): Promise<readonly string[]> {
	const [evaluation] = await engine.evaluate(admissionRequest({ object }), NOW, [{ constraint: "c", policy, parameters: {} }]);
	if (evaluation?.outcome !== "evaluated") throw new Error(evaluation?.reason);
	return evaluation.violations.map((violation) => JSON.stringify(violation)).sort();
}

function theirs(policy: string, object: Readonly<Record<string, Json>>): readonly string[] {
	const input = { request: admissionRequest({ object }), parameters: {}, now: NOW };
	const [answer] = sdk.evaluate(input, `policies/${policy}/violation`) as { result: { msg: string; details?: Json }[] }[];
	return (answer?.result ?? []).map(({ msg, details }) => JSON.stringify({ msg, ...(details === undefined ? {} : { details }) })).sort();
}

describe("our host of OPA's ABI", () => {
	it.each(["t/walk", "t/text", "t/numbers", "t/affix"])("answers %s as OPA's SDK does", async (policy) => {
		const objects = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3, stringUnit: "grapheme" }));
		await fc.assert(
			fc.asyncProperty(objects, async (object) => {
				const plain = JSON.parse(JSON.stringify(object)) as Record<string, Json>;
				expect(await ours(policy, plain)).toEqual(theirs(policy, plain));
			}),
		);
	});

	it("prints a set as OPA does, which no built-in behind the SDK can", async () => {
		expect(await ours("t/labels", {})).toEqual(['{"msg":"missing labels: {\\"owner\\", \\"team\\"}"}']);
		expect(theirs("t/labels", {})).toEqual(['{"msg":"missing labels: [\\"team\\", \\"owner\\"]"}']);
	});
});
