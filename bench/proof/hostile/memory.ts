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

	/** Least squares over the later half, when what is kept at all has been filled: bytes for each input. */
	slope(of: "held" | "rss"): number {
		const later = this.readings.slice(Math.floor(this.readings.length / 2));
		const mean = (pick: (reading: Reading) => number) => later.reduce((sum, reading) => sum + pick(reading), 0) / later.length;
		const [x, y] = [mean(({ at }) => at), mean((reading) => reading[of])];
		const along = later.reduce((sum, reading) => sum + (reading.at - x) * (reading[of] - y), 0);
		return along / later.reduce((sum, { at }) => sum + (at - x) ** 2, 0);
	}

	mib(of: "held" | "rss", which: "first" | "last" | "most"): number {
		const all = this.readings.map((reading) => reading[of] / MIB);
		const picked = { first: all[0], last: all.at(-1), most: Math.max(...all) }[which];
		return Math.round(picked ?? 0);
	}
}
