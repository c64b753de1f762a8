/** The protocol in every interleaving of a small space, and two real gates against the same laws; what is broken on purpose is told. */
import { expect, it } from "vitest";
import { modelPart } from "../../bench/proof/model/model.ts";

it("every law is kept by the model in every interleaving and by two real gates, and each thing done wrong is found", {
	timeout: 300_000,
}, async () => {
	const claims = await modelPart({ quick: true, seed: 20261120, tell: () => {} });
	expect(claims.filter(({ held }) => !held)).toEqual([]);
	expect(claims[0]?.figures).toEqual({ spaces: 3, states: 52_045, transitions: 270_689, ends: 315 });
	const told = claims.flatMap(({ detail = [] }) => detail);
	const after = (mistake: string, law: string, steps: string) => expect.stringMatching(`^${mistake}: ${law}.*; after ${steps}`);
	for (const found of [
		after(
			"performs before it records",
			"nothing is changed in AWS before",
			"event 1 is heard, 1: claims event 1, 1: judges event 1, 1: calls AWS about x$",
		),
		after("leases nothing", "two processes are at the same thing", "event 1 is heard, 1: claims event 1, 2: claims event 1$"),
		after("performs before it records", "nothing is changed in AWS before", "gate [12] "),
		after("leases nothing", "two processes are at the same thing", "gate [12] "),
	])
		expect(told).toContainEqual(found);
});
