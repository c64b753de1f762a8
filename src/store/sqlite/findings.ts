import { decodeCursor, encodeCursor } from "../cursor.ts";
import { ended, follow } from "../finding.ts";
import type { Finding, FindingCount, FindingHistory, FindingQuery } from "../finding-history.ts";
import { instant } from "../instant.ts";
import type { DecisionRecord, Store } from "../store.ts";
import { backwards, daysUntil } from "../trend.ts";
import type { Database, Parameters } from "./database.ts";
import { type DecisionRow, decisionRecord } from "./decision-rows.ts";
import { type FindingRow, finding, findingValues, UPSERT_FINDING } from "./finding-rows.ts";

const NEWER = "SELECT * FROM decisions WHERE resource = :resource AND time > :time ORDER BY time, uid";
const OF_RESOURCE = "SELECT * FROM findings WHERE resource = :resource";
/** Alone, so that no index is written. */
const SEEN_AGAIN = "UPDATE findings SET last_seen = ? WHERE resource = ? AND id = ?";
const TOUCH = "UPDATE findings SET last_seen = :at WHERE resource = :resource AND id = :id AND state <> 'resolved' AND last_seen < :at";

const STATES: readonly Finding["state"][] = ["open", "exempted", "resolved"];
const PAGE = 100;
const LIST = 1000;

/** Within the caller's transaction: what a decision says about the findings of its resource. */
export function followFindings(db: Database, record: DecisionRecord): void {
	const { resource, time } = record;
	const known = db.all<FindingRow>(OF_RESOURCE, { resource }).map(finding);
	const newer = record.violations.length === 0 ? [] : db.all<DecisionRow>(NEWER, { resource, time }).map(decisionRecord);
	const before = new Map(known.map((one) => [one.id, one]));
	const changed = follow(known, record, newer);
	const again = new Set(changed.filter((one) => isSeenAgain(one, before.get(one.id))));
	db.runEach(
		SEEN_AGAIN,
		[...again].map(({ lastSeen, id }) => [lastSeen, resource, id]),
	);
	put(
		db,
		changed.filter((one) => !again.has(one)),
	);
}

function put(db: Database, findings: readonly Finding[]): void {
	db.runEach(UPSERT_FINDING, findings.map(findingValues));
}

function isSeenAgain(changed: Finding, before: Finding | undefined): boolean {
	const { lastSeen } = changed;
	return before !== undefined && JSON.stringify({ ...before, lastSeen }) === JSON.stringify({ ...before, ...changed });
}

/** Violations followed over time. */
export function sqliteFindings(db: Database): Pick<Store, "findings"> & FindingHistory {
	return {
		findings: async (query) => list(db, query, Math.max(1, query.limit ?? LIST)),
		async findingPage(query) {
			const limit = Math.max(1, query.limit ?? PAGE);
			const found = list(db, query, limit + 1);
			const last = found[limit - 1];
			const isCut = found.length > limit && last !== undefined;
			return { findings: found.slice(0, limit), next: isCut ? encodeCursor({ time: last.firstSeen, uid: last.id }) : null };
		},
		async findingCounts({ account }) {
			const where = account === undefined ? "" : "AND account = :account";
			const counts = db.all<FindingCount>(
				`SELECT * FROM finding_counts WHERE count > 0 ${where}`,
				account === undefined ? {} : { account },
			);
			return counts.map((count) => ({ ...count, account: count.account === "" ? undefined : count.account }));
		},
		findingTrend: async (now, days) => trend(db, now, days),
		async touchFindings(seen) {
			db.transaction(() => {
				for (const { resource, id, at } of seen) db.run(TOUCH, { resource, id, at: instant(at, "at") });
			});
		},
		async endFindings(resource, at, kind) {
			const when = instant(at, "at");
			return db.transaction(() => {
				const open = db.all<FindingRow>(`${OF_RESOURCE} AND state <> 'resolved'`, { resource }).map(finding);
				const meant = open.filter((one) => kind === undefined || one.kind === kind);
				const over = meant.map((one) => ended(one, when, "gone")).filter(({ state }) => state === "resolved");
				put(db, over);
				return over.length;
			});
		},
	};
}

/**
 * Each state by the index that begins with what is asked for: of several filters the one that is likely to leave the fewest. A plus keeps
 * SQLite from choosing another one's; of one resource there is little, by whatever state.
 */
function list(db: Database, query: FindingQuery, limit: number): readonly Finding[] {
	const { state, cursor } = query;
	const position = cursor === undefined ? undefined : decodeCursor(cursor);
	const filters = (["resource", "policy", "account", "severity"] as const).flatMap((name) => {
		const value = query[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	const conditions = [
		query.resource === undefined ? "state = :state" : "+state = :state",
		...filters.map(([name], i) => `${i === 0 ? "" : "+"}${name} = :${name}`),
	];
	if (position !== undefined) conditions.push("(first_seen, id) < (:beforeTime, :beforeId)");
	const sql = `SELECT * FROM findings WHERE ${conditions.join(" AND ")} ORDER BY first_seen DESC, id DESC LIMIT :limit`;
	const before: Parameters = position === undefined ? {} : { beforeTime: position.time, beforeId: position.uid };
	const parameters: Parameters = { ...Object.fromEntries(filters), ...before, limit };
	const states = state === undefined ? STATES : [state];
	const found = states.flatMap((one) => db.all<FindingRow>(sql, { ...parameters, state: one }).map(finding));
	return (states.length === 1 ? found : found.toSorted(newestFirst)).slice(0, limit);
}

function newestFirst(a: Finding, b: Finding): number {
	const [one, other] = [`${a.firstSeen} ${a.id}`, `${b.firstSeen} ${b.id}`];
	return Number(one < other) - Number(one > other);
}

interface PerDay {
	readonly day: string;
	readonly count: number;
}

/** Back from what stands now, over the openings and ends of those days alone. */
function trend(db: Database, now: string, days: number) {
	const all = daysUntil(instant(now, "now"), days);
	const since = all[0] ?? "";
	const opened = (state: Finding["state"]) =>
		db.all<PerDay>(
			"SELECT substr(first_seen, 1, 10) AS day, count(*) AS count FROM findings WHERE state = :state AND first_seen >= :since GROUP BY 1",
			{ state, since },
		);
	const ends = db.all<PerDay>(
		"SELECT substr(resolved_at, 1, 10) AS day, count(*) AS count FROM findings WHERE resolved_at >= :since GROUP BY 1",
		{ since },
	);
	const standing = (state: string) =>
		db.get<{ count: number | null }>("SELECT sum(count) AS count FROM finding_counts WHERE state = :state", { state })?.count ?? 0;
	return backwards(all, {
		open: standing("open"),
		exempted: standing("exempted"),
		opened: [...opened("open"), ...opened("resolved")],
		excused: opened("exempted"),
		ends,
	});
}
