/** Look-ups by key, shared while they are under way, and each kept for as long as its answer says. */

interface Entry<T> {
	readonly answer: Promise<T>;
	until: number;
}

export class Remembered<T> {
	readonly #entries = new Map<string, Entry<T>>();
	readonly #limit: number;
	readonly #elapsed: () => number;

	/** At most `limit` answers, the newest. `elapsed`: milliseconds since any fixed instant. */
	constructor({ limit, elapsed }: { readonly limit: number; readonly elapsed: () => number }) {
		this.#limit = limit;
		this.#elapsed = elapsed;
	}

	/** What is kept, or else asked for, once at a time; `keepMs` of its answer. What throws is kept nowhere. */
	get(key: string, look: () => Promise<T>, keepMs: (answer: T) => number): Promise<T> {
		return this.#kept(key)?.answer ?? this.renew(key, look, keepMs);
	}

	/** As `get`, but what `isStale` is asked for again; whoever finds the same stale answer waits for the same new one. */
	async getUnless(isStale: (answer: T) => boolean, key: string, look: () => Promise<T>, keepMs: (answer: T) => number): Promise<T> {
		const entry = this.#kept(key);
		if (entry === undefined) return this.renew(key, look, keepMs);
		const answer = await entry.answer;
		if (!isStale(answer)) return answer;
		return this.#entries.get(key) === entry ? this.renew(key, look, keepMs) : this.get(key, look, keepMs);
	}

	async peek(key: string): Promise<T | undefined> {
		return this.#kept(key)?.answer;
	}

	/** Asked for whatever is kept, which it replaces. */
	renew(key: string, look: () => Promise<T>, keepMs: (answer: T) => number): Promise<T> {
		const entry: Entry<T> = { answer: look(), until: Number.POSITIVE_INFINITY };
		this.#entries.delete(key);
		this.#entries.set(key, entry);
		entry.answer.then(
			(answer) => {
				entry.until = this.#elapsed() + keepMs(answer);
			},
			() => {
				if (this.#entries.get(key) === entry) this.#entries.delete(key);
			},
		);
		for (const oldest of this.#entries.keys()) {
			if (this.#entries.size <= this.#limit) break;
			this.#entries.delete(oldest);
		}
		return entry.answer;
	}

	#kept(key: string): Entry<T> | undefined {
		const entry = this.#entries.get(key);
		if (entry === undefined || this.#elapsed() < entry.until) return entry;
		this.#entries.delete(key);
		return undefined;
	}
}
