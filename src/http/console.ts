/** The pages for people. They only read, and each reads a bounded number of rows. */
import { Router } from "express";
import { ICON } from "../console/page.ts";
import { STYLESHEET } from "../console/stylesheet.ts";
import type { World } from "../world.ts";
import { decisionRoutes } from "./console/decisions.ts";
import { findingRoutes } from "./console/findings.ts";
import { overviewRoutes } from "./console/overview.ts";
import { playgroundRoutes } from "./console/playground.ts";
import { pointRoutes } from "./console/points.ts";
import { policyRoutes } from "./console/policies.ts";

const SECTIONS = [overviewRoutes, decisionRoutes, findingRoutes, policyRoutes, pointRoutes, playgroundRoutes];

/** What the login page needs too, so it is open to everybody. */
export function assetRoutes(): Router {
	const router = Router();
	router.get("/console.css", (_req, res) => {
		res.type("css").set("Cache-Control", "max-age=300").send(STYLESHEET);
	});
	router.get("/icon.svg", (_req, res) => {
		res.type("svg").set("Cache-Control", "max-age=86400").send(ICON);
	});
	return router;
}

export function consoleRoutes(world: World): Router {
	const router = Router();
	for (const section of SECTIONS) router.use(section(world));
	return router;
}
