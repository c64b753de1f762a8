/** The protocol in every interleaving of a small space, and two real gates against the same laws; what is broken on purpose is told. */
import { describe, expect, it } from "vitest";
import { conformance } from "../../bench/proof/model/conformance.ts";
import { exhaustive } from "../../bench/proof/model/exhaustive.ts";
import type { Claim } from "../../bench/proof/part.ts";

const GROUND = { quick: true, seed: 20261120, tell: () => {} };

function broken(claims: readonly Claim[]): readonly string[] {
	return claims.filter(({ held }) => !held).flatMap(({ claim, detail = [] }) => [claim, ...detail]);
}

describe("the protocol", () => {
	it("keeps every law in every interleaving, and each mistake is found", { timeout: 180_000 }, async () => {
		const claims = await exhaustive(GROUND);
		expect(broken(claims)).toEqual([]);
		expect(claims[0]?.figures).toEqual({ spaces: 3, states: 52_045, transitions: 270_689, ends: 315 });
		expect(claims.at(-1)?.detail).toContainEqual(
			expect.stringMatching(
				/^performs before it records: .*; after event 1 is heard, 1: claims event 1, 1: judges event 1, 1: calls AWS about x$/,
			),
		);
	});

	it("is kept by two real gates on one store file, and each thing broken on purpose is found", { timeout: 180_000 }, async () => {
		const claims = await conformance(GROUND);
		expect(broken(claims)).toEqual([]);
		expect(claims.at(-1)?.detail).toContainEqual(
			expect.stringMatching(/^leases nothing: two processes are at the same thing .*; after gate/),
		);
	});
});
