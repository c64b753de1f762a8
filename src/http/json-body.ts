/** The body of a POST: one JSON object, at most 2 MiB, at most 64 levels deep. Nothing else comes further in. */
import express, { type RequestHandler } from "express";
import type { Json, JsonObject } from "../admission/request.ts";
import { depthWithin, MAX_DEPTH } from "../depth.ts";
import { readStrictJson } from "../source-text/strict-json.ts";
import { UnreadableText } from "../source-text/unreadable-text.ts";
import { Problem } from "./problem.ts";

const LIMITS = {
	limit: 2 * 1024 * 1024,
	type: () => true,
	// The parser itself takes nothing for {}.
	verify: (_req: unknown, _res: unknown, bytes: Buffer) => {
		if (bytes.length === 0) throw new Problem(400, "the body is empty; it must be a JSON object", "(body)");
	},
};

const check: RequestHandler = (req, _res, next) => {
	objectIn(req.body as Json);
	next();
};

/** What tells of something that has happened is read as leniently as JSON.parse reads it: to turn it away would be to lose it. */
export const jsonBody: readonly RequestHandler[] = [express.json({ ...LIMITS, strict: false }), check];

/** Who asks before acting hands the same text to another reader afterwards: what that one could read otherwise is refused. */
export const strictJsonBody: readonly RequestHandler[] = [
	express.raw(LIMITS),
	(req, _res, next) => {
		req.body = readStrictBody(req.body as Buffer);
		next();
	},
];

/** @throws {Problem} for what readStrictJson refuses, and for what is no object. */
export function readStrictBody(bytes: Uint8Array): JsonObject {
	const read = strictly(bytes);
	if (read instanceof UnreadableText) throw new Problem(400, `the body is refused: ${read.message}`, "(body)");
	return objectIn(read);
}

function strictly(bytes: Uint8Array): Json | UnreadableText {
	try {
		return readStrictJson(bytes);
	} catch (error) {
		if (error instanceof UnreadableText) return error;
		throw error;
	}
}

/** @throws {Problem} */
function objectIn(body: Json): JsonObject {
	if (typeof body !== "object" || body === null || Array.isArray(body)) throw new Problem(400, "the body must be a JSON object", "(body)");
	if (!depthWithin(body, MAX_DEPTH)) throw new Problem(400, `the body is nested over ${MAX_DEPTH} levels deep`, "(body)");
	return body as JsonObject;
}
