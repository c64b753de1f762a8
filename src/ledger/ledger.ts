/**
 * The ledger: what makes a period's record provable. Each decision is entered with its digest as it is recorded, so that no writer waits
 * for another; an hour that is over is sealed, and each seal of an account names the digest of the one before, as CloudTrail's digest files do.
 */
import type { DecisionRecord, DecisionWithActions } from "../store/store.ts";
import type { Tally } from "./tally.ts";

/** Stands where a decision has no account. */
export const NO_ACCOUNT = "none";

export interface LedgerEntry {
	readonly uid: string;
	/** sha256, hexadecimal, over the decision's canonical JSON, as it was recorded. */
	readonly digest: string;
	/** Entered when its hour was sealed already, and not under the seal. */
	readonly late?: true;
}

/** One hour of one account, closed. */
export interface Seal {
	readonly account: string;
	/** UTC, of `decidedAt`: `2026-11-29T02`. */
	readonly hour: string;
	/** From 1 on, without gaps, in the order of sealing. */
	readonly number: number;
	/** Decisions. */
	readonly count: number;
	/** sha256 over the entries, in the order of their uids. */
	readonly root: string;
	/** What the decisions came to when they were sealed; it outlives them. */
	readonly tally: Tally;
	/** RFC 3339. */
	readonly sealedAt: string;
	/** The digest of the account's seal before; null for the first. */
	readonly previous: string | null;
	/** sha256 over all of the above. */
	readonly digest: string;
	/** RFC 3339: since when the hour's decisions are gone by retention. No part of the digest. */
	readonly rolledUpAt?: string;
}

/** An entry, and the decision that it is of where that still stands. */
export interface Entered {
	readonly entry: LedgerEntry;
	readonly decision: DecisionWithActions | undefined;
}

/** How often something happened in an hour or, further back, in a day. */
export interface Counts {
	/** UTC, of `decidedAt`: `2026-11-29T02` or `2026-11-29`. */
	readonly period: string;
	readonly verdicts: Readonly<Record<string, number>>;
	/** Decisions that name the policy, by policy. */
	readonly policies: Readonly<Record<string, number>>;
	/** Decisions by enforcement point. */
	readonly points: Readonly<Record<string, number>>;
}

/** The newest decision of an enforcement point. */
export interface LastAtPoint {
	readonly point: string;
	/** RFC 3339, of the happening, and of the decision. */
	readonly time: string;
	readonly decidedAt: string;
}

/** The part of the store that the ledger is kept in. */
export interface Ledger {
	/** RFC 3339. Decisions decided up to then may stand without an entry: the store is older than its ledger. Undefined where none may. */
	ledgerBegan(): Promise<string | undefined>;
	/** Hours up to and including `until` that have decisions and no seal, oldest first. */
	unsealedHours(until: string, limit: number): Promise<readonly { readonly account: string; readonly hour: string }[]>;
	/** In the order of their uids. */
	entered(account: string, hour: string): AsyncIterable<Entered>;
	/** The uids of those that have an entry. */
	withEntry(decisions: readonly Pick<DecisionRecord, "uid" | "account" | "decidedAt">[]): Promise<ReadonlySet<string>>;
	lastSeal(account: string): Promise<Seal | undefined>;
	/** Writes the account's next seal; false when its hour or its number is sealed already, or something was entered since its root was made. */
	seal(seal: Seal): Promise<boolean>;
	/** By account, then number. `since` and `until` are hours, both inclusive. */
	seals(query: { readonly account?: string; readonly since?: string; readonly until?: string }): AsyncIterable<Seal>;
	/** Every account that has ever been entered. */
	accounts(): Promise<readonly string[]>;
	/** Sealed hours before `before` whose decisions have not been rolled up, oldest first. */
	hoursToRollUp(before: string, limit: number): Promise<readonly { readonly account: string; readonly hour: string }[]>;
	/**
	 * Deletes the hour's decisions, their actions and entries, in pieces small enough that nobody waits; the seal stays, and says since when.
	 * What still has a planned action stays too, until it is asked again. Answers how many went.
	 */
	rollUp(account: string, hour: string, now: string): Promise<number>;
	/** Deletes what no seal stands for and nobody needs since `before` (RFC 3339): resolved findings, decisions of the time before the ledger. Answers how many. */
	forget(before: string): Promise<number>;
	/**
	 * Oldest first; `since` and `until` are hours, both inclusive, and a day in which `since` lies is whole. All accounts together unless one is named.
	 * `completeUntil`: later hours may be missing.
	 */
	counts(query: { readonly since: string; readonly until: string; readonly account?: string }): Promise<{
		readonly counts: readonly Counts[];
		readonly completeUntil: string | undefined;
	}>;
	lastAtPoints(): Promise<readonly LastAtPoint[]>;
}
