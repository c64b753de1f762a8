/** What a period's decisions came to: the figures that a period report tells. A format is one pure function of this. */
import type { Verification } from "../ledger/verification.ts";
import type { Consequence } from "./consequence.ts";
import type { Percentiles } from "./delays.ts";

export type Word = Consequence["word"];
export type Counts = Readonly<Record<string, number>>;

export interface Period {
	/** Hours in UTC, of `decidedAt`; both inclusive: `2026-11-29T02`. */
	readonly since: string;
	readonly until: string;
	/** RFC 3339. */
	readonly madeAt: string;
	readonly filter: PeriodFilter;
	readonly decisions: number;
	readonly verdicts: Counts;
	/** Decisions, by the words of consequence.ts. */
	readonly consequences: Counts;
	/** Decisions whose consequence did not take place, by word, state and reason; the most frequent first. */
	readonly notCarriedOut: readonly { readonly word: string; readonly reason: string; readonly count: number }[];
	/** Violations by what followed; the policy that has most comes first. */
	readonly policies: readonly { readonly policy: string; readonly actions: Counts; readonly total: number }[];
	/** `consequences` of decisions whose records stand; `decisions` of all. */
	readonly points: readonly { readonly point: string; readonly decisions: number; readonly consequences: Counts }[];
	readonly accounts: readonly Part[];
	/** Every day that has a decision, oldest first. */
	readonly days: readonly Part[];
	readonly delays: readonly Delay[];
	/** Who was denied most; of decisions whose records stand. */
	readonly principals: readonly { readonly name: string; readonly count: number }[];
	/** Violations excused; `until` is the latest end that a record tells. */
	readonly excused: readonly { readonly exemption: string; readonly violations: number; readonly until: string | undefined }[];
	readonly completeness: Completeness;
	/** What these figures leave out, and why. */
	readonly gaps: readonly string[];
	/** Whether the records are whole, where that was asked. */
	readonly verification?: Verification;
}

export interface PeriodFilter {
	/** Empty: all. */
	readonly accounts: readonly string[];
	readonly regions: readonly string[];
	readonly policies: readonly string[];
}

/** One account, or one day. */
export interface Part {
	readonly name: string;
	readonly decisions: number;
	readonly consequences: Counts;
	/** Hours of which only the seal's tally is left. */
	readonly rolledUpHours: number;
}

/** From the call to the action that prevented or undid it. */
export interface Delay extends Percentiles {
	/** `all points` of hours that are rolled up: a seal does not tell points apart. */
	readonly point: string;
	readonly word: "prevented" | "reverted";
	/** From records, to a tenth of a second; or upper bounds, from seals. */
	readonly exact: boolean;
}

export interface Completeness {
	readonly accounts: readonly AccountSeals[];
	/** Decisions that the ledger names or a seal has counted, and that are not there although the hour is not rolled up. */
	readonly missing: number;
}

export interface AccountSeals {
	readonly account: string;
	/** In the period. */
	readonly sealedHours: number;
	readonly rolledUpHours: number;
	/** Hours with decisions and without a seal, in the period. */
	readonly unsealed: readonly string[];
	/** The newest of the account, whenever it was made: the anchor to keep. */
	readonly newest: { readonly hour: string; readonly number: number; readonly digest: string } | undefined;
}
