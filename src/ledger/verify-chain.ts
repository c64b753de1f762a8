import type { Seal } from "./ledger.ts";
import { digestOfSeal } from "./seal.ts";
import type { AccountHour, Problem } from "./verification.ts";

/** Holds each seal of one account, in the order of their numbers, against itself and those before. Pure. */
export function chainOf(account: string): (seal: Seal) => readonly Problem[] {
	let before: Seal | undefined;
	let newest = "";
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
		if (number === next) {
			if (previous !== (before?.digest ?? null)) problems.push(unlinked(place, before));
			if (hour <= newest) problems.push(late(place, newest));
		}
		if (hour > newest) newest = hour;
		before = seal;
		return problems;
	};
}

type Place = AccountHour & { readonly number: number };

function unlinked(place: Place, before: Seal | undefined): Problem {
	if (before === undefined) return { kind: "seal altered", ...place, message: "seal 1 names one before it" };
	const { hour, number } = before;
	const message = `seal ${place.number} names another one before it than seal ${number}`;
	return { kind: "seal altered", account: place.account, number, hour, message };
}

/** Nothing was decided in the hour when a later one was sealed. */
function late(place: Place, newest: string): Problem {
	return { kind: "recorded late", ...place, message: `${place.hour} was sealed after ${newest}: what is in it was recorded late` };
}

function missing(first: number, last: number): string {
	return first === last ? `seal ${first} is missing` : `seals ${first} to ${last} are missing`;
}
