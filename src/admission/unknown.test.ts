import { describe, expect, it } from "vitest";
import { allKnown, firstUnknown, isUnknown, unknown, unknownAt } from "./unknown.ts";

describe("isUnknown", () => {
	it.each([
		[unknown("Ref Image"), true],
		[{ $unknown: 1 }, false],
		[{}, false],
		[["$unknown"], false],
		[null, false],
		["$unknown", false],
		[undefined, false],
	])("%j is %s", (value, expected) => {
		expect(isUnknown(value)).toBe(expected);
	});
});

describe("unknownAt", () => {
	const marker = unknown("Ref");
	const root = { image: marker, list: [{ name: marker }], "a/b~c": marker, known: 1 };
	it.each([
		["/image", marker],
		["/image/deeper/still", marker],
		["/list/0/name", marker],
		["/list/0", undefined],
		["/list/7/name", undefined],
		["/a~1b~0c", marker],
		["/known", undefined],
		["/known/deeper", undefined],
		["/constructor", undefined],
		["", undefined],
	])("%s", (pointer, expected) => {
		expect(unknownAt(root, pointer)).toEqual(expected);
	});

	it("finds the root itself", () => {
		expect(unknownAt(marker, "/anything")).toEqual(marker);
	});
});

describe("firstUnknown", () => {
	it.each([
		[{ a: [1, { "b/c~d": unknown("Ref") }] }, "/a/1/b~1c~0d"],
		[unknown("Ref"), ""],
		[{ a: null, b: "x" }, undefined],
	])("%j → %s", (value, pointer) => {
		expect(firstUnknown(value)).toBe(pointer);
	});
});

describe("allKnown", () => {
	it("leaves no marker, and everything else as it is", () => {
		const labels = { dockerLabels: { $unknown: "x" }, list: [unknown("y"), 1, null], essential: true };
		expect(allKnown(labels)).toEqual({ dockerLabels: { "\\$unknown": "x" }, list: [{ "\\$unknown": "y" }, 1, null], essential: true });
		expect(firstUnknown(allKnown(labels))).toBeUndefined();
	});
});
