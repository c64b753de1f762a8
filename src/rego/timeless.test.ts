import { describe, expect, test } from "vitest";
import { openBuiltIn } from "./built-in-bundle.ts";
import { timelessPolicies } from "./timeless.ts";

const LIB = ["lib/plain.rego", "package lib.plain\n\nname := input.request.name"] as const;

function isTimeless(rego: string, ...others: readonly (readonly [string, string])[]): boolean {
	const sources = [["a/p.rego", `package policies.a.p\n\n${rego}`] as const, LIB, ...others];
	const files = new Map(sources.map(([path, text]) => [path, Buffer.from(text)]));
	return timelessPolicies(files, new Map([["a/p", "policies/a/p/violation"]])).has("a/p");
}

describe("a policy whose answer may change with time", () => {
	test.each([
		["reads the clock", "violation contains 1 if input.now > 2"],
		["reads the clock by its key", 'violation contains 1 if input["now"]'],
		["hands the whole input on", "violation contains 1 if f(input)"],
		["looks through the input", "violation contains 1 if some k, v in input"],
		["gives the input another name", "import input as i\nviolation contains 1 if i.now"],
		["reads the time of the request", "violation contains 1 if input.request.time"],
		["reads the uid of the request", 'violation contains 1 if object.get(input.request, "uid", "")'],
		["reads it in quotes of the other kind", "violation contains 1 if input.request[`time`]"],
		["could hide a name in an escape", 'violation contains 1 if input.request["\\u0074ime"]'],
		["refers to what nobody can read", "import data.lib.absent\nviolation contains 1 if absent.name"],
	])("%s", (_, rego) => {
		expect(isTimeless(rego)).toBe(false);
	});

	test("through what it imports, at any depth", () => {
		const via = ["lib/via.rego", "package lib.via\n\nimport data.lib.clock\n\nx := clock.y"] as const;
		const clock = ["lib/clock.rego", "package lib.clock\n\ny := input.now"] as const;
		expect(isTimeless("violation contains 1 if data.lib.via.x", via, clock)).toBe(false);
		expect(isTimeless("import data.lib\nviolation contains 1 if lib.plain.name", clock)).toBe(false);
		expect(isTimeless('violation contains 1 if data["lib"].via', clock)).toBe(false);
		expect(isTimeless("violation contains 1 if data.lib.plain.name", clock)).toBe(true);
	});

	test("through another file of its package", () => {
		expect(isTimeless("violation contains 1 if late", ["a/q.rego", "package policies.a.p\n\nlate if input.now"])).toBe(false);
	});

	test("whose source the bundle does not carry", () => {
		expect(timelessPolicies(new Map(), new Map([["a/p", "policies/a/p/violation"]])).size).toBe(0);
	});
});

describe("a policy that time does not change", () => {
	test.each([
		["reads request and parameters", "violation contains 1 if input.request.object.family == input.parameters.family"],
		["speaks of time in a comment", "# at this time, input as a whole is .now\nviolation contains 1 if input.request.kind"],
		["speaks of data in words", 'violation contains "the data" if input.request.object.x in ["x", "data-class"]'],
		["speaks of time in a message", 'violation contains "it is time now" if input.request.object.runtime'],
		["imports what does as well", "import data.lib.plain\nviolation contains 1 if plain.name"],
	])("%s", (_, rego) => {
		expect(isTimeless(rego)).toBe(true);
	});

	test("is every one of the built-in library, but the one that reads how old a scan is", async () => {
		const { policies, timeless } = await openBuiltIn();
		expect(policies.map(({ id }) => id).filter((id) => !timeless().has(id))).toEqual(["supply-chain/no-critical-cves"]);
	});
});
