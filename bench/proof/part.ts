/** What every part of the proof is: it does something to the gate, and says what held. */

export interface Claim {
	/** A sentence that is true or not. */
	readonly claim: string;
	readonly held: boolean;
	/** What was counted. */
	readonly figures: Readonly<Record<string, string | number>>;
	/** What broke it, one sentence each. */
	readonly detail?: readonly string[];
}

export interface Ground {
	/** Small sizes, as in `npm test`. */
	readonly quick: boolean;
	/** Every choice by chance comes from it. */
	readonly seed: number;
	/** Progress, for whoever waits. */
	readonly tell: (line: string) => void;
}

export type Part = (ground: Ground) => Promise<readonly Claim[]>;

const MOST_DETAILS = 20;

/** A claim that holds while nothing breaks it, and only where what it is about took place: every figure of `needed` must be over zero. */
export function claimed(
	claim: string,
	breaches: readonly string[],
	figures: Claim["figures"],
	needed: readonly (keyof typeof figures)[] = [],
): Claim {
	const missing = needed.filter((name) => !(Number(figures[name]) > 0)).map((name) => `nothing was shown: ${name} is ${figures[name]}`);
	const detail = [...missing, ...breaches];
	const more = detail.length > MOST_DETAILS ? [`and ${detail.length - MOST_DETAILS} more`] : [];
	return {
		...{ claim, held: detail.length === 0, figures },
		...(detail.length === 0 ? {} : { detail: [...detail.slice(0, MOST_DETAILS), ...more] }),
	};
}
