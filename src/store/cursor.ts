import { z } from "zod";
import { BadCursor } from "./store.ts";

const position = z.strictObject({ time: z.iso.datetime(), uid: z.string().min(1) });

/** Where a page of decisions ended: the last decision on it. */
export type Position = z.infer<typeof position>;

/** A position as an opaque token that is safe in a URL. */
export function encodeCursor({ time, uid }: Position): string {
	return Buffer.from(JSON.stringify({ time, uid })).toString("base64url");
}

/** @throws {BadCursor} when the token is not one that `encodeCursor` gave out */
export function decodeCursor(cursor: string): Position {
	const decoded = position.safeParse(parsed(Buffer.from(cursor, "base64url").toString()));
	if (!decoded.success || encodeCursor(decoded.data) !== cursor) {
		throw new BadCursor("cursor: not one that a page of decisions ended with; leave it out to start at the newest");
	}
	return decoded.data;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
