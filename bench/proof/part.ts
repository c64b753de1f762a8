/** What `npm run prove` is made of: parts that try a claim as hard as they can, and say what they did. */

export interface Claim {
	/** A sentence. */
	readonly claim: string;
	readonly held: boolean;
	/** What was counted. */
	readonly figures: Readonly<Record<string, string | number>>;
	readonly detail?: readonly string[];
}

export interface Ground {
	readonly quick: boolean;
	readonly seed: number;
	/** Progress. */
	readonly tell: (line: string) => void;
}

export type Part = (ground: Ground) => Promise<readonly Claim[]>;
