/** The console's way to hold the key: a form, a cookie. */
import express, { Router } from "express";
import { loginPage } from "../console/login-page.ts";
import { sectionOf } from "../console/page.ts";
import { logIn } from "./key.ts";

export function loginRoutes(key: string): Router {
	const router = Router();
	router.get("/login", (req, res) => {
		res.type("html").send(loginPage(false, destination(req.query.to)));
	});
	router.post("/login", express.urlencoded({ extended: false, limit: 8192, parameterLimit: 2 }), (req, res) => {
		const given = (req.body ?? {}) as Record<string, unknown>;
		const to = destination(given.to);
		if (logIn(req, res, given.key, key)) return res.redirect(303, to);
		res.status(401).type("html").send(loginPage(true, to));
	});
	return router;
}

/** A page of this console, and nothing else, whatever the address asks for. */
function destination(to: unknown): string {
	if (typeof to !== "string" || !/^\/(?![/\\])/.test(to)) return "/";
	return sectionOf(to.split(/[?#]/)[0] as string) === undefined ? "/" : to;
}
