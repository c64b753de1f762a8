/** A page where several filters meet: along one filter's index, so many entries at most, of which the others take what they want. */
import { decodeCursor, encodeCursor, type Position } from "../cursor.ts";
import { instant } from "../instant.ts";
import type { DecisionQuery } from "../store.ts";
import type { Database, Parameters } from "./database.ts";
import type { DecisionRow } from "./decision-rows.ts";

/** The one that is likely to leave the fewest comes first: its index is walked. */
const FILTERS = ["policy", "cluster", "account", "verdict"] as const;

/** Undefined where one index serves the whole query, or nobody asks for a bound. */
export function boundedPage(
	db: Database,
	query: DecisionQuery,
	limit: number,
): { readonly rows: readonly DecisionRow[]; readonly next: string | null } | undefined {
	const [walked, ...others] = FILTERS.filter((name) => query[name] !== undefined);
	if (query.lookAt === undefined || walked === undefined || others.length === 0) return undefined;
	const { sql, parameters } = walk(query, walked);
	const matching = others.map((name) => `decisions.${name} = :${name}`).join(" AND ");
	const wanted = Object.fromEntries(others.map((name) => [name, query[name] as string]));
	const found = db.all<Position>(
		`SELECT looked.time AS time, looked.uid AS uid FROM (${sql} LIMIT :lookAt) AS looked CROSS JOIN decisions ON decisions.uid = looked.uid
		WHERE ${matching} ORDER BY looked.time DESC, looked.uid DESC LIMIT :limit`,
		{ ...parameters, ...wanted, lookAt: query.lookAt, limit: limit + 1 },
	);
	const rows = found.slice(0, limit).flatMap(({ uid }) => db.get<DecisionRow>("SELECT * FROM decisions WHERE uid = :uid", { uid }) ?? []);
	if (found.length > limit) return { rows, next: encodeCursor(found[limit - 1] as Position) };
	const last = db.get<Position>(`${sql} LIMIT 1 OFFSET :before`, { ...parameters, before: query.lookAt - 1 });
	return { rows, next: last === undefined ? null : encodeCursor({ time: last.time, uid: last.uid }) };
}

/** Entries of one index, newest first. */
function walk(query: DecisionQuery, walked: (typeof FILTERS)[number]): { readonly sql: string; readonly parameters: Parameters } {
	const { since, until, cursor } = query;
	const position = cursor === undefined ? undefined : decodeCursor(cursor);
	const conditions: readonly (readonly [condition: string, parameters: Parameters | undefined])[] = [
		[`${walked} = :walked`, { walked: query[walked] as string }],
		["time >= :since", since === undefined ? undefined : { since: instant(since, "since") }],
		["time < :until", until === undefined ? undefined : { until: instant(until, "until") }],
		["(time, uid) < (:beforeTime, :beforeUid)", position && { beforeTime: position.time, beforeUid: position.uid }],
	];
	const asked = conditions.filter(([, parameters]) => parameters !== undefined);
	const table = walked === "policy" ? "decision_policies" : "decisions";
	return {
		sql: `SELECT time, uid FROM ${table} WHERE ${asked.map(([condition]) => condition).join(" AND ")} ORDER BY time DESC, uid DESC`,
		parameters: Object.assign({}, ...asked.map(([, parameters]) => parameters)),
	};
}
