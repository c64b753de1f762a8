/** Answers by key, each asked for once: a failure stays a failure, so that all who refer to a thing are told the same of it. */
export class AskedOnce<T> {
	readonly #answers = new Map<string, Promise<T>>();
	readonly #limit: number;

	/** Of more answers than `limit` the one that was used longest ago is forgotten. */
	constructor(limit: number) {
		this.#limit = limit;
	}

	get(key: string, look: () => Promise<T>): Promise<T> {
		return this.#keep(key, this.#answers.get(key) ?? look());
	}

	/** An error is a failure. */
	put(key: string, answer: T | Error): void {
		void this.#keep(key, answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer));
	}

	#keep(key: string, answer: Promise<T>): Promise<T> {
		// Whoever asks hears of the failure; until then nobody needs to.
		answer.catch(() => {});
		this.#answers.delete(key);
		this.#answers.set(key, answer);
		for (const oldest of this.#answers.keys()) {
			if (this.#answers.size <= this.#limit) break;
			this.#answers.delete(oldest);
		}
		return answer;
	}
}
