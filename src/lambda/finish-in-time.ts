import { setTimeout as sleep } from "node:timers/promises";
import { finishActions } from "../outbox.ts";
import type { World } from "../world.ts";

/** As long as one action takes while AWS answers. */
const ACTION_MS = 10_000;
/** As a move to a patched revision may take, which registers that: cut off after UpdateService, its own call would come back as anybody's. */
const MOVE_MS = 32_000;
/** What it takes to end an invocation properly. */
const ENDING_MS = 2_000;

/**
 * Finishes due actions as long as there is time for one more; the rest stays planned. Comes back before Lambda ends the
 * invocation, whatever hangs: an action that is left halfway is leased, and is done once by whoever finds its lease over.
 */
export async function finishInTime(world: World, remainingMs: () => number): Promise<void> {
	const settled = new AbortController();
	const neededMs = world.settings.registerPatched === true ? MOVE_MS : ACTION_MS;
	try {
		await Promise.race([
			finishActions(world, () => remainingMs() < neededMs),
			sleep(Math.max(0, remainingMs() - ENDING_MS), undefined, { signal: settled.signal }),
		]);
	} finally {
		settled.abort();
	}
}
