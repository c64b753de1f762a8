/** Counts a period, decision by decision or, where only a seal is left, tally by tally. What is kept does not grow with their number. */
import { DELAY_BOUNDS, type Tally } from "../ledger/tally.ts";
import type { DecisionWithActions } from "../store/store.ts";
import { consequenceOf } from "./consequence.ts";
import { boundedPercentiles, Delays } from "./delays.ts";
import type { Delay, Part, Period, PeriodFilter } from "./period.ts";
import { delayOf, isCovered, violationsOf, whyNot } from "./period-decision.ts";
import { Counter, Counters } from "./tallying.ts";
import { counted } from "./text.ts";

/** So many names are told apart; a role's sessions each have one of their own. */
const MOST_NAMES = 100_000;

export type Counted = Omit<Period, "since" | "until" | "madeAt" | "completeness">;

export class PeriodCount {
	readonly #filter: PeriodFilter;
	readonly #verdicts = new Counter();
	readonly #consequences = new Counter();
	readonly #notCarriedOut: Counter;
	readonly #policies = new Counters();
	readonly #points = new Counter();
	readonly #pointWords = new Counters();
	readonly #parts = { accounts: new Parts(), days: new Parts() };
	readonly #delays = new Map<string, { readonly point: string; readonly word: Delay["word"]; readonly times: Delays }>();
	readonly #principals: Counter;
	readonly #excused = new Counter();
	readonly #ends = new Map<string, string>();
	#rolledUpDelays: number[] = [];
	#decisions = 0;
	#rolledUp = { hours: 0, decisions: 0 };

	constructor(filter: PeriodFilter, mostNames = MOST_NAMES) {
		this.#filter = filter;
		this.#notCarriedOut = new Counter(mostNames);
		this.#principals = new Counter(mostNames);
	}

	/** Passes by what the filter leaves out. @param place the ledger's account and hour, under which it is counted */
	add(decision: DecisionWithActions, place: { readonly account: string; readonly hour: string }): void {
		if (!isCovered(decision, this.#filter)) return;
		const { verdict, enforcementPoint, principal } = decision;
		const { word } = consequenceOf(decision);
		this.#decisions += 1;
		this.#verdicts.add(verdict);
		this.#consequences.add(word);
		this.#points.add(enforcementPoint);
		this.#pointWords.of(enforcementPoint).add(word);
		this.#parts.accounts.add(place.account, 1, { [word]: 1 });
		this.#parts.days.add(place.hour.slice(0, 10), 1, { [word]: 1 });
		const reason = whyNot(decision, word);
		if (reason !== undefined) this.#notCarriedOut.add(JSON.stringify([word, reason]));
		if (verdict === "denied") this.#principals.add(principal);
		for (const { policy, action, exemption, exemptedUntil } of violationsOf(decision, this.#filter)) {
			this.#policies.of(policy).add(action);
			if (exemption !== undefined) this.#excuse(exemption, exemptedUntil);
		}
		this.#time(decision, word);
	}

	/** An hour whose decisions are gone. What its tally cannot tell is said among the gaps. */
	addRolledUp({
		account,
		hour,
		count,
		tally,
	}: {
		readonly account: string;
		readonly hour: string;
		readonly count: number;
		readonly tally: Tally;
	}): void {
		this.#rolledUp = { hours: this.#rolledUp.hours + 1, decisions: this.#rolledUp.decisions + count };
		const { regions, policies } = this.#filter;
		this.#parts.accounts.rollUp(account);
		this.#parts.days.rollUp(hour.slice(0, 10));
		if (regions.length > 0) return;
		for (const [policy, actions] of Object.entries(tally.policies)) {
			if (policies.length === 0 || policies.includes(policy)) this.#policies.of(policy).addAll(actions);
		}
		if (policies.length > 0) return;
		this.#decisions += count;
		this.#verdicts.addAll(tally.verdicts);
		this.#consequences.addAll(tally.consequences);
		this.#points.addAll(tally.points);
		this.#excused.addAll(tally.excused);
		this.#parts.accounts.add(account, count, tally.consequences);
		this.#parts.days.add(hour.slice(0, 10), count, tally.consequences);
		this.#rolledUpDelays = tally.delays.map((times, i) => times + (this.#rolledUpDelays[i] ?? 0));
	}

	result(): Counted {
		const policies = this.#policies.entries().map(([policy, counter]) => ({
			policy,
			actions: counter.record(),
			total: counter.sorted().reduce((sum, { count }) => sum + count, 0),
		}));
		return {
			filter: this.#filter,
			decisions: this.#decisions,
			verdicts: this.#verdicts.record(),
			consequences: this.#consequences.record(),
			notCarriedOut: this.#notCarriedOut.sorted().map(({ name, count }) => {
				const [word, reason] = JSON.parse(name) as [string, string];
				return { word, reason, count };
			}),
			policies: policies.toSorted((a, b) => b.total - a.total || (a.policy < b.policy ? -1 : 1)),
			points: this.#points
				.sorted()
				.map(({ name, count }) => ({ point: name, decisions: count, consequences: this.#pointWords.of(name).record() })),
			accounts: this.#parts.accounts.all(),
			days: this.#parts.days.all(),
			delays: this.#allDelays(),
			principals: this.#principals.sorted(),
			excused: this.#excused.sorted().map(({ name, count }) => ({ exemption: name, violations: count, until: this.#ends.get(name) })),
			gaps: this.#gaps(),
		};
	}

	#excuse(exemption: string, until: string | undefined): void {
		this.#excused.add(exemption);
		if (until !== undefined && until > (this.#ends.get(exemption) ?? "")) this.#ends.set(exemption, until);
	}

	#time(decision: DecisionWithActions, word: string): void {
		const seconds = delayOf(decision, word);
		if (seconds === undefined || (word !== "prevented" && word !== "reverted")) return;
		const key = `${decision.enforcementPoint} ${word}`;
		const standing = this.#delays.get(key) ?? { point: decision.enforcementPoint, word, times: new Delays() };
		standing.times.add(seconds);
		this.#delays.set(key, standing);
	}

	#allDelays(): readonly Delay[] {
		const exact = [...this.#delays.values()].flatMap(({ point, word, times }) => {
			const percentiles = times.percentiles();
			return percentiles === undefined ? [] : [{ point, word, exact: true, ...percentiles }];
		});
		const bounded = boundedPercentiles(DELAY_BOUNDS, this.#rolledUpDelays);
		const rolledUp = bounded === undefined ? [] : [{ point: "all points", word: "reverted" as const, exact: false, ...bounded }];
		return [...exact.toSorted((a, b) => (a.point < b.point ? -1 : 1)), ...rolledUp];
	}

	#gaps(): readonly string[] {
		const { regions, policies } = this.#filter;
		const rolledUp = `${counted(this.#rolledUp.hours, "hour")} with ${counted(this.#rolledUp.decisions, "decision")} ${this.#rolledUp.hours === 1 ? "is" : "are"} rolled up`;
		const others = this.#principals.others;
		const reasons = this.#notCarriedOut.others;
		return [
			...(this.#rolledUp.hours === 0 ? [] : [`${rolledUp}: ${missingOf(regions, policies)}`]),
			...(others === 0 ? [] : [`${counted(others, "denied decision")} by further principals could not be told apart`]),
			...(reasons === 0 ? [] : [`${counted(reasons, "decision")} had further reasons for what was not carried out`]),
		];
	}
}

function missingOf(regions: readonly string[], policies: readonly string[]): string {
	if (regions.length > 0) return "a seal does not tell Regions apart, so none of them is counted here";
	if (policies.length > 0)
		return "a seal tells how often a policy was violated and no more, so they are counted in the policies' figures alone";
	return "who was denied, why something was not carried out, and what followed at each enforcement point is known of the others alone";
}

/** Accounts or days. */
class Parts {
	readonly #parts = new Map<string, { decisions: number; words: Counter; rolledUpHours: number }>();

	add(name: string, decisions: number, words: Readonly<Record<string, number>>): void {
		const part = this.#of(name);
		part.decisions += decisions;
		part.words.addAll(words);
	}

	rollUp(name: string): void {
		this.#of(name).rolledUpHours += 1;
	}

	/** By name. */
	all(): readonly Part[] {
		const parts = [...this.#parts].sort(([a], [b]) => (a < b ? -1 : 1));
		return parts.map(([name, { decisions, words, rolledUpHours }]) => ({ name, decisions, consequences: words.record(), rolledUpHours }));
	}

	#of(name: string) {
		const part = this.#parts.get(name) ?? { decisions: 0, words: new Counter(), rolledUpHours: 0 };
		this.#parts.set(name, part);
		return part;
	}
}
