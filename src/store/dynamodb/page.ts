import { decodeCursor, encodeCursor } from "../cursor.ts";
import { instant } from "../instant.ts";
import type { DecisionQuery, DecisionWithActions } from "../store.ts";
import type { Connection } from "./connection.ts";
import { readDecision } from "./decision-items.ts";
import { dayOf, timeAndId } from "./keys.ts";
import { daysWithDecisions, newestFirst, type Range, type TimelineEntry } from "./timeline.ts";

const PAGE = 100;
/** A page looks through so many days, then ends where it stands, with a cursor: what one call costs is bounded. */
const MOST_DAYS = 100;
const AT_ONCE = 25;

type Page = { readonly decisions: readonly DecisionWithActions[]; readonly next: string | null };

/** One page of decisions, newest first; the cursor is a place in time, so new decisions never shift a page. @throws {BadCursor} */
export async function page(connection: Connection, asked: DecisionQuery): Promise<Page> {
	const limit = Math.max(1, asked.limit ?? PAGE);
	const range = rangeOf(asked);
	if (range.from > range.to) return { decisions: [], next: null };
	const days = await daysWithDecisions(connection, { from: dayOf(range.from), to: dayOf(range.to) });
	const found: TimelineEntry[] = [];
	for (const day of days.slice(0, MOST_DAYS)) {
		if (found.length > limit) break;
		for await (const entry of newestFirst<TimelineEntry>(connection, [`decision#${day}`], range, asked)) {
			if (entry.timelineSk !== range.except) found.push(entry);
			if (found.length > limit) break;
		}
	}
	const decisions = await readAll(connection, found.slice(0, limit));
	const last = decisions.at(-1);
	if (found.length > limit && last !== undefined) return { decisions, next: encodeCursor(last) };
	const lastDay = days[MOST_DAYS - 1];
	const isCut = lastDay !== undefined && days.length > MOST_DAYS;
	return { decisions, next: isCut ? encodeCursor({ time: `${lastDay}T00:00:00.000Z`, uid: "!" }) : null };
}

/** `except`: the decision that the page before ended with. */
function rangeOf(query: DecisionQuery): Range & { readonly except: string | undefined } {
	const from = query.since === undefined ? "0" : instant(query.since, "since");
	const until = query.until === undefined ? "9999-12-31T23:59:59.999Z$" : instant(query.until, "until");
	const position = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
	const except = position && timeAndId(position.time, position.uid);
	return { from, to: except !== undefined && except < until ? except : until, except };
}

/** One that has expired meanwhile is left out. */
async function readAll(connection: Connection, entries: readonly TimelineEntry[]): Promise<readonly DecisionWithActions[]> {
	const read: DecisionWithActions[] = [];
	for (let n = 0; n < entries.length; n += AT_ONCE) {
		const some = await Promise.all(entries.slice(n, n + AT_ONCE).map(({ pk }) => readDecision(connection, pk, false)));
		read.push(...some.filter((decision) => decision !== undefined));
	}
	return read;
}
