/** Several processes on one file: each thing is done by one of them. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { at } from "../contract/store/records.ts";

const RACER = fileURLToPath(import.meta.resolve("./store/racer.ts"));
const RACERS = ["a", "b", "c"];

let path: string;
beforeEach(async () => {
	const folder = await mkdtemp(join(tmpdir(), "taskgate-race-"));
	onTestFinished(() => rm(folder, { recursive: true }));
	path = join(folder, "taskgate.db");
});

test("a new file that several open and write at once is made once, and each event is stored once", async () => {
	await race("accept");
	const store = openSqliteStore(path);
	expect((await store.claimEvents(at(100), at(1000), 1000)).map(({ id }) => id)).toEqual(numbered("e", 50));
	await store.close();
});

test("each event is claimed by one process", async () => {
	const store = openSqliteStore(path);
	for (const id of numbered("e", 120)) await store.accept(id, {}, at(0));
	await store.close();
	const claimed = await race("claimEvents");
	expect(claimed.flat().toSorted()).toEqual(numbered("e", 120).toSorted());
	expect(claimed.map((ids) => ids.length)).toEqual([40, 40, 40]);
});

test("of the decisions with one key one stands, of the actions with one effect one is live and claimed once", async () => {
	const first = await race("record");
	expect(first.flat().toSorted()).toEqual(numbered("key", 50).toSorted());

	const store = openSqliteStore(path);
	const { decisions, next } = await store.decisions({});
	expect([decisions.length, next]).toEqual([50, null]);
	expect(decisions.every(({ actions }) => actions.length === 1)).toBe(true);
	expect(await store.pendingActions()).toBe(25);
	await store.close();

	const claimed = await race("claimActions");
	expect(claimed.flat().toSorted()).toEqual(numbered("effect", 25).toSorted());
});

test("no more permits are taken than there are", async () => {
	const granted = await race("takePermit");
	expect(granted.flat()).toHaveLength(40);
	const store = openSqliteStore(path);
	expect(await store.openBreakers()).toMatchObject([{ account: "1", region: "eu-west-1" }]);
	await store.close();
});

/** What each process got, when all of them start at once. */
async function race(job: string): Promise<readonly (readonly string[])[]> {
	const racers = RACERS.map((name) => spawn(process.execPath, [RACER, path, job, name]));
	const answers = racers.map(answerOf);
	await Promise.all(racers.map((racer) => once(racer.stdout, "data")));
	for (const racer of racers) racer.stdin.write("go\n");
	return Promise.all(answers);
}

async function answerOf(racer: ChildProcessWithoutNullStreams): Promise<readonly string[]> {
	const said = { stdout: "", stderr: "" };
	racer.stdout.on("data", (chunk) => {
		said.stdout += chunk;
	});
	racer.stderr.on("data", (chunk) => {
		said.stderr += chunk;
	});
	const [code] = await once(racer, "close");
	expect({ code, stderr: said.stderr }).toEqual({ code: 0, stderr: "" });
	return JSON.parse(said.stdout.slice("ready\n".length));
}

function numbered(prefix: string, count: number): readonly string[] {
	return Array.from({ length: count }, (_, n) => `${prefix}${n}`);
}
