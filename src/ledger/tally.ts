/** What decisions came to, counted. */

/** Zeros are left out. */
export interface Tally {
	readonly verdicts: Readonly<Record<string, number>>;
	/** By the words of report/consequence.ts: prevented, reverted, flagged, reported, … */
	readonly consequences: Readonly<Record<string, number>>;
	/** Violations by policy, then by what followed: deny, warn, dryrun, exempted. */
	readonly policies: Readonly<Record<string, Readonly<Record<string, number>>>>;
	/** By enforcement point. */
	readonly points: Readonly<Record<string, number>>;
	/** Violations excused, by exemption. */
	readonly excused: Readonly<Record<string, number>>;
	/** Seconds from the call to the end of the action that undid it, as counts per upper bound of `DELAY_BOUNDS`; the last one is open. */
	readonly delays: readonly number[];
}

export const DELAY_BOUNDS = [1, 2, 3, 5, 8, 13, 21, 34, 60, 120, 300, 900, 3600] as const;
