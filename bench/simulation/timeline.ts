/**
 * A virtual clock: what is to happen stands in a queue by its instant, and the clock jumps from one to the next. Between two jumps everything
 * that follows is brought to its end, so that a run depends on its seed alone.
 */

interface Entry {
	readonly at: number;
	readonly turn: number;
	work: (() => void) | undefined;
}

export class Timeline {
	readonly #heap: Entry[] = [];
	#turns = 0;
	#outside = 0;
	#now: number;

	/** Milliseconds since 1970. */
	constructor(start: number) {
		this.#now = start;
	}

	get now(): number {
		return this.#now;
	}

	/** RFC 3339. */
	instant(): string {
		return new Date(this.#now).toISOString();
	}

	/** Answers how to call it off. What has the same instant happens in the order in which it was asked for. */
	at(ms: number, work: () => void): () => void {
		const entry: Entry = { at: Math.max(ms, this.#now), turn: this.#turns++, work };
		push(this.#heap, entry);
		return () => {
			entry.work = undefined;
		};
	}

	after(ms: number, work: () => void): () => void {
		return this.at(this.#now + ms, work);
	}

	sleep(ms: number): Promise<void> {
		return new Promise((resolve) => this.after(ms, resolve));
	}

	/** The clock waits for what really takes time, such as a call of moto. */
	async outside<T>(call: Promise<T>): Promise<T> {
		this.#outside += 1;
		try {
			return await call;
		} finally {
			this.#outside -= 1;
		}
	}

	/** Until that instant, or until `done` says so. */
	async run(until: number, done: () => boolean = () => false): Promise<void> {
		for (let next = pop(this.#heap, until); next !== undefined; next = done() ? undefined : pop(this.#heap, until)) {
			if (next.work === undefined) continue;
			this.#now = next.at;
			next.work();
			do await settled();
			while (this.#outside > 0);
		}
		if (!done()) this.#now = Math.max(this.#now, until);
	}
}

/** Every promise that can go on has gone on. */
function settled(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

function isBefore(a: Entry, b: Entry): boolean {
	return a.at < b.at || (a.at === b.at && a.turn < b.turn);
}

function push(heap: Entry[], entry: Entry): void {
	let i = heap.length;
	heap.push(entry);
	for (let parent = (i - 1) >> 1; i > 0 && isBefore(entry, heap[parent]!); parent = (i - 1) >> 1) {
		heap[i] = heap[parent]!;
		i = parent;
	}
	heap[i] = entry;
}

function pop(heap: Entry[], until: number): Entry | undefined {
	const first = heap[0];
	if (first === undefined || first.at > until) return undefined;
	const last = heap.pop()!;
	if (heap.length === 0) return first;
	let i = 0;
	for (;;) {
		const left = 2 * i + 1;
		if (left >= heap.length) break;
		const child = left + 1 < heap.length && isBefore(heap[left + 1]!, heap[left]!) ? left + 1 : left;
		if (!isBefore(heap[child]!, last)) break;
		heap[i] = heap[child]!;
		i = child;
	}
	heap[i] = last;
	return first;
}
