/** One of several processes on one store: `racer.ts STORE JOB NAME` says "ready", waits for a line, does the job, prints what it got as JSON. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "../../../src/store/open-store.ts";
import type { Store } from "../../../src/store/store.ts";
import { allowed, at, denied, stopTask, violation } from "../../contract/store/records.ts";

const JOBS: Readonly<Record<string, (store: Store, name: string) => Promise<readonly string[]>>> = {
	accept: async (store, name) => {
		for (let n = 0; n < 50; n += 1) await store.accept(`e${n}`, { by: name }, at(n));
		return [];
	},
	claimEvents: (store) => tenTimes(async () => (await store.claimEvents(at(100), at(1000), 4)).map(({ id }) => id)),
	record: async (store, name) => {
		const first: string[] = [];
		for (let n = 0; n < 50; n += 1) {
			const record = denied(`${name}.${n}`, { key: `key${n}`, resource: `r${n}` });
			// Two keys share each effect.
			const answer = await store.record(record, [stopTask({ effectKey: `effect${Math.floor(n / 2)}` })]);
			if (answer.first) first.push(answer.decision.key);
		}
		return first;
	},
	follow: async (store, name) => {
		// Of each resource one hears that it is wrong, another that it was put right later, the third that more was wrong.
		for (let n = 0; n < 60; n += 1) {
			const record = { resource: `r${n}`, key: `${name}/${n}` };
			if (name === "b") await store.record(allowed(`${name}.${n}`, { ...record, time: at(2) }), []);
			else await store.record(denied(`${name}.${n}`, { ...record, time: at(1), violations: [violation({ policy: `racer/${name}` })] }), []);
		}
		return [];
	},
	claimActions: (store) => tenTimes(async () => (await store.claimActions(at(100), at(1000), 1)).map(({ effectKey }) => effectKey)),
	takePermit: async (store) => {
		const granted: string[] = [];
		for (let n = 0; n < 30; n += 1) if (await store.takePermit("1", "eu-west-1", 40, 60_000, at(n))) granted.push("permit");
		return granted;
	},
};

/** With a pause after each claim, so that the others come in between. */
async function tenTimes(claim: () => Promise<readonly string[]>): Promise<readonly string[]> {
	const got: string[] = [];
	for (let n = 0; n < 10; n += 1) {
		got.push(...(await claim()));
		await sleep(1);
	}
	return got;
}

const [named = "", job = "", name = ""] = process.argv.slice(2);
const work = JOBS[job];
if (work === undefined) throw new Error(`no job ${job}; there are ${Object.keys(JOBS).join(", ")}`);
process.stdout.write("ready\n");
await once(process.stdin, "data");
const store = await openStore(named);
process.stdout.write(`${JSON.stringify(await work(store, name))}\n`);
await store.close();
process.stdin.destroy();
