/** Who may speak to Taskgate: whoever holds the key, or, without one, whoever is on this machine. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { parseCookie, stringifySetCookie } from "cookie";
import type { Request, RequestHandler, Response } from "express";
import { sectionOf } from "../console/page.ts";
import { sendProblem } from "./problem.ts";

const HEADER = "x-taskgate-key";
const COOKIE = "taskgate";
const SESSION = { name: COOKIE, httpOnly: true, sameSite: "strict", path: "/", maxAge: 12 * 60 * 60 } as const;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Refuses before the body is read. */
export function requireKey(key: string | undefined): RequestHandler {
	if (key === undefined) return requireLoopbackHost;
	return (req, res, next) => {
		if (hasKey(req, key)) return next();
		if (req.method === "GET" && sectionOf(req.path) !== undefined && req.accepts(["html", "json"]) === "html")
			return res.redirect(303, req.originalUrl === "/" ? "/login" : `/login?to=${encodeURIComponent(req.originalUrl)}`);
		askForKey(res);
	};
}

/** A web page elsewhere must not reach a keyless console: neither by a name that resolves to loopback nor by a form that posts to it. */
const requireLoopbackHost: RequestHandler = (req, res, next) => {
	const { host = "", origin } = req.headers;
	const fromHere = origin === undefined || LOOPBACK.test(origin.replace(/^https?:\/\//, ""));
	if (LOOPBACK.test(host) && fromHere) return next();
	sendProblem(res, 403, "without TASKGATE_KEY only localhost is served");
};

function hasKey(req: Request, key: string): boolean {
	if (req.headers[HEADER] !== undefined) return carriesKey(req, key);
	const session = parseCookie(req.headers.cookie ?? "")[COOKIE];
	return session !== undefined && same(session, sessionOf(key));
}

/** As machines show it. */
export function carriesKey({ headers }: Request, key: string): boolean {
	const given = headers[HEADER];
	return typeof given === "string" && same(given, key);
}

/** The answer to whoever does not: given before the body is read. */
export function askForKey(res: Response): void {
	res.set("Connection", "close");
	sendProblem(res, 401, `send the key in the header ${HEADER}`);
}

/** Opens the console for a browser; false when the key is wrong. A browser that came by https keeps its cookie to that. */
export function logIn({ headers: { origin = "" } }: Request, res: Response, given: unknown, key: string): boolean {
	if (typeof given !== "string" || !same(given, key)) return false;
	const secure = origin.startsWith("https://");
	res.append("Set-Cookie", stringifySetCookie({ ...SESSION, value: sessionOf(key), secure }));
	return true;
}

/** What the cookie holds: derived from the key, and worthless once the key is changed. */
function sessionOf(key: string): string {
	return createHmac("sha256", key).update("console session").digest("base64url");
}

function same(given: string, expected: string): boolean {
	const digest = (text: string) => createHash("sha256").update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}
