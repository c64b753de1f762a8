/** What the process holds on to: the heap once the collector has been, and what the system says of it. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const MIB = 2 ** 20;

export interface Reading {
	/** Inputs so far. */
	readonly at: number;
	/** Heap and what hangs on it outside, in bytes. */
	readonly held: number;
	readonly rss: number;
}

/** The collector, without a flag on the command line. */
function collector(): () => void {
	setFlagsFromString("--expose-gc");
	return runInNewContext("gc") as () => void;
}

export class Memory {
	readonly readings: Reading[] = [];
	readonly #collect = collector();

	read(at: number): void {
		this.#collect();
		const { heapUsed, external, rss } = process.memoryUsage();
		this.readings.push({ at, held: heapUsed + external, rss });
	}

	/** By how many MiB the median of the later half of the readings is over that of the earlier half. One alone may fall on a bomb that is not cleared away yet. */
	grownMib(of: "held" | "rss"): number {
		const half = Math.ceil(this.readings.length / 2);
		const median = (readings: readonly Reading[]) =>
			readings.map((reading) => reading[of]).sort((a, b) => a - b)[readings.length >> 1] ?? 0;
		return Math.round(((median(this.readings.slice(half)) - median(this.readings.slice(0, half))) / MIB) * 10) / 10;
	}

	mib(of: "held" | "rss", which: "first" | "last" | "most"): number {
		const all = this.readings.map((reading) => reading[of] / MIB);
		const picked = { first: all[0], last: all.at(-1), most: Math.max(...all) }[which];
		return Math.round(picked ?? 0);
	}
}
