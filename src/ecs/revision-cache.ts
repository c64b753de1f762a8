/** Look-ups by key: those under way are shared, the newest answers kept for a while. */

interface Entry<T> {
	readonly answer: Promise<T | undefined>;
	readonly until: number;
}

export class RevisionCache<T> {
	readonly #entries = new Map<string, Entry<T>>();
	readonly #limit: number;
	readonly #maxAgeMs: number;
	readonly #elapsed: () => number;

	/** At most `limit` answers, none older than `maxAgeMs`. `elapsed`: milliseconds since any fixed instant. */
	constructor({ limit, maxAgeMs, elapsed }: { readonly limit: number; readonly maxAgeMs: number; readonly elapsed: () => number }) {
		this.#limit = limit;
		this.#maxAgeMs = maxAgeMs;
		this.#elapsed = elapsed;
	}

	/** Asks at most once for a key at a time. What was not found, what failed, and what `keep` says no to is asked for again. */
	get(key: string, keep: boolean, look: () => Promise<T | undefined>): Promise<T | undefined> {
		const known = this.#entries.get(key);
		if (known !== undefined && this.#elapsed() < known.until) {
			this.#entries.delete(key);
			this.#entries.set(key, known);
			return known.answer;
		}
		const answer = look();
		const entry = { answer, until: this.#elapsed() + this.#maxAgeMs };
		this.#entries.delete(key);
		this.#entries.set(key, entry);
		const forget = () => {
			if (this.#entries.get(key) === entry) this.#entries.delete(key);
		};
		answer.then((found) => (found === undefined || !keep) && forget(), forget);
		for (const oldest of this.#entries.keys()) {
			if (this.#entries.size <= this.#limit) break;
			this.#entries.delete(oldest);
		}
		return answer;
	}
}
