import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareCodePoints, compareRego, sortRego } from "./rego-order.ts";
import { parseRego, RegoNumber, RegoObject, RegoSet, type RegoValue, renderRego } from "./rego-value.ts";
import { printRego } from "./sprintf.ts";

const n = (text: string) => new RegoNumber(text);

describe("parseRego", () => {
	it.each<readonly [string, RegoValue]>([
		['"a\\"\\u0001é"', 'a"\u0001é'],
		["-1.50e+3", n("-1.50e+3")],
		["[]", []],
		['[1, [true, false, null], "x"]', [n("1"), [true, false, null], "x"]],
		["set()", new RegoSet([])],
		["{1, {2, set()}}", new RegoSet([n("1"), new RegoSet([n("2"), new RegoSet([])])])],
		["{}", new RegoObject([])],
		[
			'{"__proto__": 1, [2]: {3: {}}}',
			new RegoObject([
				["__proto__", n("1")],
				[[n("2")], new RegoObject([[n("3"), new RegoObject([])]])],
			]),
		],
	])("reads %s", (text, value) => {
		expect(parseRego(text)).toEqual(value);
	});

	it.each(["", "[1", "{1: 2", "{1", '"a', "[1,2]", "tru", "1 2", "x", "{1: 2, 3}", "set("])("refuses %j", (text) => {
		expect(() => parseRego(text)).toThrow(SyntaxError);
	});

	it("reads back what it wrote", () => {
		const { value } = fc.letrec<{ value: RegoValue }>((tie) => ({
			value: fc.oneof(
				{ maxDepth: 3 },
				fc.constantFrom(null, true, false),
				fc.string({ unit: "binary" }),
				fc.integer().map((i) => n(String(i))),
				fc.array(tie("value"), { maxLength: 4 }),
				fc.array(tie("value"), { maxLength: 4 }).map((members) => new RegoSet(members)),
				fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 4 }).map((entries) => new RegoObject(entries)),
			),
		}));
		const spaced = (member: RegoValue): string => {
			if (Array.isArray(member)) return `[${member.map(spaced).join(", ")}]`;
			if (member instanceof RegoSet) return member.members.length === 0 ? "set()" : `{${member.members.map(spaced).join(", ")}}`;
			if (member instanceof RegoObject) return `{${member.entries.map(([k, v]) => `${spaced(k)}: ${spaced(v)}`).join(", ")}}`;
			return renderRego(member);
		};
		fc.assert(
			fc.property(value, (any) => {
				expect(parseRego(spaced(any))).toEqual(any);
			}),
		);
	});
});

describe("OPA's order", () => {
	const ordered = [
		null,
		false,
		true,
		n("-1"),
		n("0.5"),
		n("9007199254740992"),
		n("9007199254740993"),
		"",
		"a",
		"\uffee",
		"\u{1f600}",
		[],
		[n("1")],
		[n("1"), null],
		new RegoObject([]),
		new RegoObject([["a", n("1")]]),
		new RegoSet([]),
		new RegoSet([n("2")]),
	];

	it("is null, booleans, numbers, strings, arrays, objects, sets", () => {
		expect(sortRego(ordered.toReversed())).toEqual(ordered);
		for (const value of ordered) expect(compareRego(value, value)).toBe(0);
	});

	it("takes numbers of the same value and sets in another order as equal", () => {
		expect(compareRego(n("1.0"), n("1"))).toBe(0);
		expect(compareRego(new RegoSet([n("1"), "a"]), new RegoSet(["a", n("1")]))).toBe(0);
	});

	it("of text is that of UTF-8", () => {
		const bytes = (a: string, b: string) => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
		const text = fc.string({ unit: "binary" });
		fc.assert(
			fc.property(text, text, (a, b) => {
				expect(Math.sign(compareCodePoints(a, b))).toBe(bytes(a, b));
			}),
		);
	});

	it("is what values are printed in", () => {
		expect(
			printRego(
				new RegoSet([
					new RegoObject([
						["b", null],
						["a", true],
					]),
					n("1"),
				]),
			),
		).toBe('{1, {"a": true, "b": null}}');
	});
});
