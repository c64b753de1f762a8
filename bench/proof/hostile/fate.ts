/** What became of one hostile input. */
export type End = "allowed" | "denied" | "undecided" | "refused" | "unseen" | "taken";

export interface Fate {
	readonly end: End;
	/** Why it was refused, denied or left undecided: the field, or the cause. */
	readonly cause: string;
}

export interface Input {
	/** In bytes, or near it. */
	readonly size: number;
	/** `violates`: it is made from what is denied, and still violates. `complies`: nothing in it does. */
	readonly is: "violating" | "complying" | "anything";
	/** @throws only what the gate did not expect: that is a broken claim. */
	run(): Promise<Fate>;
	/** The same as far as its reading: what is read is held to AWS's model and to what it was made to violate, and no policy is asked. */
	read?(): Promise<Fate>;
}
