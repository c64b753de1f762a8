import { expect, test } from "vitest";
import { allowed, at, denied, SERVICE, stopTask } from "../test/contract/store/records.ts";
import type { Seal } from "./ledger/ledger.ts";
import { hourOf } from "./ledger/seal.ts";
import { verifyLedger } from "./ledger/verify.ts";
import { rollUpHours, sealHours, tendLedger } from "./seal-hours.ts";
import { openSqliteStore } from "./store/sqlite.ts";
import type { DecisionRecord } from "./store/store.ts";
import { Damaged } from "./store/undamaged.ts";
import type { WholeStore } from "./store/whole-store.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const ACCOUNT = "111122223333";

function gate(store: WholeStore = openSqliteStore(":memory:")) {
	const told: [happening: string, facts: object | undefined][] = [];
	const log = { decided: () => {}, alarm: () => {}, info: (happening: string, facts?: object) => void told.push([happening, facts]) };
	const at = (now: string, retentionMs?: number) => ({
		store,
		log,
		now: () => now,
		settings: retentionMs === undefined ? {} : { retentionMs },
	});
	return { store, told, at };
}

const record = (store: WholeStore, uid: string, second: number, changes: Partial<DecisionRecord> = {}) =>
	store.record(denied(uid, { time: at(second), decidedAt: at(second), resource: uid, ...changes }), []);

async function verified(store: WholeStore, now: string) {
	return verifyLedger(store, { since: at(0), until: at(30 * DAY), now });
}

test("every hour that has been over for an hour is sealed, oldest first, and its digest is logged", async () => {
	const { store, told, at: world } = gate();
	await record(store, "d1", HOUR);
	await record(store, "d2", 1);
	await record(store, "d3", 2, { verdict: "undecided" });
	await record(store, "d4", 2 * HOUR);
	expect(await sealHours(world(at(3 * HOUR)))).toBe(2);
	const seals: Seal[] = [];
	for await (const seal of store.seals({})) seals.push(seal);
	expect(seals.map(({ hour, count, number, tally }) => [hour, count, number, tally.verdicts])).toEqual([
		["2026-11-20T00", 2, 1, { denied: 1, undecided: 1 }],
		["2026-11-20T01", 1, 2, { denied: 1 }],
	]);
	const facts = seals.map(({ account, hour, number, count, digest, previous }) => ({ account, hour, number, count, digest, previous }));
	expect(told).toEqual(facts.map((fact) => ["sealed", fact]));
	expect(await sealHours(world(at(3 * HOUR + 60)))).toBe(0);
	expect(await verified(store, at(4 * HOUR))).toMatchObject({ problems: [], hoursVerified: 2, unsealed: [{ hour: "2026-11-20T02" }] });
});

test("two gates at once make one chain", async () => {
	const { store, told, at: world } = gate();
	for (let n = 0; n < 30; n += 1) await record(store, `d${n}`, n * HOUR, { account: n % 2 === 0 ? ACCOUNT : undefined });
	const counts = await Promise.all([1, 2, 3].map(() => sealHours(world(at(99 * HOUR)))));
	await sealHours(world(at(99 * HOUR)));
	expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(30);
	expect(told).toHaveLength(30);
	expect(await verified(store, at(99 * HOUR))).toMatchObject({ problems: [], seals: 30, hoursVerified: 30, unsealed: [] });
});

test("what is recorded while an hour is summed up is not lost: the hour is sealed the next time", async () => {
	const { store, at: world } = gate();
	await record(store, "d1", 1);
	const lastSeal = async (account: string) => {
		await record(store, "d2", 2);
		return store.lastSeal(account);
	};
	const between = { ...store, lastSeal };
	expect(await sealHours({ ...world(at(9 * HOUR)), store: between })).toBe(0);
	expect(await sealHours(world(at(9 * HOUR)))).toBe(1);
	expect(await verified(store, at(9 * HOUR))).toMatchObject({ problems: [], decisions: 2 });
});

test("it ends in the middle when it is told to, and seals nothing by halves", async () => {
	const { store, at: world } = gate();
	for (let n = 0; n < 10; n += 1) await record(store, `d${n}`, n);
	let asked = 0;
	expect(await sealHours(world(at(9 * HOUR)), () => ++asked > 5)).toBe(0);
	expect(await store.lastSeal(ACCOUNT)).toBeUndefined();
});

test("a record that cannot be read holds up its own account's chain alone, however far behind that is", async () => {
	const { store, at: world } = gate();
	for (let n = 0; n < 150; n += 1) await record(store, `d${n}`, n * HOUR);
	for (const n of [0, 149]) await record(store, `e${n}`, n * HOUR, { account: "444455556666" });
	const damaged: typeof store.entered = (account, hour) => {
		if (account === ACCOUNT && hour === hourOf(at(HOUR))) throw new Damaged("decision d1 in the store is damaged");
		return store.entered(account, hour);
	};
	const told: object[] = [];
	const { log, ...rest } = world(at(200 * HOUR));
	const alarming = { ...log, alarm: (_: string, facts?: object) => void told.push(facts ?? {}) };
	expect(await sealHours({ ...rest, log: alarming, store: { ...store, entered: damaged } })).toBe(3);
	expect(told).toEqual([{ account: ACCOUNT, hour: hourOf(at(HOUR)), reason: "decision d1 in the store is damaged" }]);
	expect(await sealHours(world(at(200 * HOUR)))).toBe(149);
	expect((await verified(store, at(200 * HOUR))).problems).toEqual([]);
});

test("with a retention sealed hours are rolled up; what is young, planned, open or last admitted stays", async () => {
	const { store, told, at: world } = gate();
	for (let n = 0; n < 450; n += 1) await record(store, `d${n}`, n % HOUR);
	await store.record(allowed("admitted", { time: at(7), decidedAt: at(7) }), []);
	await store.record(denied("planned", { time: at(8), decidedAt: at(8), resource: "planned" }), [stopTask()]);
	await record(store, "young", 2 * DAY);
	const resolved = { resource: "d0", verdict: "allowed", violations: [] } as const;
	await record(store, "resolving", 20, resolved);
	const now = at(3 * DAY);
	await tendLedger(world(now));
	expect(await store.decision("d1")).toBeDefined();
	expect(await rollUpHours(world(now, DAY * 1000))).toBe(453);
	expect(told.at(-1)).toEqual(["rolled up", { account: ACCOUNT, hour: hourOf(at(0)), decisions: 452 }]);
	const left = (await store.decisions({})).decisions.map(({ uid }) => uid);
	expect(left).toEqual(["young", "planned"]);
	expect((await store.lastAdmitted(SERVICE, "Service"))?.uid).toBe("admitted");
	expect(await store.findings({ state: "resolved" })).toEqual([]);
	expect(await store.findings({ state: "open", limit: 9999 })).toHaveLength(451);
	expect(await verified(store, now)).toMatchObject({ problems: [], rolledUp: [{ hour: "2026-11-20T00" }], hoursVerified: 1 });

	const [action] = await store.claimActions(now, now, 1);
	await store.settle(action?.id ?? "", "withheld", "too old", now);
	expect(await rollUpHours(world(now, DAY * 1000))).toBe(1);
	expect(await store.hoursToRollUp("9999", 9)).toMatchObject([{ hour: "2026-11-22T00" }]);
});
