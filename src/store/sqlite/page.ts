import { decodeCursor, encodeCursor } from "../cursor.ts";
import { instant } from "../instant.ts";
import type { DecisionQuery, DecisionWithActions } from "../store.ts";
import { actionsOf } from "./action-rows.ts";
import { boundedPage } from "./bounded-page.ts";
import type { Database, Parameters } from "./database.ts";
import { type DecisionRow, decisionRecord } from "./decision-rows.ts";

const PAGE = 100;

/** One page of decisions, newest first; the cursor is a place in time, so new decisions never shift a page. */
export function page(db: Database, query: DecisionQuery): { decisions: readonly DecisionWithActions[]; next: string | null } {
	const limit = Math.max(1, query.limit ?? PAGE);
	const bounded = boundedPage(db, query, limit);
	if (bounded !== undefined) return { decisions: withActions(db, bounded.rows), next: bounded.next };
	const { sql, parameters } = pageStatement(query);
	const found = db.all<DecisionRow>(sql, { ...parameters, limit: limit + 1 });
	const rows = found.slice(0, limit);
	const last = rows.at(-1);
	return { decisions: withActions(db, rows), next: found.length > limit && last !== undefined ? encodeCursor(last) : null };
}

function withActions(db: Database, rows: readonly DecisionRow[]): readonly DecisionWithActions[] {
	const actions = actionsOf(
		db,
		rows.map((row) => row.uid),
	);
	return rows.map((row) => ({ ...decisionRecord(row), actions: actions.get(row.uid) ?? [] }));
}

/** The statement for the filters that are set; the values are parameters. @throws {BadCursor} */
export function pageStatement(query: DecisionQuery): { sql: string; parameters: Parameters } {
	const { verdict, policy, account, cluster, since, until } = query;
	const position = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
	const place = policy === undefined ? "decisions" : "decision_policies";
	const conditions: readonly [condition: string, parameters: Parameters | undefined][] = [
		["decision_policies.policy = :policy", policy === undefined ? undefined : { policy }],
		["decisions.verdict = :verdict", verdict === undefined ? undefined : { verdict }],
		["decisions.account = :account", account === undefined ? undefined : { account }],
		["decisions.cluster = :cluster", cluster === undefined ? undefined : { cluster }],
		[`${place}.time >= :since`, since === undefined ? undefined : { since: instant(since, "since") }],
		[`${place}.time < :until`, until === undefined ? undefined : { until: instant(until, "until") }],
		[`(${place}.time, ${place}.uid) < (:beforeTime, :beforeUid)`, position && { beforeTime: position.time, beforeUid: position.uid }],
	];
	const asked = conditions.filter(([, parameters]) => parameters !== undefined);
	const from = policy === undefined ? "decisions" : "decision_policies CROSS JOIN decisions USING (uid)";
	const where = asked.length === 0 ? "" : `WHERE ${asked.map(([condition]) => condition).join(" AND ")}`;
	return {
		sql: `SELECT decisions.* FROM ${from} ${where} ORDER BY ${place}.time DESC, ${place}.uid DESC LIMIT :limit`,
		parameters: Object.assign({}, ...asked.map(([, parameters]) => parameters)),
	};
}
