/** The console's way to hold the key: a form, a cookie. */
import express, { Router } from "express";
import { loginPage } from "../console/login-page.ts";
import { logIn } from "./key.ts";

export function loginRoutes(key: string): Router {
	const router = Router();
	router.get("/login", (_req, res) => {
		res.type("html").send(loginPage(false));
	});
	router.post("/login", express.urlencoded({ extended: false, limit: 4096, parameterLimit: 2 }), (req, res) => {
		if (logIn(res, (req.body as Record<string, unknown> | undefined)?.key, key)) return res.redirect(303, "/");
		res.status(401).type("html").send(loginPage(true));
	});
	return router;
}
