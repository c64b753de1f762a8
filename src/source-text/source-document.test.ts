import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDocuments } from "./source-document.ts";
import { UnreadableText } from "./unreadable-text.ts";

const only = (text: string) => {
	const [document, ...rest] = readDocuments(text);
	expect(rest).toEqual([]);
	return document as NonNullable<typeof document>;
};

describe("values", () => {
	test("every JSON text means what JSON.parse says it means", () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, "\t"), (value, indent) => {
				const text = JSON.stringify({ value }, null, indent);
				expect(only(text).value).toEqual(JSON.parse(text));
			}),
			{ numRuns: 500 },
		);
	});

	test("prototype keys are own keys of the value and reach nothing else", () => {
		const { value } = only('{"__proto__": {"privileged": true}, "constructor": {"prototype": {"x": 1}}}');
		expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
		expect((value as { privileged?: boolean }).privileged).toBeUndefined();
		expect(({} as { x?: number }).x).toBeUndefined();
	});

	test.each([
		["documents between ---", "a: 1\n---\nb: 2\n---\n", [{ a: 1 }, { b: 2 }]],
		["newline-delimited JSON", '{"a": 1}\n{"b": 2}\n', [{ a: 1 }, { b: 2 }]],
		["nothing but a comment", "# nothing\n", []],
		["merge keys", "a: &a {p: true}\nb:\n  <<: *a\n  q: 1\n", [{ a: { p: true }, b: { p: true, q: 1 } }]],
		["a quoted merge key", '{"<<": {"p": 1}}', [{ "<<": { p: 1 } }]],
		["timestamps", "t: 2027-01-31T00:00:00Z", [{ t: "2027-01-31T00:00:00Z" }]],
		["YAML 1.1 words", "%YAML 1.1\n---\na: yes\n", [{ a: "yes" }]],
		["tags", "image: !Ref Image\nname: !Sub a\n", [{ image: { $unknown: "Ref Image" }, name: { $unknown: "Sub a" } }]],
		["a tagged list", "a: !If [b, c, d]", [{ a: { $unknown: "If" } }]],
	])("%s", (_, text, values) => {
		expect(readDocuments(text).map(({ value }) => value)).toEqual(values);
	});
});

describe("refused", () => {
	test.each([
		["flow nesting", "[".repeat(100_000), /64 deep/],
		["flow nesting inside YAML", `x: ${"[".repeat(65)}${"]".repeat(65)}`, /64 deep/],
		["block nesting", `${"- ".repeat(3000)}x`, /64 deep/],
		["block maps", Array.from({ length: 66 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"), /64 deep/],
		["duplicate keys", '{"a": 1,\n "a": 2}', /"a" stands twice/],
		["list as key", "? [a]\n: b", /a key is not/],
		["infinity", '{"a": 1e400}', /too large/],
		[
			"alias bomb",
			`a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefgh"].map((k, i) => `${k}: &${k} [${`*${"abcdefg"[i]},`.repeat(9)}]`).join("\n")}`,
			/aliases/,
		],
		["an alias of itself", "a: &a [*a]", /contains itself/],
		["syntax", '{"a": [1, 2}', /./],
	])("%s", (_, text, message) => {
		expect(() => readDocuments(text)).toThrow(UnreadableText);
		expect(() => readDocuments(text)).toThrow(message);
	});

	test("exactly 64 deep is read", () => {
		expect(readDocuments(`${"[".repeat(64)}${"]".repeat(64)}`)).toHaveLength(1);
	});

	test("says where", () => {
		expect(() => readDocuments('{"a": 1,\n  "a": 2}')).toThrow(expect.objectContaining({ position: { line: 2, column: 3 } }));
	});
});

describe("positions", () => {
	const json = only('{\n  "family": "web",\n  "containerDefinitions": [\n    {\n      "name": "a",\n      "a/b": 1\n    }\n  ]\n}');

	test.each([
		["", 1],
		["/family", 2],
		["/containerDefinitions", 3],
		["/containerDefinitions/0", 4],
		["/containerDefinitions/0/name", 5],
		["/containerDefinitions/0/a~1b", 6],
		["/containerDefinitions/0/privileged", 4],
		["/containerDefinitions/7/name", 3],
		["/family/deeper/than/it/is", 2],
		["/absent", 1],
	])("%s is on line %i", (pointer, line) => {
		expect(json.position(pointer).line).toBe(line);
	});

	test("in the second document, through an alias, and in newline-delimited JSON", () => {
		const [first, second] = readDocuments("a: &x\n  b: 1\nc: *x\n---\nd:\n- e: 2\n");
		expect(first?.position("/c/b").line).toBe(2);
		expect(second?.position("/d/0/e")).toEqual({ line: 6, column: 3 });
		expect(readDocuments('{"a":1}\n\n{"b":2}')[1]?.position("/b")).toEqual({ line: 3, column: 2 });
	});
});
