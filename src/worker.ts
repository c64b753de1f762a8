/** The loops of a serving process: judge what was accepted, finish what was planned, tend the ledger. None waits for another's queue. */
import { drainInbox } from "./intake.ts";
import { finishActions } from "./outbox.ts";
import { tendLedger } from "./seal-hours.ts";
import type { World } from "./world.ts";

const INTERVAL_MS = 1_000;
const TENDING_MS = 60_000;

export interface Worker {
	/** There is something to do; returns at once. */
	wake(): void;
	/** Finishes what is in hand, then stops; what still waits is on disk, for the next process. */
	stop(): Promise<void>;
}

export function startWorker(world: World): Worker {
	const acting = startLoop(world, (enough) => finishActions(world, enough));
	const judging = startLoop(world, async (enough) => {
		if ((await drainInbox(world, enough)) > 0) acting.wake();
	});
	const tending = startLoop(world, (enough) => tendLedger(world, enough), TENDING_MS);
	return {
		wake: judging.wake,
		stop: async () => {
			await tending.stop();
			await judging.stop();
			await acting.stop();
		},
	};
}

/** Works again and again: when woken, or after a while. `enough` says that the work is to end soon. */
function startLoop({ log }: World, work: (enough: () => boolean) => Promise<unknown>, intervalMs = INTERVAL_MS): Worker {
	let stopping = false;
	let wakeUp = () => {};

	const loop = async () => {
		while (!stopping) {
			const woken = new Promise<void>((resolve) => {
				wakeUp = resolve;
			});
			try {
				await work(() => stopping);
			} catch (error) {
				log.alarm("the worker stumbled and goes on", { reason: String(error) });
			}
			if (!stopping) await Promise.race([woken, pause(intervalMs)]);
		}
	};
	const running = loop();
	return {
		wake: () => wakeUp(),
		stop: () => {
			stopping = true;
			wakeUp();
			return running;
		},
	};
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
