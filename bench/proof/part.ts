export interface Claim {
	readonly claim: string;
	readonly held: boolean;
	readonly figures: Readonly<Record<string, string | number>>;
	readonly detail?: readonly string[];
}

export interface Ground {
	readonly quick: boolean;
	readonly seed: number;
	readonly tell: (line: string) => void;
}

export type Part = (ground: Ground) => Promise<readonly Claim[]>;
