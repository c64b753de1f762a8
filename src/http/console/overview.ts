/** The first page. It reads a bounded number of rows whatever the store holds: live counts, and the newest of what needs somebody. */
import { Router } from "express";
import { z } from "zod";
import { overviewPage, type Posture } from "../../console/overview-page.ts";
import { hoursOf, RANGES } from "../../console/timeline.ts";
import { later, type World } from "../../world.ts";
import { personIn } from "../people.ts";
import { asked, validated } from "../query.ts";

const DAY_MS = 86_400_000;
/** Rows that are looked at for each thing that may need somebody. */
const LOOKED_AT = 50;
const NEWEST = 8;

const query = z.strictObject({ range: z.enum(["24h", "30d"], "must be 24h or 30d").default("24h") });

export function overviewRoutes(world: World): Router {
	const router = Router();
	router.get("/", async (req, res) => {
		const { range } = validated(query, asked(req.query));
		const now = world.now();
		const { store, exemptions } = world;
		const [counted, newest, halt, breakers, undecided, denied, findings, points, pending] = await Promise.all([
			store.counts(hoursOf(RANGES[range], now)),
			store.decisions({ limit: NEWEST }),
			store.halted(),
			store.openBreakers(),
			store.decisions({ verdict: "undecided", since: later(now, -DAY_MS), limit: LOOKED_AT }),
			store.decisions({ verdict: "denied", limit: LOOKED_AT }),
			store.findingCounts({}),
			store.lastAtPoints(),
			store.pendingActions(),
		]);
		const attention = {
			...{ halt, breakers, exemptions, findings, points, now, denied: denied.decisions },
			undecided: { some: undecided.decisions, more: undecided.next !== null },
		};
		res.type("html").send(
			overviewPage({
				range,
				...counted,
				newest: newest.decisions,
				attention,
				posture: postureOf(world, pending),
				person: personIn(res),
				now,
			}),
		);
	});
	return router;
}

function postureOf(world: World, pending: number): Posture {
	const { engine, constraints, exemptions, constraintsDigest, reader, settings } = world;
	return {
		enforce: isEnforcing(world),
		asksEcs: reader.source === "ecs",
		revision: engine.revision,
		policies: engine.policies.length,
		constraints: constraints.length,
		exemptions: exemptions.length,
		constraintsDigest,
		store: settings.storeAddress,
		pending,
		leavesWork: settings.leavesWork === true,
	};
}

/** Who leaves the work to others says what holds on the store that they share. */
export function isEnforcing({ settings, perform }: World): boolean {
	return settings.enforce && (perform !== undefined || settings.leavesWork === true);
}
