/** What must happen though no event comes: planned actions are finished, the ledger is tended, and what stands still is told, each time while it does. */
import { tendLedger } from "../seal-hours.ts";
import type { DecisionWithActions } from "../store/store.ts";
import { later, type World } from "../world.ts";
import { finishInTime } from "./finish-in-time.ts";

/** What one step of tending the ledger takes at most. */
const LEDGER_MS = 5_000;
const TOO_LONG_MS = 10 * 60_000;
/** Of 100 decisions each, by verdict. Decisions older than TASKGATE_MAX_EVENT_AGE are not searched: what they planned is withheld when its turn comes. */
const MOST_PAGES = 5;

export interface Tended {
	/** Actions still planned after this run. */
	readonly pending: number;
	readonly breakersOpen: number;
}

export async function tend(world: World, remainingMs: () => number): Promise<Tended> {
	const { store, log } = world;
	await finishInTime(world, remainingMs);
	const pending = await store.pendingActions();
	const breakers = await store.openBreakers();
	for (const breaker of breakers) log.alarm("breaker is open", breaker);
	if (pending > 0) await tellWhatWaits(world, pending);
	const tended = { pending, breakersOpen: breakers.length };
	log.info("tended", tended);
	await tendLedger(world, () => remainingMs() < LEDGER_MS);
	return tended;
}

async function tellWhatWaits(world: World, pending: number): Promise<void> {
	const halt = await world.store.halted();
	if (halt !== undefined) return world.log.alarm("halted: planned actions wait", { pending, ...halt });
	const oldest = await firstThatWaits(world);
	if (oldest === undefined) return;
	const { uid, time, actions } = oldest;
	const targets = actions.filter(({ state }) => state === "planned").map(({ type, target }) => ({ type, target }));
	world.log.alarm("planned actions wait for more than 10 minutes", { pending, decision: uid, time, actions: targets });
}

/** A decision that is older than ten minutes and still waits to be acted on; what is merely told of an allowed one does not count. */
async function firstThatWaits({ store, settings, now }: World): Promise<DecisionWithActions | undefined> {
	const until = later(now(), -TOO_LONG_MS);
	const since = later(until, -settings.maxEventAgeMs);
	for (const verdict of ["denied", "undecided"] as const) {
		let cursor: string | null = "";
		for (let page = 0; page < MOST_PAGES && cursor !== null; page += 1) {
			const found = await store.decisions({ verdict, since, until, ...(cursor === "" ? {} : { cursor }) });
			const waiting = found.decisions.find(({ actions }) => actions.some(({ state }) => state === "planned"));
			if (waiting !== undefined) return waiting;
			cursor = found.next;
		}
	}
	return undefined;
}
