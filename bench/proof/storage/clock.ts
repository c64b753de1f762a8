/** A clock that jumps by hours, ahead and back, under load and between starts: nothing is lost, done twice or left waiting, and the ledger verifies. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startProvedGate } from "../gate.ts";
import { openKept, settled } from "../kept.ts";
import { type Claim, claimed } from "../part.ts";
import type { Scene } from "./scene.ts";

const HOUR = 3_600_000;
/** How far off the clock is, from one jump to the next. Within an hour an event is acted on; beyond, it is of the past. */
const JUMPS = [2 * HOUR, 0, -3 * HOUR, 0, 26 * HOUR, -26 * HOUR, 0];
/** What src/ledger/ says of `recorded late`; nothing may be removed, altered or inserted. */
const LATE = /was recorded after its hour was sealed$|what is in it was recorded late$/;
const JUDGING_MS = 10_000;
const SETTLING_MS = 90_000;

export async function jumpingClock(scene: Scene, everyMs: number): Promise<Claim> {
	const store = join(scene.folder, "gate.db");
	const gate = await startProvedGate({ awsUrl: scene.tap.url, store, jumps: JUMPS });
	try {
		for (const _ of JUMPS) {
			gate.process.kill("SIGUSR2");
			for (let n = 0; n < 4; n += 1) {
				await scene.post(gate, await scene.workload.run(n % 2 === 0, 1));
				await pause(everyMs / 4);
			}
			await judged(store);
		}
	} finally {
		await gate.kill();
	}
	// Started with each error in turn, so that the ledger is tended by it too; then with none.
	for (const by of [5 * HOUR, -5 * HOUR]) {
		const wrong = await startProvedGate({ awsUrl: scene.tap.url, store, clock: [[0, by]] });
		await scene.post(wrong, await scene.workload.run(true, 1));
		await pause(1_500);
		await wrong.kill();
	}
	const right = await startProvedGate({ awsUrl: scene.tap.url, store });
	try {
		await scene.post(right, await scene.workload.run(true, 1));
		const kept = openKept(store);
		await settled(kept, SETTLING_MS);
		const withheld = kept.ends().filter(({ state }) => state === "withheld");
		kept.close();
		// Beyond an hour off an event is of the past, or what was planned is: that is said, and not acted on.
		const past = new Set(withheld.filter(({ outcome }) => /is older than|is the past/.test(outcome)).map(({ deed }) => deed));
		const told = (await scene.breaches(store)).filter((breach) => ![...past].some((deed) => breach.startsWith(deed)));
		// A wrong clock has sealed hours before their end: the ledger tells so, and of nothing else.
		const isLate = (breach: string) => LATE.test(breach);
		const breaches = told.filter((breach) => !isLate(breach));
		return claimed(
			"a clock that jumps by hours loses nothing, does nothing twice and leaves nothing waiting; what it makes the past is withheld, and says so; of the ledger nothing is told but what came late",
			breaches,
			{
				jumps: JUMPS.length,
				startsWithAWrongClock: 2,
				accepted: scene.accepted.size,
				withheldAsPast: past.size,
				done: acts(scene),
				toldAsRecordedLate: told.filter(isLate).length,
			},
			["accepted", "withheldAsPast", "done"],
		);
	} finally {
		await right.kill();
	}
}

/** What was posted is judged by the clock that it was posted under, as a rule. */
async function judged(store: string): Promise<void> {
	const kept = openKept(store);
	for (const deadline = performance.now() + JUDGING_MS; kept.waiting().events > 0 && performance.now() < deadline; ) await pause(50);
	kept.close();
}

function acts({ tap }: Scene): number {
	return tap.calls.filter(({ operation, status }) => operation === "StopTask" && status === 200).length;
}
