/** Whether a form was sent from a page of this server: what a browser says of it cannot be set by a page elsewhere. */
import type { Request } from "express";

/** Undefined where nothing tells, as of a client that is no browser. */
export function isFromOwnPage({ headers }: Pick<Request, "headers">): boolean | undefined {
	const { origin, host } = headers;
	const site = headers["sec-fetch-site"];
	if (site !== undefined) return site === "same-origin";
	return origin === undefined ? undefined : origin.replace(/^https?:\/\//, "") === host;
}
