import fc from "fast-check";
import { expect, test } from "vitest";
import { lineDiff } from "./line-diff.ts";

test("what changed, and two lines around it", () => {
	expect(lineDiff("a\nb\nc\nd\ne\nf\ng\nh", "a\nb\nc\nD\ne\nf\ng\nh")).toEqual([" b", " c", "-d", "+D", " e", " f", "…"]);
	expect(lineDiff("a", "a")).toEqual([]);
});

test("both texts can be read out of it", () => {
	const text = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 }).map((lines) => lines.join("\n"));
	fc.assert(
		fc.property(text, text, (before, after) => {
			const diff = lineDiff(before, after, 1000);
			fc.pre(before !== after);
			const side = (sign: string) =>
				diff
					.filter((line) => line.startsWith(" ") || line.startsWith(sign))
					.map((line) => line.slice(1))
					.join("\n");
			expect(side("-")).toBe(before);
			expect(side("+")).toBe(after);
		}),
	);
});
