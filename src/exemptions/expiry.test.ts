import { describe, expect, test } from "vitest";
import { BadExpiry, daysLeft, daysOf, expiryOf } from "./expiry.ts";

const NOW = "2026-11-29T02:30:00.000Z";
const end = (text: string, long = false) => expiryOf(text, NOW, long);

describe("an end", () => {
	test.each([
		["90d", "2027-02-27T02:30:00Z"],
		["400d", "2028-01-03T02:30:00Z"],
		["2027-01-31", "2027-01-31T00:00:00Z"],
		["2027-01-31T12:00:00+02:00", "2027-01-31T10:00:00Z"],
	])("%s is %s", (text, expected) => {
		expect(end(text)).toBe(expected);
	});

	test.each(["0d", "2026-11-29", "2020-01-01", "2026-11-29T02:30:00Z"])("%s has passed", (text) => {
		expect(() => end(text)).toThrow(new BadExpiry(`${text} has passed: an exemption must end in the future`));
	});

	test.each(["401d", "2030-01-01"])("%s is too far away, unless that is meant", (text) => {
		expect(() => end(text)).toThrow("is more than 400 days away; say --long");
		expect(end(text, true)).toMatch(/^20/);
	});

	test.each(["", "soon", "90", "d", "2027-02-30", "2027-02-30T00:00:00Z", "2027-13-01", "01/02/2027", "2027-01-31T12:00:00"])(
		"%j is none",
		(text) => {
			expect(() => end(text)).toThrow(BadExpiry);
		},
	);
});

test("days left are rounded up, and are 0 or less once it has ended", () => {
	const left = (expiresAt: string) => daysLeft(expiresAt, NOW);
	expect(left("2026-11-29T02:30:01Z")).toBe(1);
	expect(left("2026-12-13T02:30:00Z")).toBe(14);
	expect(left("2026-11-29T02:30:00Z")).toBe(0);
	expect(left("2026-11-28T12:00:00Z")).toBe(0);
	expect(left("2026-11-26T02:30:00Z")).toBe(-3);
});

test("a number of days", () => {
	expect([daysOf("14d"), daysOf("0d"), daysOf("14"), daysOf("2w")]).toEqual([14, 0, undefined, undefined]);
});
