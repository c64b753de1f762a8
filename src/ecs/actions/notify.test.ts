import { expect, test } from "vitest";
import { fitting } from "./notify.ts";

test("a decision is told whole, while it fits", () => {
	const decision = { uid: "1", object: { family: "web" } };
	expect(JSON.parse(fitting(decision))).toEqual(decision);
});

test("a large object is left out first", () => {
	expect(JSON.parse(fitting({ uid: "1", violations: [1], object: { text: "ä".repeat(150_000) } }))).toEqual({
		uid: "1",
		violations: [1],
		trimmed: true,
	});
});

test("then lists and texts are cut, and what is left fits", () => {
	const violations = Array.from({ length: 5_000 }, (_, i) => ({ policy: `p${i}`, message: "ä".repeat(600) }));
	const told = fitting({ uid: "1", verdict: "denied", violations, object: {} });
	expect(Buffer.byteLength(told)).toBeLessThan(240_000);
	const detail = JSON.parse(told) as { violations: { message: string }[] };
	expect(detail).toMatchObject({ uid: "1", verdict: "denied", trimmed: true });
	expect(detail.violations).toHaveLength(20);
	expect(detail.violations[0]?.message).toHaveLength(500);
});
