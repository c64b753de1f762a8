/** What exemptions still excuse, held against what was seen. Pure. */
import type { Constraint } from "../admission/constraint.ts";
import type { Exemption } from "../admission/exemption.ts";
import { matchesAny } from "../admission/pattern.ts";
import type { CheckedExemption } from "../report/exemptions-checked.ts";
import { daysLeft } from "./expiry.ts";

/** A violation that an exemption excuses. */
export interface Excused {
	readonly exemption: string;
	readonly policy: string;
	/** An ARN, or `file: kind name`. */
	readonly resource: string;
	readonly field?: string | undefined;
}

export interface Seen {
	readonly excused: readonly Excused[];
	/** Every account that something is known of; undefined where nobody can tell. */
	readonly accounts: readonly string[] | undefined;
	/** Policies of which something is excused, nobody knows by which exemption. */
	readonly unclear: ReadonlySet<string>;
	readonly constraints: readonly Pick<Constraint, "policy">[];
	readonly now: string;
}

export function checkedExemptions(exemptions: readonly Exemption[], seen: Seen): readonly CheckedExemption[] {
	const byName = Map.groupBy(seen.excused, ({ exemption }) => exemption);
	const asked = new Set(seen.constraints.map(({ policy }) => policy));
	return exemptions.map((exemption) => {
		const left = daysLeft(exemption.expiresAt, seen.now);
		const hasEnded = Date.parse(exemption.expiresAt) <= Date.parse(seen.now);
		const excuses = resources(byName.get(exemption.name) ?? []);
		const problems = [
			...(asked.has(exemption.policy) ? [] : [`no constraint in force asks ${exemption.policy}: there is nothing to excuse from`]),
			...unseenAccounts(exemption, seen.accounts).map((account) => `nothing is known of an account ${account}`),
			...endProblem(hasEnded, excuses.length, seen.unclear.has(exemption.policy)),
		];
		return { ...exemption, daysLeft: left, excuses, problems };
	});
}

export function isUnused({ excuses }: CheckedExemption): boolean {
	return excuses.length === 0;
}

function endProblem(hasEnded: boolean, excuses: number, isUnclear: boolean): readonly string[] {
	if (hasEnded) return [`it has ended${excuses > 0 ? ": what it excused when it was last seen is denied the next time" : ", and can go"}`];
	if (excuses === 0 && isUnclear) return ["whether it excuses anything is not known: the decisions that told are rolled up"];
	return excuses > 0 ? [] : ["it excuses nothing that was seen, and can go"];
}

function resources(excused: readonly Excused[]): CheckedExemption["excuses"] {
	return [...Map.groupBy(excused, ({ resource }) => resource)]
		.map(([resource, of]) => ({ resource, violations: new Set(of.map(({ field = "" }) => field)).size }))
		.sort((a, b) => (a.resource < b.resource ? -1 : 1));
}

function unseenAccounts({ match }: Exemption, accounts: readonly string[] | undefined): readonly string[] {
	const selector = match.accounts ?? [];
	const included = "length" in selector ? selector : (selector.include ?? []);
	return accounts === undefined ? [] : included.filter((pattern) => !accounts.some((account) => matchesAny([pattern], account)));
}
