import { setTimeout as sleep } from "node:timers/promises";
import { finishActions } from "../outbox.ts";
import type { World } from "../world.ts";

/** As long as one action takes while AWS answers. */
const ACTION_MS = 10_000;
/** What it takes to end an invocation properly. */
const ENDING_MS = 2_000;

/**
 * Finishes due actions as long as there is time for one more; the rest stays planned. Comes back before Lambda ends the
 * invocation, whatever hangs: an action that is left halfway is leased, and is done once by whoever finds its lease over.
 */
export async function finishInTime(world: World, remainingMs: () => number): Promise<void> {
	const settled = new AbortController();
	try {
		await Promise.race([
			finishActions(world, () => remainingMs() < ACTION_MS),
			sleep(Math.max(0, remainingMs() - ENDING_MS), undefined, { signal: settled.signal }),
		]);
	} finally {
		settled.abort();
	}
}
