import { follow } from "../finding.ts";
import type { DecisionRecord, Store } from "../store.ts";
import type { Database, Parameters } from "./database.ts";
import { type DecisionRow, decisionRecord } from "./decision-rows.ts";
import { type FindingRow, finding, findingParameters, UPSERT_FINDING } from "./finding-rows.ts";

const NEWER = "SELECT * FROM decisions WHERE resource = :resource AND time > :time ORDER BY time, uid";

const PAGE = 1000;

/** Within the caller's transaction: what a decision says about the findings of its resource. */
export function followFindings(db: Database, record: DecisionRecord): void {
	const { resource, time } = record;
	const known = db.all<FindingRow>("SELECT * FROM findings WHERE resource = :resource", { resource }).map(finding);
	const newer = record.violations.length === 0 ? [] : db.all<DecisionRow>(NEWER, { resource, time }).map(decisionRecord);
	for (const changed of follow(known, record, newer)) db.run(UPSERT_FINDING, findingParameters(changed));
}

/** Violations followed over time. */
export function sqliteFindings(db: Database): Pick<Store, "findings"> {
	return {
		async findings(query) {
			const { state, policy, account } = query;
			const filters = Object.entries({ state, policy, account }).filter(([, value]) => value !== undefined);
			const where = filters.length === 0 ? "" : `WHERE ${filters.map(([column]) => `${column} = :${column}`).join(" AND ")}`;
			const parameters: Parameters = { ...Object.fromEntries(filters), limit: Math.max(1, query.limit ?? PAGE) };
			return db.all<FindingRow>(`SELECT * FROM findings ${where} ORDER BY last_seen DESC, id DESC LIMIT :limit`, parameters).map(finding);
		},
	};
}
