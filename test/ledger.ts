/** A ledger in memory that a test can tamper with: what a store gives back is what stands in its maps. */
import type { Entered, LedgerEntry, Seal } from "../src/ledger/ledger.ts";
import { digestOf } from "../src/ledger/digest.ts";
import { openRoot, sealOf } from "../src/ledger/seal.ts";
import { addTallies, tallyOf } from "../src/ledger/tally.ts";
import { type Asked, verifyLedger } from "../src/ledger/verify.ts";
import type { DecisionWithActions } from "../src/store/store.ts";
import { at, denied } from "./contract/store/records.ts";

/** Hours of 2026-11-20 by account. */
export type Recorded = Readonly<Record<string, readonly number[]>>;

type Entry = LedgerEntry & { readonly account: string; readonly hour: string };

export async function openLedger(recorded: Recorded) {
	const decisions = new Map<string, DecisionWithActions>();
	const entries = new Map<string, Entry>();
	const seals: Seal[] = [];
	const opened: { account: string; hour: string }[] = [];

	const record = (account: string, hour: number): string => {
		const name = at(hour * 3600).slice(0, 13);
		for (let n = 0; n < 3; n += 1) {
			const uid = `${account}-${hour}-${n}`;
			const decision = { ...denied(uid, { account, time: at(hour * 3600 + n), decidedAt: at(hour * 3600 + n + 1) }), actions: [] };
			ledger.enter({ account, hour: name, uid, digest: digestOf(decision) }, decision);
		}
		return name;
	};
	const seal = (account: string, hour: string) => {
		const some = [...entries.values()].filter((entry) => entry.account === account && entry.hour === hour);
		const root = openRoot();
		for (const entry of some) root.add(entry);
		const tally = addTallies(...some.map(({ uid }) => tallyOf(decisions.get(uid)!)));
		const before = seals.filter((one) => one.account === account).at(-1);
		seals.push(sealOf({ account, hour, count: root.count, root: root.digest(), tally, sealedAt: at(86_400) }, before));
	};

	const store = {
		ledgerBegan: async () => ledger.began,
		accounts: async () => Object.keys(recorded),
		unsealedHours: async () => opened,
		async *entered(account: string, hour: string): AsyncIterable<Entered> {
			const some = [...entries.values()].filter((entry) => entry.account === account && entry.hour === hour);
			for (const { uid, digest, late } of some.toSorted((a, b) => (a.uid < b.uid ? -1 : 1))) {
				yield { entry: { uid, digest, ...(late && { late }) }, decision: decisions.get(uid) };
			}
		},
		withEntry: async (some: readonly { uid: string }[]) => new Set(some.map(({ uid }) => uid).filter((uid) => entries.has(uid))),
		async *seals({ account, since = "", until = "~" }: { account?: string; since?: string; until?: string }) {
			// The account under which a seal lies, whatever it says itself.
			const order = seals.filter((one) => one.account === account || !Object.hasOwn(recorded, one.account));
			yield* order.filter(({ hour }) => hour >= since && hour <= until);
		},
		decisions: async () => ({ decisions: [...decisions.values()], next: null }),
		decision: async (uid: string) => decisions.get(uid),
	};
	const ledger = {
		...{ decisions, entries, seals },
		began: undefined as string | undefined,
		enter: (entry: Entry, decision: DecisionWithActions) => {
			entries.set(entry.uid, entry);
			decisions.set(decision.uid, decision);
		},
		forget: (uid: string) => {
			entries.delete(uid);
			decisions.delete(uid);
		},
		/** Recorded and not sealed yet. */
		open: (account: string, hour: number) => opened.push({ account, hour: record(account, hour) }),
		verify: (asked: Asked) => verifyLedger(store, asked),
	};
	for (const [account, hours] of Object.entries(recorded)) for (const hour of hours) seal(account, record(account, hour));
	return ledger;
}
