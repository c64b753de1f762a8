/** What of conftest and Gatekeeper is refused at load instead of being passed over in silence. */
import { afterAll, describe, expect, it } from "vitest";
import { openCompiler } from "../../src/rego/compiler.ts";
import { buildPolicies } from "../../src/rego/policy-sources.ts";

const compiler = openCompiler();
afterAll(() => compiler.close());

const refusal = (...texts: readonly string[]) => {
	const files = Object.fromEntries(texts.map((text, i) => [`${"ab"[i]}.rego`, text]));
	return buildPolicies(compiler, files).then(
		() => "nothing",
		(error: Error) => error.message,
	);
};

describe("refused where it is written, with what to do", () => {
	it.each([
		[
			"truth instead of messages",
			"package a\n\ndeny { input.privileged }\n",
			/^a\.rego:3:1: .*deny is no set of messages.*`deny contains msg if/,
		],
		["v1's object for v0's set", 'package a\n\ndeny[msg] if msg := "x"\n', /^a\.rego:3:1: .*deny is no set of messages/],
		[
			"conftest's --data",
			'package a\n\ndeny["x"] { data.allowed[_] == input.family }\n',
			/^a\.rego:3:13: .*nothing here defines data\.allowed/,
		],
		[
			"Gatekeeper's inventory",
			'package a\n\nviolation[{"msg": "x"}] { data.inventory.cluster; input.review }\n',
			/data\.inventory.*parameters of a constraint/,
		],
		[
			"a built-in that WASM lacks",
			'package a\n\ndeny["x"] { http.send({"url": input.family}) }\n',
			/^a\.rego:3:13: .*http\.send.*not among those.*write the rule in the others/,
		],
		["an error in v1", "package a\n\ndeny contains msg if {\n\tmsg := input.x\n\tmsg ==\n}\n", /^a\.rego:6:1: rego_parse_error/],
		["an error in v0", "package a\n\ndeny[msg] {\n\tmsg := input.x\n\tmsg ==\n}\n", /^a\.rego:6:1: rego_parse_error/],
	])("%s", async (_, text, message) => {
		expect(await refusal(text)).toMatch(message);
	});

	it("names every file", async () => {
		const all = await refusal("package a\n\ndeny { true }\n", "package b\n\nwarn { true }\n");
		expect(all.split("\n").map((line) => line.slice(0, 11))).toEqual(["a.rego:3:1:", "b.rego:3:1:"]);
	});

	it("takes no code from a file's name", async () => {
		const files = { "a\n\nnonsense\n.rego": 'package a\n\ndeny["x"] { input.family == "a" }\n' };
		await expect(buildPolicies(compiler, files)).resolves.toBeInstanceOf(Uint8Array);
	});

	it("names a place once, though several rules lead there", async () => {
		const all = await refusal("package a\n\ndeny_x contains 1 if shared\n\ndeny_y contains 1 if shared\n\nshared if data.none\n");
		expect(all.split("\n")).toHaveLength(1);
	});

	it("refuses one of Taskgate's own whose METADATA was forgotten", async () => {
		expect(await refusal('package a\n\nviolation contains {"msg": "x"} if input.request.object.family\n')).toMatch(
			/^a\.rego:3:1: .*a\.violation reads input\.request.*no METADATA with `entrypoint: true`/,
		);
	});
});
