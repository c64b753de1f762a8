/** The loop of a serving process that asks for a new bundle again and again, not all processes at once. */
import { setTimeout as sleep } from "node:timers/promises";
import type { LiveBundle } from "./live-bundle.ts";

/** A fifth more or less. */
const JITTER = 0.2;

/** Answers what stops it; an attempt that is under way is given up when the bundle is closed. */
export function startPolling(bundle: Pick<LiveBundle, "refresh">, everyMs: number): () => void {
	const stopping = new AbortController();
	const loop = async () => {
		while (!stopping.signal.aborted) {
			const pause = everyMs * (1 - JITTER + 2 * JITTER * Math.random());
			await sleep(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
			if (!stopping.signal.aborted) await bundle.refresh();
		}
	};
	void loop();
	return () => stopping.abort();
}
