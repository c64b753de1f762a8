/** Every error as RFC 9457 problem+json, and for a browser as a page: what went wrong, where, and what to do. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import { sectionOf } from "../console/page.ts";
import { problemPage } from "../console/problem-page.ts";
import { UnreadableEvent } from "../enforcement-points/enforcement-point.ts";
import type { Log } from "../log.ts";
import { BadCursor } from "../store/store.ts";
import { StoreUnusable } from "../store/unusable.ts";

export class Problem extends Error {
	override readonly name = "Problem";
	readonly status: number;
	readonly field: string | undefined;
	constructor(status: number, detail: string, field?: string) {
		super(detail);
		this.status = status;
		this.field = field;
	}
}

const TITLES: Readonly<Record<number, string>> = {
	400: "Bad request",
	401: "Key required",
	403: "Forbidden",
	404: "Not found",
	405: "Method not allowed",
	413: "Too large",
	415: "Unsupported encoding",
	429: "Too many requests",
	500: "Internal error",
	502: "Bad gateway",
	503: "Not ready",
};

/** `more`: members besides those of every problem. */
export function sendProblem(res: Response, status: number, detail: string, field?: string, more: object = {}): void {
	const title = TITLES[status] ?? "Error";
	res
		.status(status)
		.type("application/problem+json")
		.send(JSON.stringify({ type: "about:blank", title, status, detail, ...(field === undefined ? {} : { field }), ...more }));
}

export const notFound: RequestHandler = (req, res) => {
	tellProblem(req, res, new Problem(404, `there is no ${req.method} ${req.path}`));
};

/** Whoever asks for HTML by name is a browser; everything under /v1 is for machines. */
function tellProblem(req: Request, res: Response, { status, message, field }: Problem): void {
	const isBrowser = (req.headers.accept ?? "").includes("text/html") && !req.path.startsWith("/v1/");
	const title = TITLES[status] ?? "Error";
	const shown = () => problemPage({ status, title, detail: message, field, at: sectionOf(req.path) });
	if (isBrowser) res.status(status).type("html").send(shown());
	else sendProblem(res, status, message, field);
}

/** The last handler: an error of ours is logged and told as 500 without its text. */
export function reportProblems(log: Log): ErrorRequestHandler {
	return (error, req, res, next) => {
		if (res.headersSent) return next(error);
		const problem = problemOf(error);
		if (problem.status >= 500) log.alarm("request failed", { method: req.method, path: req.path, reason: String(error) });
		if (error instanceof UnreadableEvent && req.path === "/v1/events")
			log.alarm("an event of ECS cannot be read", { reason: error.message });
		tellProblem(req, res, problem);
	};
}

function problemOf(error: unknown): Problem {
	if (error instanceof Problem) return error;
	if (error instanceof UnreadableEvent) return new Problem(400, error.message, error.field);
	if (error instanceof StoreUnusable) return new Problem(503, "the store cannot be used as it is, and the log says why: ask again later");
	if (error instanceof BadCursor) return new Problem(400, error.message, "cursor");
	// The router's own; one of ours has no status.
	if (error instanceof URIError && "status" in error) return new Problem(400, "the address cannot be read: its %-escapes are not UTF-8");
	return fromBodyParser(error) ?? new Problem(500, "the request could not be served; the log has the reason");
}

/** body-parser's errors carry a `type`: https://github.com/expressjs/body-parser#errors */
function fromBodyParser(error: unknown): Problem | undefined {
	if (!(error instanceof Error)) return undefined;
	// The codes of zlib and of brotli, which come as they are.
	if ("code" in error && /^(Z_|ERR_)/.test(String(error.code)) && "errno" in error) {
		return new Problem(400, `the body is not what its content-encoding says: ${error.message}`, "(body)");
	}
	if (!("type" in error) || !("status" in error)) return undefined;
	if (error.type === "entity.too.large") return new Problem(413, "the body is over 2 MiB");
	if (error.type === "entity.parse.failed") return new Problem(400, "the body is not JSON", "(body)");
	const status = Number(error.status);
	return status >= 400 && status < 500 ? new Problem(status, error.message, "(body)") : undefined;
}
