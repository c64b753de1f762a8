import { expect, test } from "vitest";
import { UnreadableText } from "../source-text/unreadable-text.ts";
import { canonicalJson } from "./canonical-json.ts";

const canonical = (text: string) => canonicalJson(Buffer.from(text));

test.each([
	["keys in the order of their bytes, not of UTF-16", '{"\\ud83d\\ude00":1,"\\uffee":2,"b":3,"a":4}', '{"a":4,"b":3,"\uffee":2,"😀":1}'],
	["numbers as they were written", "[1.0,1,1e5,1E+5,-0,12345678901234567890,0.1000]", "[1.0,1,1e5,1E+5,-0,12345678901234567890,0.1000]"],
	["spaces and escapes that mean nothing", ' { "a" : [ true , null ] ,\n"\\u0062":"\\/\\u0041"} ', '{"a":[true,null],"b":"/A"}'],
	["what Go escapes, and no HTML", '"\\u2028\\u2029\\u0001\\u007f<&>\\b\\f\\n\\"\\\\"', '"\\u2028\\u2029\\u0001\u007f<&>\\b\\f\\n\\"\\\\"'],
	["half a surrogate pair", '{"\\ud800":"\\udfff"}', '{"\ufffd":"\ufffd"}'],
	["a key that JavaScript is fond of", '{"__proto__":{"b":1,"a":2},"constructor":[]}', '{"__proto__":{"a":2,"b":1},"constructor":[]}'],
	["nothing much", "{}", "{}"],
])("%s", (_, text, expected) => {
	expect(canonical(text)).toBe(expected);
});

test.each([
	["keys that stand twice", '{"a":1,"\\u0061":2}'],
	["nesting that never ends", `${"[".repeat(1000)}${"]".repeat(1000)}`],
	["what is no JSON", "{a:1}"],
	["a byte order mark", "\ufeff{}"],
])("%s is refused", (_, text) => {
	expect(() => canonical(text)).toThrow(UnreadableText);
});

test("what is not UTF-8 is refused, not mended", () => {
	expect(() => canonicalJson(Buffer.from('{"a":"\xff"}', "latin1"))).toThrow(UnreadableText);
});
