/** What was promised survives SIGKILL, and nothing is ever half there. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { DecisionWithActions, Store } from "../../src/store/store.ts";
import { at } from "../contract/store/records.ts";

const RECORDER = fileURLToPath(import.meta.resolve("./store/recorder.ts"));
const ROUNDS = 10;

test("a process killed at any instant loses nothing that it acknowledged and leaves nothing half-written", async () => {
	const folder = await mkdtemp(join(tmpdir(), "taskgate-crash-"));
	onTestFinished(() => rm(folder, { recursive: true }));
	const path = join(folder, "taskgate.db");

	const lines: string[] = [];
	for (let round = 0; round < ROUNDS; round += 1) lines.push(...(await recordUntilKilled(path, `r${round}`)));
	const recorded = uidsOf(lines, "recorded");
	const accepted = uidsOf(lines, "accepted");
	expect(recorded.length).toBeGreaterThan(ROUNDS);

	const store = openSqliteStore(path);
	onTestFinished(() => store.close());
	const kept = await everyDecision(store, {});
	const keptUids = new Set(kept.map(({ uid }) => uid));
	expect(recorded.filter((uid) => !keptUids.has(uid))).toEqual([]);
	// One per round may have been committed and not yet acknowledged.
	expect(kept.length - recorded.length).toBeLessThanOrEqual(ROUNDS);

	expect(kept.filter(({ actions }) => actions.map(({ type }) => type).join() !== "StopTask,Notify").map(({ uid }) => uid)).toEqual([]);
	expect(await store.pendingActions()).toBe(2 * kept.length);
	expect(await everyDecision(store, { policy: "workload/privileged" })).toHaveLength(kept.length);
	const findings = await store.findings({ limit: 1_000_000 });
	expect(new Set(findings.map(({ resource }) => resource))).toEqual(keptUids);

	const events = new Set((await store.claimEvents(at(1), at(60), 1_000_000)).map(({ id }) => id));
	expect(accepted.filter((uid) => !events.has(uid))).toEqual([]);
	expect(integrity(path)).toEqual(["ok"]);
});

/** What the recorder said until it was killed, at a random instant after its first word. */
async function recordUntilKilled(path: string, prefix: string): Promise<readonly string[]> {
	const recorder = spawn(process.execPath, [RECORDER, path, prefix], { stdio: ["ignore", "pipe", "inherit"] });
	const chunks: string[] = [];
	recorder.stdout.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
	const closed = once(recorder, "close");
	await once(recorder.stdout, "data");
	await sleep(Math.random() * 150);
	recorder.kill("SIGKILL");
	expect(await closed).toEqual([null, "SIGKILL"]);
	return chunks.join("").split("\n").slice(0, -1);
}

function uidsOf(lines: readonly string[], word: string): readonly string[] {
	return lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
}

async function everyDecision(store: Store, filter: { policy?: string }): Promise<readonly DecisionWithActions[]> {
	const all: DecisionWithActions[] = [];
	let page = await store.decisions(filter);
	all.push(...page.decisions);
	while (page.next !== null) {
		page = await store.decisions({ ...filter, cursor: page.next });
		all.push(...page.decisions);
	}
	return all;
}

function integrity(path: string): readonly unknown[] {
	const file = new DatabaseSync(path);
	const found = file.prepare("PRAGMA integrity_check").all();
	file.close();
	return found.map((row) => row.integrity_check);
}
