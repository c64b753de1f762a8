/** The body of a POST: one JSON object, at most 2 MiB, at most 64 levels deep. Nothing else comes further in. */
import express, { type RequestHandler } from "express";
import type { JsonObject } from "../admission/request.ts";
import { depthWithin, MAX_DEPTH } from "../depth.ts";
import { Problem } from "./problem.ts";

const MAX_BYTES = 2 * 1024 * 1024;

const parse = express.json({
	limit: MAX_BYTES,
	strict: false,
	type: () => true,
	// The parser itself takes nothing for {}.
	verify: (_req, _res, bytes) => {
		if (bytes.length === 0) throw new Problem(400, "the body is empty; it must be a JSON object", "(body)");
	},
});

const check: RequestHandler = (req, _res, next) => {
	const body: unknown = req.body;
	if (typeof body !== "object" || body === null || Array.isArray(body)) throw new Problem(400, "the body must be a JSON object", "(body)");
	if (!depthWithin(body as JsonObject, MAX_DEPTH)) throw new Problem(400, `the body is nested over ${MAX_DEPTH} levels deep`, "(body)");
	next();
};

export const jsonBody: readonly RequestHandler[] = [parse, check];
