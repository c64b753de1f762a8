/** The Express application: every way in over HTTP, in the order in which a request meets them. */
import express, { type Express, type RequestHandler } from "express";
import helmet from "helmet";
import type { Worker } from "../worker.ts";
import type { World } from "../world.ts";
import { assetRoutes, consoleRoutes } from "./console.ts";
import { elsewhere } from "./elsewhere.ts";
import { entranceRoutes } from "./entrances.ts";
import { requireKey } from "./key.ts";
import { loginRoutes } from "./login.ts";
import { operationRoutes, probeRoutes } from "./operations.ts";
import { requirePerson } from "./people.ts";
import type { PersonOf } from "./person.ts";
import { notFound, reportProblems } from "./problem.ts";
import { recordRoutes } from "./records.ts";
import { registerRoutes } from "./register.ts";

export interface AppParts {
	readonly world: World;
	readonly worker: Pick<Worker, "wake">;
	/** Without one only loopback is served. */
	readonly key: string | undefined;
	/** Who a load balancer has logged in; then the console is opened by that alone. */
	readonly personOf?: PersonOf | undefined;
	/** False while the process drains. */
	readonly ready: () => boolean;
}

export function createApp({ world, worker, key, personOf, ready }: AppParts): Express {
	const app = express();
	app.disable("x-powered-by");
	app.disable("etag");
	app.use(
		helmet({
			contentSecurityPolicy: {
				// Helmet's own would let in scripts of ours and fonts of anybody's, and have a browser ask for our forms by https.
				useDefaults: false,
				directives: {
					defaultSrc: ["'none'"],
					styleSrc: ["'self'"],
					imgSrc: ["'self'"],
					formAction: ["'self'"],
					frameAncestors: ["'none'"],
					baseUri: ["'none'"],
				},
			},
			// With none at all a browser would not say that a form comes from here.
			referrerPolicy: { policy: "same-origin" },
			frameguard: { action: "deny" },
			strictTransportSecurity: false,
		}),
	);
	app.use(unkept);
	app.use(probeRoutes(world, ready));
	app.use(assetRoutes());
	if (key !== undefined && personOf !== undefined) app.use(requirePerson(key, personOf));
	else {
		if (key !== undefined) app.use(loginRoutes(key));
		app.use(requireKey(key));
	}
	if (world.settings.leavesWork) app.use(elsewhere);
	app.use(entranceRoutes(world, worker));
	app.use(registerRoutes(world));
	app.use(recordRoutes(world));
	app.use(operationRoutes(world));
	app.use(consoleRoutes(world));
	app.use(notFound);
	app.use(reportProblems(world.log));
	return app;
}

/** A cache on the way must not keep for others what one may see; what is for everybody says so itself. */
const unkept: RequestHandler = (_req, res, next) => {
	res.set("Cache-Control", "no-store");
	next();
};
