/** Counts by the hour and by the day, put into a row for every hour or day, also for those in which nothing happened. Pure. */
import type { Counts } from "../ledger/ledger.ts";
import type { TimeChart } from "../report/chart.ts";

const HOUR = 3_600_000;

export interface Range {
	readonly periods: number;
	readonly ms: number;
	/** How many characters of an instant name the period: `2026-11-29T02`, `2026-11-29`. */
	readonly characters: number;
	readonly words: string;
	readonly period: string;
}

/** By what the address calls them. */
export const RANGES = {
	"24h": { periods: 24, ms: HOUR, characters: 13, words: "last 24 hours", period: "hour" },
	"30d": { periods: 30, ms: 24 * HOUR, characters: 10, words: "last 30 days", period: "day" },
} as const satisfies Readonly<Record<string, Range>>;

export type RangeName = keyof typeof RANGES;

/** The periods' names, oldest first; the last one is that of `now`. */
export function periodsOf({ periods, ms, characters }: Range, now: string): readonly string[] {
	const last = Date.parse(now);
	return Array.from({ length: periods }, (_, i) => new Date(last - (periods - 1 - i) * ms).toISOString().slice(0, characters));
}

/** The hours that counts are asked of the store for, both inclusive. */
export function hoursOf(range: Range, now: string): { readonly since: string; readonly until: string } {
	const first = periodsOf(range, now)[0] as string;
	return { since: first.length === 10 ? `${first}T00` : first, until: new Date(now).toISOString().slice(0, 13) };
}

/** One figure for each period, oldest first. */
export function series(
	counts: readonly Counts[],
	range: Range,
	now: string,
	pick: (counts: Counts) => number | undefined,
): readonly number[] {
	const sums = new Map<string, number>();
	for (const count of counts) {
		const period = count.period.slice(0, range.characters);
		sums.set(period, (sums.get(period) ?? 0) + (pick(count) ?? 0));
	}
	return periodsOf(range, now).map((period) => sums.get(period) ?? 0);
}

/** How often each policy fired, by id; those that never did are absent. Reads the counts once, however many policies there are. */
export function firedSeries(counts: readonly Counts[], range: Range, now: string): ReadonlyMap<string, readonly number[]> {
	const places = new Map(periodsOf(range, now).map((period, i) => [period, i]));
	const fired = new Map<string, number[]>();
	for (const { period, policies } of counts) {
		const place = places.get(period.slice(0, range.characters));
		if (place === undefined) continue;
		for (const [policy, count] of Object.entries(policies)) {
			const figures = fired.get(policy) ?? new Array<number>(range.periods).fill(0);
			figures[place] = (figures[place] ?? 0) + count;
			fired.set(policy, figures);
		}
	}
	return fired;
}

export function total(figures: readonly number[]): number {
	return figures.reduce((sum, one) => sum + one, 0);
}

/** Verdicts one upon the other. */
export function verdictChart(counts: readonly Counts[], range: Range, now: string): TimeChart {
	const verdicts = ["allowed", "denied", "undecided"] as const;
	const columns = verdicts.map((verdict) => series(counts, range, now, (count) => count.verdicts[verdict]));
	return {
		id: "verdicts",
		title: `Verdicts by the ${range.period}`,
		description: `Decisions of the ${range.words}, by the ${range.period} in which they were made (UTC): ${verdicts.map((verdict, i) => `${total(columns[i] ?? [])} ${verdict}`).join(", ")}.`,
		period: `${range.period} (UTC)`,
		series: verdicts.map((verdict) => ({ name: verdict, look: verdict })),
		rows: periodsOf(range, now).map((period, i) => ({ label: labelOf(period), values: columns.map((column) => column[i] ?? 0) })),
	};
}

/** `02:00` of an hour, `29 Nov` of a day. */
function labelOf(period: string): string {
	if (period.length > 10) return `${period.slice(11)}:00`;
	const [, month = "", day = ""] = period.split("-");
	return `${Number(day)} ${MONTHS[Number(month) - 1]}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
