/** A JSON answer, read while it passes to somebody else. */
import type { IncomingMessage } from "node:http";
import type { Json, JsonObject } from "../../admission/request.ts";
import { isObject } from "../../ecs/api-shape.ts";

const MAX_BYTES = 4 * 1024 * 1024;

/** Tells it once it is whole; what is no JSON object, or too large, tells nothing. Takes nothing away from other readers. */
export function whenWhole(answered: IncomingMessage, tell: (body: JsonObject) => void): void {
	const chunks: Buffer[] = [];
	let length = 0;
	answered.on("data", (chunk: Buffer) => {
		length += chunk.length;
		if (length <= MAX_BYTES) chunks.push(chunk);
	});
	answered.on("end", () => {
		const body = length <= MAX_BYTES ? parsed(Buffer.concat(chunks)) : undefined;
		if (isObject(body)) tell(body);
	});
}

function parsed(bytes: Buffer): Json | undefined {
	try {
		return JSON.parse(bytes.toString("utf8")) as Json;
	} catch {
		return undefined;
	}
}
