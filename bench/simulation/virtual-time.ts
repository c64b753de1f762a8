/** Puts the virtual clock in the place of the machine's: for what waits (node:timers/promises), for what measures, and for whoever reads the date. */
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";
import type { Timeline } from "./timeline.ts";

interface VirtualTime {
	/** How often Date.now() was read, which no code of ours may do. */
	readonly dateReads: () => number;
	restore(): void;
}

/** `withDate` false: the date stays the machine's, for an SDK that signs by it. */
export function virtualTime(timeline: Timeline, { withDate }: { readonly withDate: boolean }): VirtualTime {
	const real = { sleep: timers.setTimeout, elapsed: performance.now, date: Date.now };
	const start = timeline.now;
	let reads = 0;
	timers.setTimeout = <T>(ms = 0, value?: T, { signal }: { readonly signal?: AbortSignal | undefined } = {}) =>
		new Promise<T>((resolve, reject) => {
			if (signal?.aborted) return reject(signal.reason);
			const cancel = timeline.after(ms, () => resolve(value as T));
			signal?.addEventListener("abort", () => {
				cancel();
				reject(signal.reason);
			});
		});
	syncBuiltinESMExports();
	performance.now = () => timeline.now - start;
	if (withDate)
		Date.now = () => {
			reads += 1;
			return timeline.now;
		};
	return {
		dateReads: () => reads,
		restore() {
			timers.setTimeout = real.sleep;
			syncBuiltinESMExports();
			performance.now = real.elapsed;
			Date.now = real.date;
		},
	};
}
