import type { Seal } from "./ledger.ts";
import { digestOfSeal } from "./seal.ts";
import type { Problem } from "./verification.ts";

/** Holds each seal of one account, in the order of their numbers, against itself and the one before. Pure. */
export function chainOf(account: string): (seal: Seal) => readonly Problem[] {
	let before: Seal | undefined;
	return (seal) => {
		const { hour, number, previous, digest } = seal;
		const problems: Problem[] = [];
		const next = (before?.number ?? 0) + 1;
		const place = { account, hour, number };
		if (digestOfSeal(seal) !== digest || seal.account !== account) {
			problems.push({ kind: "seal altered", ...place, message: `seal ${number} is not what was sealed: its digest is of something else` });
		}
		if (number > next) problems.push({ kind: "seal missing", account, number: next, message: missing(next, number - 1) });
		if (number < next) {
			problems.push({ kind: "seal altered", ...place, message: `there is more than one seal ${number}` });
		}
		if (number === next && previous !== (before?.digest ?? null)) {
			problems.push({
				...{ kind: "seal altered", account, number: before?.number ?? number, hour: before?.hour ?? hour },
				message:
					before === undefined ? "seal 1 names one before it" : `seal ${number} names another one before it than seal ${before.number}`,
			});
		}
		before = seal;
		return problems;
	};
}

function missing(first: number, last: number): string {
	return first === last ? `seal ${first} is missing` : `seals ${first} to ${last} are missing`;
}
