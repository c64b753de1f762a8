import { expect, test } from "vitest";
import { digestOfSeal, endOf, hourOf, isOverdue, lastToSeal, openRoot, sealOf } from "./seal.ts";
import { NOTHING } from "./tally.ts";

const closing = { account: "111122223333", hour: "2026-11-20T00", count: 1, root: "00", tally: NOTHING, sealedAt: "2026-11-20T02:00:30.000Z" };

test("an hour is sealed once it has been over for an hour, also across midnight", () => {
	expect(lastToSeal("2026-11-20T01:59:59.999Z")).toBe("2026-11-19T23");
	expect(lastToSeal("2026-11-20T02:00:00.000Z")).toBe("2026-11-20T00");
	expect(endOf("2026-11-19T23")).toBe("2026-11-20T00:00:00.000Z");
	expect(hourOf("2026-11-20T02:00:00.000Z")).toBe("2026-11-20T02");
	expect(isOverdue("2026-11-20T00", "2026-11-20T03:00:00.000Z")).toBe(false);
	expect(isOverdue("2026-11-20T00", "2026-11-20T03:00:00.001Z")).toBe(true);
});

test("each seal names the one before by number and digest", () => {
	const first = sealOf(closing, undefined);
	const second = sealOf({ ...closing, hour: "2026-11-20T01" }, first);
	expect(first).toMatchObject({ number: 1, previous: null });
	expect(second).toMatchObject({ number: 2, previous: first.digest });
});

test("a seal's digest is over all that it says, and not over what retention notes later", () => {
	const seal = sealOf(closing, undefined);
	expect(digestOfSeal({ ...seal, rolledUpAt: "2027-11-20T02:00:00.000Z" })).toBe(seal.digest);
	for (const member of ["account", "hour", "number", "count", "root", "tally", "sealedAt", "previous"] as const) {
		expect(digestOfSeal({ ...seal, [member]: "another" }), member).not.toBe(seal.digest);
	}
});

test("a root is over uids and digests, in their order, and no two lists run into one another", () => {
	const rootOf = (...entries: readonly (readonly [string, string])[]) => {
		const root = openRoot();
		for (const [uid, digest] of entries) root.add({ uid, digest });
		expect(root.count).toBe(entries.length);
		return root.digest();
	};
	const lists = [rootOf(), rootOf(["a", "b"]), rootOf(["ab", ""]), rootOf(["a", "b"], ["c", "d"]), rootOf(["c", "d"], ["a", "b"]), rootOf(['a","b"]\n["c', "d"])];
	expect(new Set(lists).size).toBe(lists.length);
});
