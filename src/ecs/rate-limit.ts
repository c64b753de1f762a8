/** A token bucket per key that makes callers wait for their turn. */
import { setTimeout as sleep } from "node:timers/promises";

export interface Rate {
	/** Turns that may be taken at once. */
	readonly burst: number;
	/** One more turn every so many milliseconds. */
	readonly everyMs: number;
	/** Who would have to wait longer is turned away. */
	readonly patienceMs: number;
}

/** Milliseconds since any fixed instant, and a way to let them pass. */
export interface Pace {
	readonly elapsed: () => number;
	readonly wait: (ms: number) => Promise<unknown>;
}

export class RateLimit {
	readonly #rate: Rate;
	readonly #pace: Pace;
	/** By key, the instant from which the bucket counts as full again. */
	readonly #fullAt = new Map<string, number>();

	constructor(rate: Rate, pace: Pace = { elapsed: () => performance.now(), wait: sleep }) {
		this.#rate = rate;
		this.#pace = pace;
	}

	/** Resolves with true when it is this caller's turn; with false, at once, when that would take too long. */
	async turn(key: string): Promise<boolean> {
		const { burst, everyMs, patienceMs } = this.#rate;
		const now = this.#pace.elapsed();
		const fullAt = Math.max(now, this.#fullAt.get(key) ?? 0) + everyMs;
		const waitMs = fullAt - now - burst * everyMs;
		if (waitMs > patienceMs) return false;
		this.#fullAt.set(key, fullAt);
		if (waitMs > 0) await this.#pace.wait(waitMs);
		return true;
	}
}
