/** A small run of `npm run prove -- faults`. */
import { expect, inject, it } from "vitest";
import { failing } from "../../bench/proof/faults/faults.ts";

it("three calls of AWS in ten fail, in every way there is: what is due ends, and nothing is destroyed by mistake", {
	timeout: 180_000,
}, async () => {
	const claims = await failing({ quick: true, seed: 20261129, tell: () => {} }, inject("motoUrl"));
	expect(claims).toHaveLength(5);
	for (const { figures, detail = [] } of claims) expect([figures, detail]).toEqual([figures, []]);
});
