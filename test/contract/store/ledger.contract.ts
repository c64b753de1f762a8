import { expect, test } from "vitest";
import { digestOf } from "../../../src/ledger/digest.ts";
import { type Ledger, NO_ACCOUNT, type Seal } from "../../../src/ledger/ledger.ts";
import { openRoot, sealOf } from "../../../src/ledger/seal.ts";
import { NOTHING } from "../../../src/ledger/tally.ts";
import type { DecisionRecord } from "../../../src/store/store.ts";
import { allowed, at, denied, type Open, SERVICE, stopTask, violation } from "./records.ts";

const ACCOUNT = "111122223333";
const MIDNIGHT = "2026-11-20T00";
const ONE = "2026-11-20T01";
const HOUR = 3600;

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
	const list: Item[] = [];
	for await (const item of items) list.push(item);
	return list;
}

/** Seals an hour with what it has. */
async function sealed(store: Ledger, account: string, hour: string, sealedAt = at(9 * HOUR)): Promise<Seal> {
	const root = openRoot();
	for (const { entry } of await all(store.entered(account, hour))) root.add(entry);
	const seal = sealOf({ account, hour, count: root.count, root: root.digest(), tally: NOTHING, sealedAt }, await store.lastSeal(account));
	expect(await store.seal(seal)).toBe(true);
	return seal;
}

/** Decided at that second after midnight. */
const decided = (uid: string, second: number, changes: Partial<DecisionRecord> = {}) =>
	denied(uid, { time: at(second), decidedAt: at(second), ...changes });

export function ledgerContract(open: Open): void {
	test("each decision has an entry in its account's hour, in the order of uids, with its digest", async () => {
		const { store, again } = await open();
		const odd = { "\ud800": "\udc00 half a pair", ["__proto__"]: [1e21, -0, "\u0000"], toJSON: "no function" };
		await store.record(decided("d2", 1, { object: odd, name: "half \ud800" }), [stopTask()]);
		await store.record(
			decided("d1", 3599, {
				event: { detail: null },
				skipped: [],
				patches: [{ policy: "a/b", constraint: "c", operations: [{ op: "add", path: "/x", value: null }] }],
				before: { x: 1 },
				patchesWithheld: "off",
			}),
			[],
		);
		await store.record(decided("d3", HOUR), []);
		await store.record(decided("d4", 1, { account: undefined }), []);
		const other = await again();
		const entries = await all(other.entered(ACCOUNT, MIDNIGHT));
		expect(entries.map(({ entry }) => entry.uid)).toEqual(["d1", "d2"]);
		expect(entries.map(({ decision }) => decision && digestOf(decision))).toEqual(entries.map(({ entry }) => entry.digest));
		expect(entries.map(({ decision }) => decision?.actions.length)).toEqual([0, 1]);
		expect((await all(other.entered(NO_ACCOUNT, MIDNIGHT))).map(({ entry }) => entry.uid)).toEqual(["d4"]);
		expect(await all(other.entered(ACCOUNT, "2026-11-20T02"))).toEqual([]);
		expect([...(await other.accounts())].sort()).toEqual([ACCOUNT, NO_ACCOUNT]);
	});

	test("what stands already is not entered again, and an entry is not touched by what happens to its actions", async () => {
		const { store } = await open();
		const { decision } = await store.record(decided("d1", 1), [stopTask()]);
		const before = await all(store.entered(ACCOUNT, MIDNIGHT));
		await store.record(decided("d2", 1, { key: "event/d1" }), []);
		await store.settle(decision.actions[0]?.id ?? "", "done", "stopped", at(5));
		const after = await all(store.entered(ACCOUNT, MIDNIGHT));
		expect(after.map(({ entry }) => entry)).toEqual(before.map(({ entry }) => entry));
		expect(after[0]?.decision && digestOf(after[0].decision)).toBe(after[0]?.entry.digest);
		expect(after[0]?.decision?.actions).toMatchObject([{ state: "done", endedAt: at(5) }]);
	});

	test("which decisions have an entry", async () => {
		const { store } = await open();
		const { decision } = await store.record(decided("d1", 1), []);
		expect(await store.withEntry([decision, decided("d2", 1), decided("d1", HOUR)])).toEqual(new Set(["d1"]));
		expect(await store.withEntry([])).toEqual(new Set());
		expect(await store.withEntry([decided("d1", HOUR), decided("d1", 1, { account: undefined })])).toEqual(new Set());
	});

	test("hours without a seal, oldest first, up to one", async () => {
		const { store, again } = await open();
		await store.record(decided("d1", HOUR), []);
		await store.record(decided("d2", 1), []);
		await store.record(decided("d3", 2), []);
		await store.record(decided("d4", 2 * HOUR), []);
		const hours = [MIDNIGHT, ONE].map((hour) => ({ account: ACCOUNT, hour }));
		expect(await (await again()).unsealedHours(ONE, 9)).toEqual(hours);
		expect(await store.unsealedHours(ONE, 1)).toEqual(hours.slice(0, 1));
		await sealed(store, ACCOUNT, MIDNIGHT);
		expect(await store.unsealedHours(ONE, 9)).toEqual(hours.slice(1));
	});

	test("seals come back as they were written, by account and number, and the last of each", async () => {
		const { store, again } = await open();
		for (const [n, account] of [ACCOUNT, ACCOUNT, "222233334444"].entries())
			await store.record(decided(`d${n}`, n * HOUR, { account }), []);
		const tally = { ...NOTHING, verdicts: Object.fromEntries([["__proto__", 2]]) };
		const root = { count: 1, root: "00", tally, sealedAt: at(9 * HOUR) };
		const first = sealOf({ account: ACCOUNT, hour: MIDNIGHT, ...root }, undefined);
		expect(await store.lastSeal(ACCOUNT)).toBeUndefined();
		expect(await store.seal(first)).toBe(true);
		const second = await sealed(await again(), ACCOUNT, ONE);
		const other = await sealed(store, "222233334444", "2026-11-20T02");
		expect(await all(store.seals({}))).toEqual([first, second, other]);
		expect(await all(store.seals({ account: ACCOUNT, since: ONE }))).toEqual([second]);
		expect(await all(store.seals({ until: MIDNIGHT }))).toEqual([first]);
		expect(await (await again()).lastSeal(ACCOUNT)).toEqual(second);
	});

	test("an hour and a number are sealed once, whoever does it", async () => {
		const { store, again } = await open();
		await store.record(decided("d1", 1), []);
		await store.record(decided("d2", HOUR), []);
		const first = await sealed(store, ACCOUNT, MIDNIGHT);
		const closing = { account: ACCOUNT, count: 1, root: "00", tally: NOTHING, sealedAt: at(9 * HOUR) };
		const sameHour = sealOf({ ...closing, hour: MIDNIGHT }, first);
		const sameNumber = sealOf({ ...closing, hour: ONE }, undefined);
		expect(await (await again()).seal(sameHour)).toBe(false);
		expect(await store.seal(sameNumber)).toBe(false);
		const seals = [sealOf({ ...closing, hour: ONE }, first), sealOf({ ...closing, hour: ONE, sealedAt: at(10 * HOUR) }, first)];
		const other = await again();
		expect((await Promise.all([store.seal(seals[0]!), other.seal(seals[1]!)])).filter(Boolean)).toEqual([true]);
		expect(await store.unsealedHours("9999", 9)).toEqual([]);
	});

	test("a seal is refused when something was entered since its root was made", async () => {
		const { store, again } = await open();
		await store.record(decided("d1", 1), []);
		const early = sealOf({ account: ACCOUNT, hour: MIDNIGHT, count: 1, root: "00", tally: NOTHING, sealedAt: at(9 * HOUR) }, undefined);
		await (await again()).record(decided("d2", 2), []);
		expect(await store.seal(early)).toBe(false);
		expect((await sealed(store, ACCOUNT, MIDNIGHT)).count).toBe(2);
	});

	test("what comes after its hour was sealed says so, and does not open the hour again", async () => {
		const { store, again } = await open();
		await store.record(decided("d1", 1), []);
		await sealed(store, ACCOUNT, MIDNIGHT);
		await (await again()).record(decided("d2", 2), []);
		expect((await all(store.entered(ACCOUNT, MIDNIGHT))).map(({ entry }) => [entry.uid, entry.late])).toEqual([
			["d1", undefined],
			["d2", true],
		]);
		expect(await store.unsealedHours("9999", 9)).toEqual([]);
	});

	test("a new store has no time before its ledger", async () => {
		const { store } = await open();
		expect(await store.ledgerBegan()).toBeUndefined();
	});

	test("the newest decision of each point", async () => {
		const { store, again } = await open();
		await store.record(decided("d1", 2, { time: at(1) }), []);
		await store.record(allowed("d2", { enforcementPoint: "api-proxy", decidedAt: at(3) }), []);
		expect(await (await again()).lastAtPoints()).toEqual([
			{ point: "api-proxy", time: at(0), decidedAt: at(3) },
			{ point: "cloudtrail-event", time: at(1), decidedAt: at(2) },
		]);
	});

	test("a sealed hour that is old is rolled up: its seal stays, and says since when", async () => {
		const { store, again } = await open();
		await store.record(decided("d1", 1, { violations: [violation()] }), []);
		await store.record(decided("d2", HOUR), []);
		const seals = [await sealed(store, ACCOUNT, MIDNIGHT), await sealed(store, ACCOUNT, ONE)];
		expect(await store.hoursToRollUp(ONE, 9)).toEqual([{ account: ACCOUNT, hour: MIDNIGHT }]);
		await store.rollUp(ACCOUNT, MIDNIGHT, at(99 * HOUR));
		expect(await store.hoursToRollUp(ONE, 9)).toEqual([]);
		expect(await all((await again()).seals({}))).toEqual([{ ...seals[0], rolledUpAt: at(99 * HOUR) }, seals[1]]);
		expect(await store.rollUp(ACCOUNT, MIDNIGHT, at(100 * HOUR))).toBe(0);
		expect(await store.decision("d2")).toBeDefined();
		expect(await all(store.seals({ until: MIDNIGHT }))).toMatchObject([{ rolledUpAt: at(99 * HOUR) }]);
	});

	test("an hour without a seal is not rolled up, and the last admitted configuration outlives its hour", async () => {
		const { store } = await open();
		const record = allowed("d1", { decidedAt: at(1) });
		await store.record(record, []);
		expect(await store.hoursToRollUp("9999", 9)).toEqual([]);
		expect(await store.rollUp(ACCOUNT, MIDNIGHT, at(99 * HOUR))).toBe(0);
		expect(await store.decision("d1")).toBeDefined();
		await sealed(store, ACCOUNT, MIDNIGHT);
		await store.rollUp(ACCOUNT, MIDNIGHT, at(99 * HOUR));
		expect(await store.lastAdmitted(SERVICE, "Service")).toEqual(record);
		const newer = allowed("d2", { time: at(5), decidedAt: at(HOUR) });
		await store.record(newer, []);
		expect(await store.lastAdmitted(SERVICE, "Service")).toEqual(newer);
	});
}
