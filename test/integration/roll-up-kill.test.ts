/** SIGKILL in the middle of rolling up: what is left is consistent, and the next process finishes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { verifyLedger } from "../../src/ledger/verify.ts";
import { tendLedger } from "../../src/seal-hours.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { allowed, at, denied, notify, SERVICE } from "../contract/store/records.ts";

const ROLLER = fileURLToPath(import.meta.resolve("./store/roller.ts"));
const DECISIONS = 700;
const ROUNDS = 6;
const NOW = at(10 * 86_400);

test("a process killed while it rolls up leaves nothing by halves, and nothing that is accused", { timeout: 300_000 }, async () => {
	const folder = await mkdtemp(join(tmpdir(), "taskgate-roll-up-"));
	onTestFinished(() => rm(folder, { recursive: true }));
	const original = join(folder, "original.db");
	await filled(original);
	const lefts: number[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		const path = join(folder, `${round}.db`);
		await copyFile(original, path);
		await rollUpUntilKilled(path, round);
		lefts.push(await held(path));
	}
	// At least one was killed with some gone and some left.
	expect(lefts.filter((left) => left > 0 && left < DECISIONS).length, `left: ${lefts}`).toBeGreaterThan(0);
});

async function filled(path: string): Promise<void> {
	const store = openSqliteStore(path);
	const newest = { time: at(5), decidedAt: at(5) };
	await store.record(allowed("admitted", newest), []);
	for (let n = 1; n < DECISIONS; n += 1) {
		const told = notify(`d${n}`, { state: "withheld", outcome: "enforcement is off" });
		await store.record(denied(`d${n}`, { resource: `r${n}`, time: at(n), decidedAt: at(n) }), [told]);
	}
	await store.close();
}

/** Later in each round, from the moment it begins. */
async function rollUpUntilKilled(path: string, round: number): Promise<void> {
	const roller = spawn(process.execPath, [ROLLER, path, NOW], { stdio: ["ignore", "pipe", "inherit"] });
	const closed = once(roller, "close");
	await once(roller.stdout, "data");
	await untilRollingUp(path, roller);
	await sleep(round * 15);
	roller.kill("SIGKILL");
	await closed;
}

/** Until the first decisions are gone. */
async function untilRollingUp(path: string, roller: { readonly exitCode: number | null }): Promise<void> {
	const file = new DatabaseSync(path, { readOnly: true });
	while (roller.exitCode === null && Number(file.prepare("SELECT count(*) AS n FROM ledger").get()?.n) === DECISIONS) await sleep(1);
	file.close();
}

/** How many decisions are left, once all that must hold was seen to hold; then the rest is rolled up. */
async function held(path: string): Promise<number> {
	const file = new DatabaseSync(path);
	const count = (sql: string) => Number(file.prepare(sql).get()?.n);
	expect(file.prepare("PRAGMA integrity_check").get()?.integrity_check).toBe("ok");
	const left = count("SELECT count(*) AS n FROM decisions");
	expect(count("SELECT count(*) AS n FROM ledger")).toBe(left);
	expect(count("SELECT count(*) AS n FROM ledger JOIN decisions USING (uid)")).toBe(left);
	expect(count("SELECT count(*) AS n FROM actions WHERE decision_uid NOT IN (SELECT uid FROM decisions)")).toBe(0);
	file.close();

	const store = openSqliteStore(path);
	const log = { decided: () => {}, info: () => {}, alarm: () => {} };
	const sound = async () => expect(await verifyLedger(store, { since: at(0), until: NOW, now: NOW })).toMatchObject({ problems: [], seals: 1 });
	await sound();
	expect((await store.lastAdmitted(SERVICE, "Service"))?.uid).toBe("admitted");
	await tendLedger({ store, log, now: () => NOW, settings: { retentionMs: 86_400_000 } });
	expect(await store.decisions({})).toEqual({ decisions: [], next: null });
	expect(await store.hoursToRollUp("9999", 9)).toEqual([]);
	expect((await store.lastAdmitted(SERVICE, "Service"))?.uid).toBe("admitted");
	await sound();
	await store.close();
	return left;
}
