/** Several processes on one store: each thing is done by one of them. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import type { Store } from "../../../src/store/store.ts";
import { at } from "../../contract/store/records.ts";

const RACER = fileURLToPath(import.meta.resolve("./racer.ts"));
const RACERS = ["a", "b", "c"];

/** A store that is nobody else's: as TASKGATE_STORE names it, and what its processes find in their environment besides. */
export interface Ground {
	readonly store: string;
	readonly env: Readonly<Record<string, string>>;
	/** The same store in this process; DynamoDB's, where the environment is not ours to set. */
	readonly open?: () => Store;
}

/** `prepare` gives a fresh ground for each test, and cleans up when it has finished. */
export function storeRaces(name: string, prepare: () => Promise<Ground>): void {
	const open = async ({ store, open: opened }: Ground) => {
		const one = opened?.() ?? (await openStore(store));
		onTestFinished(() => one.close());
		return one;
	};

	test(`${name}: a new store that several open and write at once is made once, and each event is stored once`, async () => {
		const ground = await prepare();
		await race(ground, "accept");
		const store = await open(ground);
		expect((await store.claimEvents(at(100), at(1000), 1000)).map(({ id }) => id)).toEqual(numbered("e", 50));
	});

	test(`${name}: each event is claimed by one process`, async () => {
		const ground = await prepare();
		const store = await open(ground);
		for (const id of numbered("e", 120)) await store.accept(id, {}, at(0));
		const claimed = await race(ground, "claimEvents");
		expect(claimed.flat().toSorted()).toEqual(numbered("e", 120).toSorted());
		expect(claimed.map((ids) => ids.length)).toEqual([40, 40, 40]);
	});

	test(`${name}: of the decisions with one key one stands, of the actions with one effect one is live and claimed once`, async () => {
		const ground = await prepare();
		const first = await race(ground, "record");
		expect(first.flat().toSorted()).toEqual(numbered("key", 50).toSorted());

		const store = await open(ground);
		const { decisions, next } = await store.decisions({});
		expect([decisions.length, next]).toEqual([50, null]);
		expect(decisions.every(({ actions }) => actions.length === 1)).toBe(true);
		expect(await store.pendingActions()).toBe(25);

		const claimed = await race(ground, "claimActions");
		expect(claimed.flat().toSorted()).toEqual(numbered("effect", 25).toSorted());
	});

	test(`${name}: decisions about one resource that come together are followed as if they had come one by one`, async () => {
		const ground = await prepare();
		await race(ground, "follow");
		const findings = await (await open(ground)).findings({});
		expect(findings).toHaveLength(120);
		expect(findings.filter(({ resolvedAt }) => resolvedAt !== at(2))).toEqual([]);
	});

	test(`${name}: no more permits are taken than there are`, async () => {
		const ground = await prepare();
		const granted = await race(ground, "takePermit");
		expect(granted.flat()).toHaveLength(40);
		expect(await (await open(ground)).openBreakers()).toMatchObject([{ account: "1", region: "eu-west-1" }]);
	});
}

/** What each process got, when all of them start at once. */
async function race({ store, env }: Ground, job: string): Promise<readonly (readonly string[])[]> {
	const racers = RACERS.map((name) => spawn(process.execPath, [RACER, store, job, name], { env: { ...process.env, ...env } }));
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
