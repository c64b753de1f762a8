/** What the ledger needs now and then: hours that are over are sealed, and what is older than the retention leaves. Any number of processes may do it at once. */
import type { Seal } from "./ledger/ledger.ts";
import { hourOf, isOverdue, lastToSeal, openRoot, sealOf } from "./ledger/seal.ts";
import { addTallies, NOTHING, type Tally, tallyOf } from "./ledger/tally.ts";
import type { DecisionWithActions } from "./store/store.ts";
import { Damaged } from "./store/undamaged.ts";
import { later, type World } from "./world.ts";

type Tended = Pick<World, "store" | "log" | "now"> & { readonly settings: Pick<World["settings"], "retentionMs"> };

const AT_ONCE = 100;

/** Seals, then rolls up. `enough` says that the work is to end soon: what is left is done next time. */
export async function tendLedger(world: Tended, enough: () => boolean = () => false): Promise<void> {
	await sealHours(world, enough);
	await rollUpHours(world, enough);
}

/**
 * Seals every hour that ended more than an hour ago. Each seal is logged: whoever keeps the log can tell whether the chain was made anew.
 * Answers how many.
 */
export async function sealHours(world: Tended, enough: () => boolean = () => false): Promise<number> {
	const { store, now } = world;
	const stuck = new Set<string>();
	let sealed = 0;
	let passedBy = 0;
	for (;;) {
		const asked = AT_ONCE + passedBy;
		const hours = await store.unsealedHours(lastToSeal(now()), asked);
		const before = sealed + passedBy;
		passedBy = 0;
		for (const { account, hour } of hours) {
			if (enough()) return sealed;
			if (stuck.has(account)) passedBy += 1;
			else if (await sealOrPassBy(world, { account, hour, stuck }, enough)) sealed += 1;
		}
		if (hours.length < asked || sealed + passedBy === before) return sealed;
	}
}

/** An hour with a record that cannot be read holds up the chain of its account, and of no other. */
async function sealOrPassBy(
	world: Tended,
	{ account, hour, stuck }: { readonly account: string; readonly hour: string; readonly stuck: Set<string> },
	enough: () => boolean,
): Promise<boolean> {
	try {
		return await sealHour(world, account, hour, enough);
	} catch (error) {
		if (!(error instanceof Damaged)) throw error;
		stuck.add(account);
		world.log.alarm("an hour cannot be sealed, and later ones of its account wait for it", { account, hour, reason: error.message });
		return false;
	}
}

/** False when another process was first, or it is to be done again. */
async function sealHour({ store, log, now }: Tended, account: string, hour: string, enough: () => boolean): Promise<boolean> {
	const summed = await sumUp(store, account, hour, enough);
	if (summed === undefined) {
		if (isOverdue(hour, now()))
			log.alarm("an hour that was over long ago is not sealed: there was no time for all of it", { account, hour });
		return false;
	}
	const seal = sealOf({ account, hour, ...summed, sealedAt: now() }, await store.lastSeal(account));
	if (!(await store.seal(seal))) return false;
	const { number, count, digest, previous } = seal;
	log.info("sealed", { account, hour, number, count, digest, previous });
	return true;
}

/** Undefined when it was to end before it was done. */
async function sumUp(
	store: World["store"],
	account: string,
	hour: string,
	enough: () => boolean,
): Promise<Pick<Seal, "count" | "root" | "tally"> | undefined> {
	const root = openRoot();
	let tally: Tally = NOTHING;
	let some: DecisionWithActions[] = [];
	for await (const { entry, decision } of store.entered(account, hour)) {
		if (enough()) return undefined;
		if (entry.late !== true) root.add(entry);
		if (decision !== undefined) some.push(decision);
		if (some.length < AT_ONCE) continue;
		tally = addTallies(tally, ...some.map(tallyOf));
		some = [];
	}
	return { count: root.count, root: root.digest(), tally: addTallies(tally, ...some.map(tallyOf)) };
}

/** Deletes what is older than TASKGATE_RETENTION, hour by hour; the seals stay. Answers how many decisions went. */
export async function rollUpHours({ store, log, now, settings }: Tended, enough: () => boolean = () => false): Promise<number> {
	if (settings.retentionMs === undefined) return 0;
	const before = later(now(), -settings.retentionMs);
	let gone = 0;
	for (const { account, hour } of await store.hoursToRollUp(hourOf(before), AT_ONCE * 10)) {
		if (enough()) return gone;
		const decisions = await store.rollUp(account, hour, now());
		if (decisions > 0) log.info("rolled up", { account, hour, decisions });
		gone += decisions;
	}
	return gone + (await store.forget(before));
}
