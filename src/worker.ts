/** The one loop of a serving process: judge what was accepted, finish what was planned; woken by what arrives and by time. */
import { drainInbox } from "./intake.ts";
import { finishActions } from "./outbox.ts";
import type { World } from "./world.ts";

const INTERVAL_MS = 1_000;

export interface Worker {
	/** There is something to do; returns at once. */
	wake(): void;
	/** Finishes what is in hand, then stops. */
	stop(): Promise<void>;
}

export function startWorker(world: World): Worker {
	let stopping = false;
	let wakeUp = () => {};

	const loop = async () => {
		while (!stopping) {
			const woken = new Promise<void>((resolve) => {
				wakeUp = resolve;
			});
			try {
				await drainInbox(world);
				await finishActions(world);
			} catch (error) {
				world.log.alarm("the worker stumbled and goes on", { reason: String(error) });
			}
			if (!stopping) await Promise.race([woken, pause(INTERVAL_MS)]);
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
