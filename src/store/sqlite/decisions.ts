import type { PlannedAction } from "../../admission/plan.ts";
import { withInstants } from "../instant.ts";
import type { DecisionRecord, DecisionWithActions, Store } from "../store.ts";
import { actionsOf } from "./action-rows.ts";
import type { Database } from "./database.ts";
import { type DecisionRow, decisionParameters, decisionRecord, INSERT_DECISION } from "./decision-rows.ts";
import { followFindings } from "./findings.ts";
import { planAction } from "./outbox.ts";
import { page } from "./page.ts";

const ADMITTED = `
SELECT * FROM decisions WHERE resource = :resource AND kind = :kind AND kind IN ('Service', 'Daemon', 'ExpressGatewayService') AND verdict = 'allowed'
ORDER BY time DESC, uid DESC LIMIT 1`;
const NEWEST = "SELECT verdict FROM decisions WHERE resource = :resource AND kind = :kind ORDER BY time DESC, uid DESC LIMIT 1";

type Decisions = "record" | "decision" | "decisionByKey" | "decisions" | "lastAdmitted" | "newestVerdict";

/** Decisions, each written in one transaction with what follows from it. */
export function sqliteDecisions(db: Database): Pick<Store, Decisions> {
	const byUid = (uid: string) => withActions(db, db.get<DecisionRow>("SELECT * FROM decisions WHERE uid = :uid", { uid }));
	const byKey = (key: string) => withActions(db, db.get<DecisionRow>("SELECT * FROM decisions WHERE key = :key", { key }));
	return {
		async record(given, actions) {
			const record = withInstants(given);
			return db.transaction(() => {
				const standing = byKey(record.key);
				if (standing !== undefined) return { first: false, decision: standing };
				write(db, record, actions);
				return { first: true, decision: { ...record, actions: actionsOf(db, [record.uid]).get(record.uid) ?? [] } };
			});
		},
		async decision(uid) {
			return byUid(uid);
		},
		async decisionByKey(key) {
			return byKey(key);
		},
		async decisions(query) {
			return page(db, query);
		},
		async lastAdmitted(resource, kind) {
			const row = db.get<DecisionRow>(ADMITTED, { resource, kind });
			return row && decisionRecord(row);
		},
		async newestVerdict(resource, kind) {
			return db.get<Pick<DecisionRow, "verdict">>(NEWEST, { resource, kind })?.verdict;
		},
	};
}

function write(db: Database, record: DecisionRecord, actions: readonly PlannedAction[]): void {
	const { uid, time } = record;
	db.run(INSERT_DECISION, decisionParameters(record));
	for (const policy of new Set(record.violations.map((violation) => violation.policy))) {
		db.run("INSERT INTO decision_policies (policy, time, uid) VALUES (:policy, :time, :uid)", { policy, time, uid });
	}
	for (const action of actions) planAction(db, uid, action, record.decidedAt);
	followFindings(db, record);
}

function withActions(db: Database, row: DecisionRow | undefined): DecisionWithActions | undefined {
	return row && { ...decisionRecord(row), actions: actionsOf(db, [row.uid]).get(row.uid) ?? [] };
}
