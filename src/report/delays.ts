/** Times, counted so that any number of them takes little room. Percentiles by nearest rank: a time that really occurred. */

/** A tenth of a second is finer than anybody acts on. */
const TENTHS = 10;

export interface Percentiles {
	readonly count: number;
	/** Seconds. */
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
}

export class Delays {
	/** How many by tenths of a second, rounded up. */
	readonly #counts = new Map<number, number>();

	add(seconds: number): void {
		const tenths = Math.ceil(Math.max(0, seconds) * TENTHS);
		this.#counts.set(tenths, (this.#counts.get(tenths) ?? 0) + 1);
	}

	/** Undefined where there is none. */
	percentiles(): Percentiles | undefined {
		const sorted = [...this.#counts].sort(([a], [b]) => a - b);
		return percentilesOf(sorted.map(([tenths, count]) => [tenths / TENTHS, count] as const));
	}
}

/** Of a histogram: each percentile is an upper bound, and Infinity past the last one. */
export function boundedPercentiles(bounds: readonly number[], counts: readonly number[]): Percentiles | undefined {
	return percentilesOf(counts.map((count, i) => [bounds[i] ?? Number.POSITIVE_INFINITY, count] as const));
}

/** @param sorted values in their order, each with how often it occurs */
function percentilesOf(sorted: readonly (readonly [value: number, count: number])[]): Percentiles | undefined {
	const count = sorted.reduce((sum, [, times]) => sum + times, 0);
	if (count === 0) return undefined;
	const at = (share: number) => {
		let left = Math.ceil(count * share);
		for (const [value, times] of sorted) {
			left -= times;
			if (left <= 0) return value;
		}
		return Number.NaN;
	};
	return { count, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
