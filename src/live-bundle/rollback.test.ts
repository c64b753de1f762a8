import { expect, test } from "vitest";
import { RollbackError, refuseRollback } from "./rollback.ts";

const NOW = "2026-11-29T08:00:00Z";
const S = Date.parse(NOW) / 1000;

test.each([
	["the first that is accepted", S - 10, undefined],
	["the first, although it does not say when", undefined, undefined],
	["a newer one", S - 10, S - 11],
	["one of the same second", S - 10, S - 10],
	["one of a clock that is a little ahead", S + 599, S],
] as const)("%s is taken", (_, signedAt, newest) => {
	expect(() => refuseRollback({ ...(signedAt !== undefined && { signedAt }) }, newest, NOW)).not.toThrow();
});

test.each([
	["an older one", S - 11, S - 10, "sign them anew"],
	["one that is older by less than a second", S - 10.5, S - 10, "sign them anew"],
	[
		"one that does not say when, after one that did",
		undefined,
		S - 10,
		"2026-11-29T07:59:50.000Z was accepted: sign it with the claim `iat`",
	],
	["one of a clock that is far ahead", S + 601, undefined, "yet to come"],
	["one of the end of all time", 8.64e12, undefined, "yet to come"],
] as const)("%s is refused", (_, signedAt, newest, message) => {
	const refused = () => refuseRollback({ ...(signedAt !== undefined && { signedAt }) }, newest, NOW);
	expect(refused).toThrow(RollbackError);
	expect(refused).toThrow(message);
});
