import fc from "fast-check";
import { expect, test } from "vitest";
import { hidingTexts } from "./hide-texts.ts";

test.each([
	["the longest that stands there", ["abcdef", "abcdefgh", "abcdefg"], "xabcdefghx", "x(masked)x"],
	["a shorter one where the longer goes on otherwise", ["abcdef", "abcdefgh"], "abcdefgx abcdef", "(masked)gx (masked)"],
	["two that overlap as one", ["abcdef", "efghij"], "abcdefghij.", "(masked)."],
	["two side by side as two", ["abcdef", "ghijkl"], "abcdefghijkl", "(masked)(masked)"],
	["nothing where only a beginning is alike", ["abcdefg"], "abcdefx", "abcdefx"],
	["nothing where all come later in the alphabet", ["abcdefz"], "abcdefa", "abcdefa"],
	["nothing where there is nothing to hide", [], "abcdef", "abcdef"],
])("hides %s", (_, texts, text, hidden) => {
	expect(hidingTexts(texts, 6)(text)).toBe(hidden);
});

test("leaves nothing of any text that stands there, and everything else", () => {
	const word = (minLength: number, maxLength: number) => fc.string({ unit: fc.constantFrom("a", "b"), minLength, maxLength });
	fc.assert(
		fc.property(fc.array(word(3, 7), { maxLength: 8 }), word(0, 25), (texts, text) => {
			expect(hidingTexts(texts, 3)(text)).toBe(oneByOne(texts, text));
		}),
	);
});

/** The same, told plainly: every place that any of the texts covers. */
function oneByOne(texts: readonly string[], text: string): string {
	let said = "";
	let until = 0;
	for (let at = 0; at < text.length; at += 1) {
		const longest = Math.max(0, ...texts.filter((one) => text.startsWith(one, at)).map((one) => one.length));
		if (longest === 0) continue;
		if (at >= until) said += `${text.slice(until, at)}(masked)`;
		until = Math.max(until, at + longest);
	}
	return said + text.slice(until);
}
