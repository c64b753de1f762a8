import { describe, expect, it } from "vitest";
import { matchesAny, matchesPattern } from "./pattern.ts";

describe("matchesPattern", () => {
	it.each([
		["web", "web", true],
		["web", "web2", false],
		["*", "", true],
		["*", "anything", true],
		["sandbox-*", "sandbox-1", true],
		["sandbox-*", "my-sandbox-1", false],
		["*-prod", "eu-prod", true],
		["*-prod", "eu-prod-2", false],
		["a*a", "a", false],
		["a*b*c", "a-b-c", true],
		["a*b*c", "a-c-b", false],
		["a*bc*c", "abc", false],
		["*b*b*", "ab", false],
		["arn:aws:iam::*:role/break-glass", "arn:aws:iam::111122223333:role/break-glass", true],
		["a.c", "abc", false],
		["A", "a", false],
	])("%s against %s is %s", (pattern, value, expected) => {
		expect(matchesPattern(pattern, value)).toBe(expected);
	});

	it("does not backtrack: a hostile value costs linear time", () => {
		expect(matchesPattern("*a*a*a*a*a*a*a*a*a*a*a*a*b", "a".repeat(200_000))).toBe(false);
	});
});

it("matchesAny is true when one of the patterns matches", () => {
	expect(matchesAny(["x", "w*"], "web")).toBe(true);
	expect(matchesAny([], "web")).toBe(false);
});
