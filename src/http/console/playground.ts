/** The playground's form: from this page alone, bounded, and nothing of it is logged or kept. */
import express, { type RequestHandler, Router } from "express";
import { z } from "zod";
import { pinpoint } from "../../authoring/source-excerpt.ts";
import { playgroundOffPage, playgroundPage } from "../../console/playground-page.ts";
import { EXAMPLE } from "../../playground/example.ts";
import { openPlayground } from "../../playground/playground.ts";
import { REGO_FILE, type Trial } from "../../playground/trial.ts";
import type { World } from "../../world.ts";
import { isFromOwnPage } from "../own-page.ts";
import { Problem } from "../problem.ts";
import { validated } from "../query.ts";

/** Twice 64 KiB, each character of it three in a form's encoding. */
const MAX_BODY = "400kb";

const form = z.strictObject({ definition: z.string(), rego: z.string() });

export function playgroundRoutes(world: World): Router {
	const router = Router();
	if (world.settings.playground !== true) {
		router.get("/playground", (_req, res) => {
			res.type("html").send(playgroundOffPage());
		});
		return router;
	}
	const playground = openPlayground();
	router.get("/playground", (_req, res) => {
		res.type("html").send(playgroundPage({ ...EXAMPLE, result: undefined }));
	});
	router.post("/playground", fromOwnPage, express.urlencoded({ extended: false, limit: MAX_BODY, parameterLimit: 2 }), async (req, res) => {
		const attempt = validated(form, req.body ?? {});
		const trial = await playground.attempt(attempt, world.now);
		res.type("html").send(playgroundPage({ ...attempt, result: told(trial, attempt.rego) }));
	});
	return router;
}

function told(trial: Trial, rego: string) {
	if (trial.outcome !== "rego") return trial;
	return { outcome: "rego" as const, errors: pinpoint(trial.errors, { [REGO_FILE]: rego }) };
}

/** A page elsewhere must not make this gate compile what it likes; whoever holds the key may, with any client. */
const fromOwnPage: RequestHandler = (req, _res, next) => {
	if (isFromOwnPage(req) === false) throw new Problem(403, "the form must be sent from the playground's own page");
	next();
};
