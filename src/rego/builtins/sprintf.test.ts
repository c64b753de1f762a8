import { describe, expect, it } from "vitest";
import { RegoNumber, RegoObject, RegoSet, type RegoValue } from "./rego-value.ts";
import { sprintf } from "./sprintf.ts";

const n = (text: string) => new RegoNumber(text);

/** Each line as Go 1.26 prints it; test/contract/builtins.test.ts compares many more with OPA. */
describe("sprintf", () => {
	it.each<readonly [string, readonly RegoValue[], string]>([
		["%v and %v", ["text", n("3")], "text and 3"],
		["%s|%8s|%-8s|%.2s|%08s", ["abc", "abc", "abc", "abc", "abc"], "abc|     abc|abc     |ab|00000abc"],
		["%q %+q %#q", ['é"\n\u0001', "é", "a"], '"é\\"\\n\\x01" "\\u00e9" `a`'],
		["%d|%5d|%-5d|%05d|%+d|% d", [n("42"), n("42"), n("42"), n("-42"), n("42"), n("42")], "42|   42|42   |-0042|+42| 42"],
		["%x %X %#x %o %b %c %U", [n("255"), n("255"), n("255"), n("8"), n("5"), n("233"), n("233")], "ff FF 0xff 10 101 é U+00E9"],
		["%f %.2f %6.1f %e %g", [n("1.5"), n("2.345"), n("2.25"), n("1234.5"), n("1e21")], "1.500000 2.35    2.2 1.234500e+03 1e+21"],
		["%v %v %v", [n("1e6"), n("0.000001"), n("123456789.0")], "1e+06 1e-06 1.23456789e+08"],
		["%d %v", [n("9007199254740993"), n("123456789012345678901234567890")], "9007199254740993 123456789012345678901234567890"],
		["%v %v %v", [true, null, []], "true null []"],
		["%v", [new RegoSet([n("2"), "b", n("1"), "a"])], '{1, 2, "a", "b"}'],
		["%v", [new RegoSet([])], "set()"],
		[
			"%v",
			[
				new RegoObject([
					["b", [n("1"), null]],
					["a", "x"],
				]),
			],
			'{"a": "x", "b": [1, null]}',
		],
		["%t %d %s", [true, "x", n("1")], "%!t(string=true) %!d(string=x) %!s(int64=1)"],
		["%d", [n("1.5")], "%!d(float64=1.5)"],
		["%d %d", [n("1")], "1 %!d(MISSING)"],
		["%d", [n("1"), "more", n("2.5")], "1%!(EXTRA string=more, float64=2.5)"],
		["%[2]s %[1]s", ["a", "b"], "b a"],
		["%[3]s", ["a", "b"], "%!s(BADINDEX)"],
		["%*d|%-*d", [n("4"), n("7"), n("4"), n("7")], "   7|7   "],
		["%%|%T %T %T", ["a", n("1"), n("2.5")], "%|string int64 float64"],
		["%!", ["a"], "%!!(string=a)"],
		["100%", [], "100%!(NOVERB)"],
		["%z", ["a"], "%!z(string=a)"],
		["no verbs", [], "no verbs"],
	])("%s of %j", (format, values, expected) => {
		expect(sprintf(format, values)).toBe(expected);
	});

	it("is undefined for what is a type error in OPA", () => {
		expect(sprintf(n("1"), [])).toBeUndefined();
		expect(sprintf("%v", "text")).toBeUndefined();
	});

	it.each([
		["%x", "1.5"],
		["%b", "1.5"],
		["%p", "123456789012345678901"],
		["%w", "123456789012345678901"],
	])("refuses %s of %s rather than print something else", (format, text) => {
		expect(() => sprintf(format, [n(text)])).toThrow("not supported");
	});
});
