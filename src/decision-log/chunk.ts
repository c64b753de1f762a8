/** Events → bodies of at most so many bytes, compressed: what OPA's own plugin sends in one upload. */
import { gzipSync } from "node:zlib";

export interface Waiting {
	/** The event as JSON. */
	readonly json: string;
	/** For one that is too large: the same without its object. */
	readonly bare: () => string;
}

export interface Chunk {
	readonly body: Buffer;
	/** How many of the events, from the first on, it holds or had to drop. */
	readonly taken: number;
	readonly dropped: number;
}

/** Where a chunk of JSON that is not compressed begins to be too large, however well it compresses. */
const MOST_FACTOR = 20;

/** As many as fit, from the first on; at least one is taken, and one that does not fit even without its object is dropped. */
export function nextChunk(waiting: readonly Waiting[], limit: number): Chunk {
	let count = 0;
	for (let length = 0; count < waiting.length && length < limit * MOST_FACTOR; count += 1) length += waiting[count]?.json.length ?? 0;
	for (; count > 1; count = Math.floor(count / 2)) {
		const body = compressed(waiting.slice(0, count).map(({ json }) => json));
		if (body.length <= limit) return { body, taken: count, dropped: 0 };
	}
	const [first] = waiting;
	for (const text of first === undefined ? [] : [() => first.json, first.bare]) {
		const body = compressed([text()]);
		if (body.length <= limit) return { body, taken: 1, dropped: 0 };
	}
	return { body: compressed([]), taken: first === undefined ? 0 : 1, dropped: first === undefined ? 0 : 1 };
}

function compressed(events: readonly string[]): Buffer {
	return gzipSync(`[${events.join(",")}]`);
}
