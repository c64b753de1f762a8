/** Waiting, but not for ever. */
import { setTimeout as sleep } from "node:timers/promises";

/** What a promise comes to, or `otherwise` after so many milliseconds. */
export async function within<T>(promise: Promise<T>, ms: number, otherwise: T): Promise<T> {
	const done = new AbortController();
	const late = sleep(ms, otherwise, { signal: done.signal }).catch(() => otherwise);
	try {
		return await Promise.race([promise, late]);
	} finally {
		done.abort();
	}
}
