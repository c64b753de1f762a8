/** A request that names a trace (W3C traceparent) is served as a part of it. It stands behind the body's parser, which forgets where it came from. */
import type { RequestHandler } from "express";
import type { World } from "../world.ts";

export function inCallersTrace({ tracing }: Pick<World, "tracing">): RequestHandler {
	return (req, _res, next) => (tracing === undefined ? next() : tracing.within(req.headers, next));
}
