/** Open findings day by day, told by what the findings say of themselves. Pure. */
import type { Finding, FindingDay } from "./finding-history.ts";

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;

interface PerDay {
	readonly day: string;
	readonly count: number;
}

/** What stands at the end of the last day, and what came and went on each. */
export interface Movements {
	readonly open: number;
	readonly exempted: number;
	/** Of what is open, and of what was and is resolved by now. */
	readonly opened: readonly PerDay[];
	/** First sight of what is exempted now. */
	readonly excused: readonly PerDay[];
	readonly ends: readonly PerDay[];
}

/** UTC, oldest first, the last one that of `now`. */
export function daysUntil(now: string, days: number): readonly string[] {
	const last = Date.parse(now);
	const count = Math.min(Math.max(1, days), MOST_DAYS);
	return Array.from({ length: count }, (_, n) => new Date(last - (count - 1 - n) * DAY_MS).toISOString().slice(0, 10));
}

/** @param days without gaps, oldest first */
export function backwards(days: readonly string[], movements: Movements): readonly FindingDay[] {
	const [opened, excused, ends] = [movements.opened, movements.excused, movements.ends].map(byDay) as [Counted, Counted, Counted];
	let { open, exempted } = movements;
	const newestFirst = days.toReversed().map((day) => {
		const atItsEnd = { day, open, exempted };
		open += (ends.get(day) ?? 0) - (opened.get(day) ?? 0);
		exempted -= excused.get(day) ?? 0;
		return atItsEnd;
	});
	return newestFirst.toReversed();
}

type Counted = ReadonlyMap<string, number>;

function byDay(counts: readonly PerDay[]): Counted {
	const sums = new Map<string, number>();
	for (const { day, count } of counts) sums.set(day, (sums.get(day) ?? 0) + count);
	return sums;
}

/** The same from the findings one by one. */
export async function movementsOf(findings: AsyncIterable<Finding>, since: string): Promise<Movements> {
	const standing = { open: 0, exempted: 0, resolved: 0 };
	const [opened, excused, ends]: [PerDay[], PerDay[], PerDay[]] = [[], [], []];
	for await (const { state, firstSeen, resolvedAt } of findings) {
		standing[state] += 1;
		if (firstSeen >= since) (state === "exempted" ? excused : opened).push({ day: firstSeen.slice(0, 10), count: 1 });
		if (resolvedAt !== undefined && resolvedAt >= since) ends.push({ day: resolvedAt.slice(0, 10), count: 1 });
	}
	return { open: standing.open, exempted: standing.exempted, opened, excused, ends };
}
