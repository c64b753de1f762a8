/** What a verification has found so far. */
import type { Seal } from "./ledger.ts";
import { digestOfSeal } from "./seal.ts";
import { type AccountHour, MOST_PROBLEMS, type Problem, type SealName } from "./verification.ts";

export type Found = ReturnType<typeof openFound>;

export function openFound(anchors: readonly string[]) {
	const problems: Problem[] = [];
	const found = {
		problems,
		problemCount: 0,
		decisions: 0,
		seals: 0,
		hoursVerified: 0,
		rolledUp: [] as (AccountHour & { rolledUpAt: string })[],
		heads: [] as SealName[],
		anchors: [] as SealName[],
		/** Anchors that are not found yet. */
		sought: new Set(anchors),
		/** Hours that are sealed or open. */
		hours: new Set<string>(),
		seek: (seal: Seal) => {
			if (digestOfSeal(seal) === seal.digest && found.sought.delete(seal.digest)) found.anchors.push(sealName(seal));
		},
		tell: (...some: readonly Problem[]) => {
			found.problemCount += some.length;
			problems.push(...some.slice(0, Math.max(0, MOST_PROBLEMS - problems.length)));
		},
	};
	return found;
}

export function nameOf({ account, hour }: AccountHour): string {
	return `${hour} ${account}`;
}

export function sealName({ account, hour, number, digest }: Seal): SealName {
	return { account, hour, number, digest };
}
