/** What verifying comes to, as data: `report --verify` prints it. */
import type { Seal } from "./ledger.ts";

export type ProblemKind =
	/** Entered, and the decision is gone. */
	| "removed"
	/** The decision is not the one that was entered. */
	| "altered"
	/** A decision that was never entered. */
	| "inserted"
	/** The hour's entries are not those that were sealed, or not of this hour: some were added, taken away or changed. */
	| "entries changed"
	/** Recorded when its hour, or a later one, was sealed already. */
	| "recorded late"
	/** A seal does not say what was sealed. */
	| "seal altered"
	/** The chain has a gap. */
	| "seal missing"
	/** An hour that was over long ago has no seal. */
	| "not sealed"
	/** Decisions are gone although they are not old enough to be rolled up. */
	| "rolled up early"
	/** A seal that was noted earlier is not in the chain: it was made anew, or its end is cut off. */
	| "anchor missing";

export interface Problem {
	readonly kind: ProblemKind;
	/** Absent for an anchor, which names none. */
	readonly account?: string;
	readonly hour?: string;
	/** Of the decision, where one can be named. */
	readonly uid?: string;
	/** Of the seal. */
	readonly number?: number;
	/** One sentence. */
	readonly message: string;
}

export interface AccountHour {
	readonly account: string;
	readonly hour: string;
}

export interface Verification {
	/** Hours, both inclusive. */
	readonly since: string;
	readonly until: string;
	readonly accounts: readonly string[];
	/** The first `MOST_PROBLEMS` of them. */
	readonly problems: readonly Problem[];
	readonly problemCount: number;
	/** Decisions that are as they were entered. */
	readonly decisions: number;
	/** Seals in the chains of the accounts, from their beginning. */
	readonly seals: number;
	/** Sealed hours of the period whose decisions were held against the seal. */
	readonly hoursVerified: number;
	/** Sealed hours of the period of which the seal alone is left. */
	readonly rolledUp: readonly (AccountHour & { readonly rolledUpAt: string })[];
	/** Hours of the period that are not sealed yet: their decisions were held against their entries alone. */
	readonly unsealed: readonly AccountHour[];
	/** RFC 3339; earlier decisions may have no entry. */
	readonly ledgerBegan?: string;
	/** Decisions of the period from before the ledger: nothing is proved of them. */
	readonly beforeLedger: number;
	/** The anchors that were found. */
	readonly anchors: readonly SealName[];
	/** The newest seal of each account: to be noted elsewhere, as the anchor of a later verification. */
	readonly heads: readonly SealName[];
}

export type SealName = Pick<Seal, "account" | "hour" | "number" | "digest">;

export const MOST_PROBLEMS = 1000;
