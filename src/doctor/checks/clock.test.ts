import { expect, test } from "vitest";
import { only } from "../../../test/doctor-patient.ts";
import { clock } from "./clock.ts";

test.each([
	[0, 600, "ok", "is AWS's"],
	[45_000, 600, "ok", "is 45 s behind AWS's"],
	[-61_000, 600, "problem", "is 61 s ahead of AWS's"],
	[-61_000, 5_000, "ok", "is 61 s ahead of AWS's"],
	[400_000, 600, "problem", "is 400 s behind AWS's"],
] as const)("%d ms, known to %d ms: %s", async (skewMs, marginMs, status, told) => {
	const found = await only(clock, { reads: { clockSkew: async () => ({ skewMs, marginMs }) } });
	expect([found.status, found.seen]).toEqual([status, expect.stringContaining(told)]);
});
test("five minutes break signatures, and that is why", async () => {
	const { why } = await only(clock, { reads: { clockSkew: async () => ({ skewMs: 301_000, marginMs: 0 }) } });
	expect(why).toMatch(/AWS refuses what is signed/);
});
