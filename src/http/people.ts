/** The console behind a load balancer that logs people in: it is for whoever that one vouches for, everything else for the key alone. */
import type { RequestHandler, Response } from "express";
import { sectionOf } from "../console/page.ts";
import { KeysUnreachable } from "./balancer-keys.ts";
import { askForKey, carriesKey } from "./key.ts";
import { isFromOwnPage } from "./own-page.ts";
import type { Person, PersonOf } from "./person.ts";
import { Problem } from "./problem.ts";

const READING = ["GET", "HEAD"];

/** Refuses before the body is read. Nobody's login opens what is for machines, and no cookie of ours is taken. */
export function requirePerson(key: string, personOf: PersonOf): RequestHandler {
	return async (req, res, next) => {
		if (carriesKey(req, key)) return next();
		if (sectionOf(req.path) === undefined) return askForKey(res);
		res.set("Connection", "close");
		const person = await personOf(req.headers).catch(asProblem);
		if (person === undefined)
			throw new Problem(403, "you are not logged in: open the console by the address of its load balancer, which asks who you are");
		// The balancer's cookie goes along with what a page elsewhere sends.
		if (!READING.includes(req.method) && isFromOwnPage(req) !== true)
			throw new Problem(403, "the form must be sent from a page of this console");
		res.removeHeader("Connection");
		res.locals.person = person;
		next();
	};
}

/** Undefined where people come by the key. */
export function personIn({ locals }: Response): Person | undefined {
	return locals.person as Person | undefined;
}

function asProblem(error: unknown): never {
	if (error instanceof KeysUnreachable)
		throw new Problem(503, `it cannot be verified who you are: ${error.message}. Nobody is let in until it can; try again in a minute`);
	throw error;
}
