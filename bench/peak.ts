/** The most memory that a process ever had resident. */
import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";

/** Watches until `stop`, which answers bytes: as the kernel has counted it; Linux tells, elsewhere it is 0. */
export function watchPeak({ pid }: ChildProcess, everyMs: number): { stop(): number } {
	let peak = 0;
	const watch = setInterval(async () => {
		const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
		peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024);
	}, everyMs);
	return {
		stop() {
			clearInterval(watch);
			return peak;
		},
	};
}
