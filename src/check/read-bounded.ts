/** Files, pipes and standard input, never more of them than is judged. */
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";

/** At most `limit` bytes and one more, which tells that there was more. */
export async function readBounded(from: string | Readable, limit: number): Promise<Uint8Array> {
	const stream = typeof from === "string" ? createReadStream(from, { end: limit }) : from;
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of stream as AsyncIterable<Uint8Array>) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > limit) break;
	}
	return Buffer.concat(chunks).subarray(0, limit + 1);
}
