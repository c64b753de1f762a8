/** Pages of the file overwritten: the gate never acts by what it cannot read, says what is wrong, and what is restored is whole. */
import { execFile } from "node:child_process";
import { copyFile, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { Chance } from "../../simulation/chance.ts";
import { environmentOf, startProvedGate } from "../gate.ts";
import { openKept } from "../kept.ts";
import { type Claim, claimed, type Ground } from "../part.ts";
import type { Happening } from "../workload.ts";
import { type Scene, storeAlarms } from "./scene.ts";

const PAGE = 4_096;
const BIN = new URL("../../../bin/taskgate.js", import.meta.url).pathname;
const AFTER_LEASES_MS = 31_000;

interface Told {
	readonly broken: readonly string[];
	/** Whether anybody was told that the file is damaged: at the start, at a post, in an alarm, or by `taskgate report --verify`. */
	readonly isTold: boolean;
	readonly refusedToStart: boolean;
	/** Nobody has read that page: SQLite's own check finds it, or it was of no use. */
	readonly untouched: "damaged" | "unused" | undefined;
}

/** Each time another page of the same file. */
export async function damagedPages(scene: Scene, { quick, seed, tell }: Ground, times: number): Promise<readonly Claim[]> {
	const chance = new Chance(seed).fork("damage");
	const original = join(scene.folder, "original.db");
	const gate = await startProvedGate({ awsUrl: scene.tap.url, store: original });
	for (let n = 0; n < (quick ? 12 : 40); n += 1) await scene.post(gate, await scene.workload.run(n % 2 === 0, 1));
	const whole = await scene.breaches(original);
	const calls = [...scene.tap.calls];
	await gate.stop();
	const saved = join(scene.folder, "saved.db");
	const file = new DatabaseSync(original);
	await backup(file, saved);
	file.close();

	const told: Told[] = [];
	const pages = Math.floor((await stat(original)).size / PAGE);
	for (let n = 0; n < times; n += 1) {
		const store = join(scene.folder, `damaged-${n}.db`);
		await copyFile(original, store);
		// Not the first: without it the file is no database, and that is another trial.
		const page = n === 0 ? 0 : chance.whole(1, pages - 1);
		await overwrite(store, page, chance);
		told.push(await trial(scene, store, page));
		tell(`page ${page} of ${pages}`);
	}
	const again = await startProvedGate({ awsUrl: scene.tap.url, store: saved, clock: [[0, AFTER_LEASES_MS]] });
	// Whatever the trials called for is their own.
	const restored = await scene.breaches(saved, calls).finally(() => again.kill());
	const count = (is: (one: Told) => boolean) => told.filter(is).length;
	return [
		claimed(
			"a gate on a damaged file acts by no decision that it cannot read, does not die of it, and says what is damaged, where and what to do",
			told.flatMap(({ broken }) => broken),
			{
				...{ pages, overwritten: told.length, told: count(({ isTold }) => isTold) },
				...{ refusedToStart: count(({ refusedToStart }) => refusedToStart) },
				foundByIntegrityCheckAlone: count(({ untouched }) => untouched === "damaged"),
				unusedPages: count(({ untouched }) => untouched === "unused"),
			},
			["told", "refusedToStart"],
		),
		claimed(
			"a backup that is put back holds everything that it held, each decision once, and its ledger verifies",
			[...whole, ...restored],
			{
				accepted: scene.accepted.size,
			},
			["accepted"],
		),
	];
}

async function overwrite(path: string, page: number, chance: Chance): Promise<void> {
	const bytes = Buffer.from(chance.hex(PAGE * 2), "hex");
	const file = await open(path, "r+");
	await file.write(bytes, 0, PAGE, page * PAGE);
	await file.close();
}

async function trial({ tap, workload }: Scene, store: string, page: number): Promise<Told> {
	const before = tap.calls.length;
	const proving = { awsUrl: tap.url, store, clock: [[0, AFTER_LEASES_MS]] } as const;
	const gate = await startProvedGate(proving).catch((error: Error) => error.message);
	if (typeof gate === "string") {
		const isClear = gate.includes(store) && gate.includes("operations.md");
		const broken = isClear ? [] : [`page ${page}: it did not start and said: ${gate}`];
		return { broken, isTold: true, refusedToStart: true, untouched: undefined };
	}
	try {
		const broken: string[] = [];
		const bad = await workload.run(true, 1);
		const good = await workload.run(false, 1);
		const statuses: number[] = [];
		for (const { event } of [bad, good]) statuses.push((await gate.post("/v1/events", event)).status);
		const listed = (await fetch(`${gate.url}/v1/decisions?limit=1000`)).status;
		if (statuses.some((status) => status !== 202 && status !== 503)) broken.push(`page ${page}: posts were answered ${statuses}`);
		await pause(2_000);
		if (gate.process.exitCode !== null || (await fetch(`${gate.url}/healthz`)).status !== 200)
			broken.push(`page ${page}: the process died`);
		broken.push(...unfounded(tap.calls.slice(before), bad).map((what) => `page ${page}: ${what}`));
		if (statuses[0] === 202 && statuses[1] === 202) broken.push(...kept(store, [bad, good]).map((what) => `page ${page}: ${what}`));
		const alarms = storeAlarms(gate.output());
		for (const alarm of alarms) if (!alarm.includes(store) || !alarm.includes("stop Taskgate")) broken.push(`page ${page}: ${alarm}`);
		const isWhole = await verifies(environmentOf(proving));
		const isTold = alarms.length > 0 || listed === 503 || !isWhole;
		const check = isSound(store) ? "unused" : "damaged";
		return { broken, isTold, refusedToStart: false, untouched: isTold ? undefined : check };
	} finally {
		await gate.kill();
	}
}

/** Acting calls on anything but what is bad. */
function unfounded(calls: Scene["tap"]["calls"], bad: Happening): readonly string[] {
	return calls
		.filter(({ operation, target }) => operation === "StopTask" && !bad.targets.includes(target))
		.map(({ target }) => `StopTask of ${target}, which is stopped already or compliant`);
}

/** What was answered 202 is decided or waits still. */
function kept(store: string, posted: readonly Happening[]): readonly string[] {
	const file = openKept(store);
	try {
		const decisions = file.decisions();
		const missing = posted.filter(({ key }) => !decisions.has(key)).length;
		return file.waiting().events >= missing ? [] : [`${missing} events were answered 202 and are neither decided nor waiting`];
	} catch {
		// What cannot be read beside the gate cannot be counted.
		return [];
	} finally {
		file.close();
	}
}

function isSound(store: string): boolean {
	const file = new DatabaseSync(store, { readOnly: true });
	try {
		return file.prepare("PRAGMA integrity_check").get()?.integrity_check === "ok";
	} catch {
		return false;
	} finally {
		file.close();
	}
}

async function verifies(env: Record<string, string>): Promise<boolean> {
	const { PATH = "" } = process.env;
	return promisify(execFile)(process.execPath, [BIN, "report", "--verify", "--period", "24h"], { env: { PATH, ...env } }).then(
		() => true,
		() => false,
	);
}
