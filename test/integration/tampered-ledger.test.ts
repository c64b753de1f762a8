/** What somebody with access to a SQLite store may try, and what verifying says of it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { digestOf } from "../../src/ledger/digest.ts";
import { type Asked, verifyLedger } from "../../src/ledger/verify.ts";
import { rollUpHours, sealHours } from "../../src/seal-hours.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { at, denied, stopTask } from "../contract/store/records.ts";

const HOUR = 3600;
const A = "111122223333";
const B = "222233334444";
const LATER = at(20 * HOUR);

/** Two decisions in each of three sealed hours of two accounts. */
async function sealedStore() {
	const folder = await mkdtemp(join(tmpdir(), "taskgate-tampered-"));
	const path = join(folder, "taskgate.db");
	const store = openSqliteStore(path);
	const raw = new DatabaseSync(path);
	onTestFinished(async () => {
		raw.close();
		await store.close();
		await rm(folder, { recursive: true });
	});
	const record = (uid: string, account: string, hour: number, ...actions: Parameters<typeof store.record>[1]) =>
		store.record(denied(uid, { account, resource: uid, time: at(hour * HOUR), decidedAt: at(hour * HOUR + 1) }), actions);
	for (const account of [A, B]) {
		for (const hour of [0, 1, 5]) for (const n of ["x", "y"]) await record(`${account}-${hour}-${n}`, account, hour);
	}
	const log = { decided: () => {}, alarm: () => {}, info: () => {} };
	const world = (now: string, settings = {}) => ({ store, log, now: () => now, settings });
	const seal = (now = LATER) => sealHours(world(now));
	await seal();
	const verify = (more: Partial<Asked> = {}) => verifyLedger(store, { since: at(0), until: at(24 * HOUR), now: LATER, ...more });
	const rollUp = () => rollUpHours(world(at(26 * HOUR), { retentionMs: 25 * HOUR * 1000 }));
	return { store, raw, record, seal, verify, rollUp };
}

test("an account whose whole chain is gone: each of its hours is told", async () => {
	const { raw, verify } = await sealedStore();
	raw.exec(`DELETE FROM seals WHERE account = '${B}'`);
	const { problems } = await verify();
	expect(problems.map(({ kind, account, hour }) => [kind, account, hour]).toSorted()).toEqual(
		["2026-11-20T00", "2026-11-20T01", "2026-11-20T05"].map((hour) => ["not sealed", B, hour]),
	);
	expect((await verify({ accounts: [A] })).problems).toEqual([]);
});

test("a decision put in together with its entry, under an account that nobody knows", async () => {
	const { store, raw, record, verify } = await sealedStore();
	await record("new", "999999999999", 1);
	raw.exec("DELETE FROM open_hours");
	expect(await store.accounts()).not.toContain("999999999999");
	expect((await verify()).problems).toMatchObject([{ kind: "not sealed", account: "999999999999", hour: "2026-11-20T01" }]);
});

test("an hour that was empty, filled and sealed after a later one, although an anchor covers that", async () => {
	const { record, seal, verify } = await sealedStore();
	const anchors = (await verify()).heads.map(({ digest }) => digest);
	await record("filled in", A, 3);
	await seal();
	const { problems } = await verify({ anchors });
	expect(problems).toMatchObject([{ kind: "recorded late", account: A, hour: "2026-11-20T03", number: 4 }]);
});

test("a decision entered a second time, before the hour was sealed", async () => {
	const { store, raw, record, seal, verify } = await sealedStore();
	await record("own", A, 7);
	const digest = Buffer.from(digestOf((await store.decision(`${A}-5-x`))!), "hex");
	raw.prepare(`INSERT INTO ledger VALUES ('${A}', '2026-11-20T07', '${A}-5-x', ?, 0)`).run(digest);
	await seal();
	expect((await verify()).problems).toMatchObject([{ kind: "entries changed", hour: "2026-11-20T07", uid: `${A}-5-x` }]);
});

test("an altered decision in an hour that was marked as rolled up", async () => {
	const { raw, verify } = await sealedStore();
	raw.exec(`UPDATE seals SET rolled_up_at = '${LATER}' WHERE account = '${A}' AND number = 2`);
	expect(await verify()).toMatchObject({ problems: [], decisions: 12, rolledUp: [{ hour: "2026-11-20T01" }] });
	raw.exec(`UPDATE decisions SET principal = 'nobody' WHERE uid = '${A}-1-x'`);
	expect((await verify()).problems).toMatchObject([{ kind: "altered", hour: "2026-11-20T01", uid: `${A}-1-x` }]);
});

test("what is left of a rolled-up hour is held against its entry; what TTL has left behind of one that came again later is no problem", async () => {
	const { store, raw, record, seal, verify, rollUp } = await sealedStore();
	await record("waits", A, 8, stopTask({ effectKey: "one" }));
	await seal(at(23 * HOUR));
	expect(await rollUp()).toBe(4);
	await record(`${A}-0-x`, A, 25);
	raw.exec(`INSERT INTO ledger VALUES ('${A}', '2026-11-20T00', '${A}-0-x', x'00', 0), ('${A}', '2026-11-20T00', '${A}-0-y', x'00', 0)`);
	const verification = await verify({ now: at(26 * HOUR), until: at(30 * HOUR) });
	expect(verification).toMatchObject({ problems: [], decisions: 10, rolledUp: [{ account: A }, { account: B }] });
	expect(await store.decision("waits")).toBeDefined();
});

test("a decision or a seal that cannot be read any more is named", async () => {
	const { raw, verify } = await sealedStore();
	raw.exec(`UPDATE decisions SET violations = 'no list' WHERE uid = '${A}-1-x'`);
	await expect(verify()).rejects.toThrow(`decision ${A}-1-x in the store is damaged: Unexpected token`);
	raw.exec(`UPDATE seals SET tally = '' WHERE account = '${A}' AND number = 2`);
	await expect(verify()).rejects.toThrow(`seal 2 of ${A} in the store is damaged: Unexpected end of JSON input`);
});

test("an anchor that was written over another account's seal is not found there", async () => {
	const { raw, verify } = await sealedStore();
	const anchor = "a".repeat(64);
	raw.exec(`UPDATE seals SET digest = '${anchor}' WHERE account = '${B}' AND number = 3`);
	expect((await verify({ accounts: [A], anchors: [anchor] })).problems).toMatchObject([{ kind: "anchor missing" }]);
});
