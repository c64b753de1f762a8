import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openLedger, type Recorded } from "../../test/ledger.ts";
import { digestOf } from "./digest.ts";
import type { Seal } from "./ledger.ts";
import { digestOfSeal } from "./seal.ts";

const DAY = { since: "2026-11-20T00:00:00.000Z", until: "2026-11-21T00:00:00.000Z", now: "2026-11-21T09:00:00.000Z" };
const A = "111122223333";
const B = "222233334444";

/** Five sealed hours of one account and two of another, three decisions each. */
const RECORDED: Recorded = { [A]: [0, 1, 2, 5, 9], [B]: [1, 2] };

test("what is as it was recorded has no problem, and the newest seals are told", async () => {
	const ledger = await openLedger(RECORDED);
	const verification = await ledger.verify(DAY);
	expect(verification.problems).toEqual([]);
	expect(verification).toMatchObject({ problemCount: 0, decisions: 21, seals: 7, hoursVerified: 7, rolledUp: [], unsealed: [], beforeLedger: 0 });
	expect(verification.heads.map(({ account, number }) => [account, number])).toEqual([
		[A, 5],
		[B, 2],
	]);
	const anchors = verification.heads.map(({ digest }) => digest);
	expect((await ledger.verify({ ...DAY, anchors, accounts: [A] })).anchors).toEqual(verification.heads);
});

describe("any single change is found", () => {
	const seals = fc.nat({ max: 4 });
	const uids = fc.tuple(fc.constantFrom(0, 1, 2, 5, 9), fc.nat({ max: 2 })).map(([hour, n]) => `${A}-${hour}-${n}`);
	const holds = <Given>(given: fc.Arbitrary<Given>, check: (ledger: Awaited<ReturnType<typeof openLedger>>, given: Given) => Promise<void>) =>
		fc.assert(fc.asyncProperty(given, async (one) => check(await openLedger(RECORDED), one)), { numRuns: 25 });

	test("a decision that is gone, by its uid", () =>
		holds(uids, async (ledger, uid) => {
			ledger.decisions.delete(uid);
			expect((await ledger.verify(DAY)).problems).toMatchObject([{ kind: "removed", account: A, uid }]);
		}));

	test("a decision that says something else, by its uid", () =>
		holds(fc.tuple(uids, fc.constantFrom("verdict", "name", "principal", "violations", "object")), async (ledger, [uid, member]) => {
			ledger.decisions.set(uid, { ...ledger.decisions.get(uid)!, [member]: member === "violations" ? [] : "another" });
			expect((await ledger.verify(DAY)).problems).toMatchObject([{ kind: "altered", account: A, uid }]);
		}));

	test("a decision that was never entered, by its uid, also of an account that the ledger does not know", () =>
		holds(fc.constantFrom(A, B, "999999999999"), async (ledger, account) => {
			ledger.decisions.set("new", { ...ledger.decisions.get(`${A}-1-1`)!, uid: "new", account });
			expect((await ledger.verify(DAY)).problems).toMatchObject([{ kind: "inserted", account, uid: "new" }]);
		}));

	test("entries that were changed together with their decisions, by their hour", () =>
		holds(fc.tuple(uids, fc.constantFrom("removed", "altered", "inserted")), async (ledger, [uid, how]) => {
			const entry = ledger.entries.get(uid)!;
			const altered = { ...ledger.decisions.get(uid)!, verdict: "allowed" as const };
			if (how === "removed") ledger.forget(uid);
			if (how === "altered") ledger.enter({ ...entry, digest: digestOf(altered) }, altered);
			if (how === "inserted") ledger.enter({ ...entry, uid: "new", digest: digestOf({ ...altered, uid: "new" }) }, { ...altered, uid: "new" });
			expect((await ledger.verify(DAY)).problems).toMatchObject([{ kind: "entries changed", account: A, hour: entry.hour }]);
		}));

	test("a seal that says something else, with its own digest or with a new one", () =>
		holds(fc.tuple(seals, fc.constantFrom("count", "root", "tally", "sealedAt", "previous", "hour", "account"), fc.boolean()), async (ledger, [n, member, anew]) => {
			const anchors = (await ledger.verify(DAY)).heads.map(({ digest }) => digest);
			const forged = { ...ledger.seals[n]!, [member]: "another" } as Seal;
			ledger.seals[n] = anew ? { ...forged, digest: digestOfSeal(forged) } : forged;
			const { problems } = await ledger.verify({ ...DAY, anchors });
			expect(problems.map(({ kind }) => kind)).toEqual(expect.arrayContaining([anew && n === 4 ? "anchor missing" : "seal altered"]));
		}));

	test("a seal that is gone; the last one by its hour, or by the anchor where the hour went with it", () =>
		holds(seals, async (ledger, n) => {
			const [dropped] = ledger.seals.splice(n, 1) as [Seal];
			const { problems } = await ledger.verify(DAY);
			const expected = n === 4 ? { kind: "not sealed", hour: dropped.hour } : { kind: "seal missing", account: A, number: n + 1 };
			expect(problems).toEqual(expect.arrayContaining([expect.objectContaining(expected)]));
			for (let i = 0; i < 3; i += 1) ledger.forget(`${A}-${Number(dropped.hour.slice(-2))}-${i}`);
			const { problems: without } = await ledger.verify({ ...DAY, anchors: [dropped.digest] });
			expect(without.map(({ kind }) => kind)).toContain("anchor missing");
		}));

	test("two seals that changed places", () =>
		holds(fc.tuple(seals, seals).filter(([n, m]) => n !== m), async (ledger, [n, m]) => {
			const { seals: list } = ledger;
			[list[n], list[m]] = [{ ...list[m]!, number: n + 1 }, { ...list[n]!, number: m + 1 }];
			expect((await ledger.verify(DAY)).problems.map(({ kind }) => kind)).toContain("seal altered");
		}));
});

test("who rewrites the whole chain is found by an anchor alone", async () => {
	const ledger = await openLedger(RECORDED);
	const [head] = (await ledger.verify(DAY)).heads;
	const forged = await openLedger({ ...RECORDED, [A]: [0, 1, 2, 5, 8] });
	expect((await forged.verify(DAY)).problems).toEqual([]);
	expect((await forged.verify({ ...DAY, anchors: [head!.digest] })).problems).toMatchObject([{ kind: "anchor missing" }]);
});

test("an hour without a seal: not yet, or long ago; its decisions are held against their entries", async () => {
	const ledger = await openLedger(RECORDED);
	ledger.open(A, 22);
	const verify = (now: string) => ledger.verify({ ...DAY, now });
	expect(await verify("2026-11-21T00:10:00.000Z")).toMatchObject({ problems: [], decisions: 24, unsealed: [{ account: A, hour: "2026-11-20T22" }] });
	expect((await verify("2026-11-21T02:00:00.000Z")).problems).toMatchObject([{ kind: "not sealed", hour: "2026-11-20T22" }]);
	ledger.decisions.delete(`${A}-22-1`);
	expect((await verify("2026-11-21T00:10:00.000Z")).problems).toMatchObject([{ kind: "removed", uid: `${A}-22-1` }]);
});

test("what came late is told by its uid, and does not break the seal", async () => {
	const ledger = await openLedger(RECORDED);
	const decision = { ...ledger.decisions.get(`${A}-1-1`)!, uid: "late" };
	ledger.enter({ account: A, hour: "2026-11-20T01", uid: "late", digest: digestOf(decision), late: true }, decision);
	expect((await ledger.verify(DAY)).problems).toMatchObject([{ kind: "recorded late", uid: "late", hour: "2026-11-20T01" }]);
});

test("a rolled-up hour is told as such; one that is too young for it is a problem", async () => {
	const ledger = await openLedger(RECORDED);
	ledger.seals[0] = { ...ledger.seals[0]!, rolledUpAt: "2026-11-21T08:00:00.000Z" };
	for (let i = 0; i < 3; i += 1) ledger.forget(`${A}-0-${i}`);
	const verification = await ledger.verify({ ...DAY, retentionMs: 86_400_000 });
	expect(verification).toMatchObject({ problems: [], hoursVerified: 6, rolledUp: [{ account: A, hour: "2026-11-20T00" }] });
	expect((await ledger.verify({ ...DAY, retentionMs: 30 * 86_400_000 })).problems).toMatchObject([{ kind: "rolled up early", number: 1 }]);
});

test("decisions from before the ledger are counted, and nobody is accused", async () => {
	const ledger = await openLedger(RECORDED);
	const old = { ...ledger.decisions.get(`${A}-1-1`)!, uid: "old" };
	ledger.decisions.set("old", old);
	ledger.began = old.decidedAt;
	expect(await ledger.verify(DAY)).toMatchObject({ problems: [], beforeLedger: 1, ledgerBegan: old.decidedAt });
});

test("a period has its own hours; the chain is walked from its beginning all the same", async () => {
	const ledger = await openLedger(RECORDED);
	const morning = { ...DAY, since: "2026-11-20T02:00:00.000Z", until: "2026-11-20T06:00:00.000Z" };
	expect(await ledger.verify(morning)).toMatchObject({ problems: [], since: "2026-11-20T02", until: "2026-11-20T05", decisions: 9, seals: 7 });
	ledger.seals.splice(0, 1);
	expect((await ledger.verify(morning)).problems).toMatchObject([{ kind: "seal missing", number: 1 }]);
});
