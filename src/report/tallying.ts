/** Counting by name. Names come from strangers: nothing but a Map keeps them. */
export class Counter {
	readonly #counts = new Map<string, number>();
	readonly #most: number;
	#others = 0;

	/** @param most names that are told apart; later ones are counted together, so that no flood of names fills the memory */
	constructor(most = Number.POSITIVE_INFINITY) {
		this.#most = most;
	}

	add(name: string, times = 1): void {
		const before = this.#counts.get(name);
		if (before === undefined && this.#counts.size >= this.#most) this.#others += times;
		else this.#counts.set(name, (before ?? 0) + times);
	}

	addAll(counts: Readonly<Record<string, number>>): void {
		for (const [name, times] of Object.entries(counts)) this.add(name, times);
	}

	get(name: string): number {
		return this.#counts.get(name) ?? 0;
	}

	/** Of names that came too late to be told apart. */
	get others(): number {
		return this.#others;
	}

	/** Most frequent first. */
	sorted(): readonly { readonly name: string; readonly count: number }[] {
		return [...this.#counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
	}

	record(): Readonly<Record<string, number>> {
		return Object.fromEntries(this.#counts);
	}
}

/** One counter for each name, made when it is first asked for. */
export class Counters {
	readonly #counters = new Map<string, Counter>();

	of(name: string): Counter {
		const standing = this.#counters.get(name);
		if (standing !== undefined) return standing;
		const made = new Counter();
		this.#counters.set(name, made);
		return made;
	}

	entries(): readonly (readonly [name: string, counter: Counter])[] {
		return [...this.#counters];
	}
}
