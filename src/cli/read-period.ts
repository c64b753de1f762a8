/** Reads a period from the store, account by account and hour by hour, so that it need not fit into memory. */
import type { Ledger, Seal } from "../ledger/ledger.ts";
import type { AccountSeals, Completeness, PeriodFilter } from "../report/period.ts";
import type { Counted, PeriodCount } from "../report/period-count.ts";

/** More unsealed hours than any gate that was ever stopped has. */
const MOST_UNSEALED = 1_000_000;

type Read = Pick<Ledger, "accounts" | "seals" | "unsealedHours" | "entered" | "lastSeal">;

export interface Hours {
	readonly since: string;
	readonly until: string;
}

/** @param tick is told how many decisions have been read */
export async function readPeriod(
	store: Read,
	hours: Hours,
	{ accounts }: PeriodFilter,
	count: PeriodCount,
	tick: (done: number) => void,
): Promise<{ readonly counted: Counted; readonly completeness: Completeness }> {
	const reading = new Reading(store, count, tick);
	const known = await store.accounts();
	const wanted = known.filter((account) => accounts.length === 0 || accounts.includes(account)).toSorted();
	const open = (await store.unsealedHours(hours.until, MOST_UNSEALED)).filter(({ hour }) => hour >= hours.since);
	const unknown = accounts.filter((account) => !known.includes(account));
	const seals: AccountSeals[] = [];
	for (const account of wanted) {
		const { sealed, rolledUpHours } = await reading.sealed(account, hours);
		// An hour may have been sealed meanwhile.
		const unsealed = open.filter((each) => each.account === account && !sealed.has(each.hour)).map(({ hour }) => hour);
		for (const hour of unsealed) await reading.hour(account, hour);
		seals.push({ account, sealedHours: sealed.size, rolledUpHours, unsealed, newest: await newestSeal(store, account) });
	}
	const counted = count.result();
	const gaps = [
		...counted.gaps,
		...unknown.map((account) => `nothing is known of an account ${account}: no decision of it was ever recorded`),
	];
	return { counted: { ...counted, gaps }, completeness: { accounts: seals, missing: reading.missing } };
}

class Reading {
	/** Entries without their decision, and entries that were sealed and are gone. */
	missing = 0;
	readonly #store: Read;
	readonly #count: PeriodCount;
	readonly #tick: (done: number) => void;
	#done = 0;

	constructor(store: Read, count: PeriodCount, tick: (done: number) => void) {
		this.#store = store;
		this.#count = count;
		this.#tick = tick;
	}

	async sealed(
		account: string,
		{ since, until }: Hours,
	): Promise<{ readonly sealed: ReadonlySet<string>; readonly rolledUpHours: number }> {
		const sealed = new Set<string>();
		let rolledUpHours = 0;
		for await (const seal of this.#store.seals({ account, since, until })) {
			sealed.add(seal.hour);
			if (seal.rolledUpAt !== undefined) {
				rolledUpHours += 1;
				this.#count.addRolledUp(seal);
			}
			// What was recorded after an hour was sealed is not in its tally; what is being rolled up is.
			const found = await this.hour(account, seal.hour, seal.rolledUpAt !== undefined);
			if (seal.rolledUpAt === undefined) this.missing += Math.max(0, seal.count - found);
		}
		return { sealed, rolledUpHours };
	}

	/** Answers how many entries it has, but for late ones. */
	async hour(account: string, hour: string, lateOnly = false): Promise<number> {
		let found = 0;
		for await (const { entry, decision } of this.#store.entered(account, hour)) {
			if (entry.late !== true) found += 1;
			if (lateOnly && entry.late !== true) continue;
			if (decision === undefined) this.missing += 1;
			else this.#count.add(decision, { account, hour });
			this.#done += 1;
			this.#tick(this.#done);
		}
		return found;
	}
}

async function newestSeal(store: Read, account: string): Promise<AccountSeals["newest"]> {
	const seal: Seal | undefined = await store.lastSeal(account);
	return seal && { hour: seal.hour, number: seal.number, digest: seal.digest };
}
