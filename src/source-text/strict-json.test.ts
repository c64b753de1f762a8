import { describe, expect, it } from "vitest";
import { readStrictJson } from "./strict-json.ts";
import { UnreadableText } from "./unreadable-text.ts";

const read = (text: string | Buffer) => readStrictJson(Buffer.from(text as string));

describe("refuses", () => {
	it.for([
		["a key twice", '{"a":{"b":1,"c":2,"b":3}}', 'the key "b" stands twice'],
		["a key twice, once escaped", '{"privileged":true,"privilege\\u0064":false}', 'the key "privileged" stands twice'],
		["a key twice after a list of objects", '{"a":[{"b":1},{"b":2}],"a" : 3}', 'the key "a" stands twice'],
		["__proto__ twice", '{"__proto__":1,"__proto__":2}', "stands twice"],
		["wrong UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), "not UTF-8"],
		["a byte order mark", '\uFEFF{"a":1}', "not JSON"],
		["UTF-16", Buffer.from('{"a":1}', "utf16le"), "not JSON"],
		["YAML", "a: 1", "not JSON"],
		["a comment", '{"a":1 /* b */}', "not JSON"],
		["nothing", "", "not JSON"],
		["a number that is infinite", '{"a":1e999}', "too large"],
		["65 levels", `${'{"a":'.repeat(65)}1${"}".repeat(65)}`, "64 deep"],
	] as const)("%s", ([, text, problem]) => {
		expect(() => read(text)).toThrow(UnreadableText);
		expect(() => read(text)).toThrow(problem);
	});
});

describe("reads", () => {
	it.for([
		['{"a":{"x":1},"b":{"x":2}}'],
		['[{"a":1},{"a":2}]'],
		['{"a":"\\"b\\":{","b":"}","c":"\\\\"}'],
		['{"a":["a","a"],"b":"a"}'],
		['"text"'],
	])("%s as JSON.parse does", ([text = ""]) => {
		expect(read(text)).toEqual(JSON.parse(text));
	});

	it("a megabyte in one text", () => {
		const text = JSON.stringify({ a: '"{'.repeat(500_000) });
		expect(read(text)).toEqual(JSON.parse(text));
	});
});
