import type { PlannedAction } from "../../admission/plan.ts";
import { digestOf } from "../../ledger/digest.ts";
import { withInstants } from "../instant.ts";
import type { DecisionRecord, DecisionWithActions, Store } from "../store.ts";
import { actionsOf } from "./action-rows.ts";
import { count } from "./counts.ts";
import type { Database } from "./database.ts";
import { type DecisionRow, decisionParameters, decisionRecord, INSERT_DECISION } from "./decision-rows.ts";
import { followFindings } from "./findings.ts";
import type { GroupCommit } from "./group-commit.ts";
import { noteUses } from "./image-uses.ts";
import { enter } from "./ledger-entries.ts";
import { planAction } from "./outbox.ts";
import { page } from "./page.ts";

const INSERT_POLICY = "INSERT INTO decision_policies (policy, time, uid) VALUES (?, ?, ?)";
const ADMITTED = `
SELECT * FROM decisions WHERE resource = :resource AND kind = :kind AND kind IN ('Service', 'Daemon', 'ExpressGatewayService') AND verdict = 'allowed'
ORDER BY time DESC, uid DESC LIMIT 1`;
const ADMITTED_BEFORE = "SELECT time, uid, record FROM admitted WHERE resource = :resource AND kind = :kind";
const NEWEST = "SELECT verdict FROM decisions WHERE resource = :resource AND kind = :kind ORDER BY time DESC, uid DESC LIMIT 1";

type Decisions = "record" | "decision" | "decisionByKey" | "decisions" | "lastAdmitted" | "newestVerdict";

/** Decisions, each written in one transaction with what follows from it. */
export function sqliteDecisions(db: Database, commits: GroupCommit): Pick<Store, Decisions> {
	const byUid = (uid: string) => withActions(db, db.get<DecisionRow>("SELECT * FROM decisions WHERE uid = :uid", { uid }));
	const byKey = (key: string) => withActions(db, db.get<DecisionRow>("SELECT * FROM decisions WHERE key = :key", { key }));
	return {
		async record(given, actions) {
			const record = withInstants(given);
			const digest = digestOf(record);
			return commits.write(() => {
				const standing = byKey(record.key);
				if (standing !== undefined) return { first: false, decision: standing };
				write(db, record, actions, digest);
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
			return lastAdmitted(db, resource, kind);
		},
		async newestVerdict(resource, kind) {
			return db.get<Pick<DecisionRow, "verdict">>(NEWEST, { resource, kind })?.verdict;
		},
	};
}

function write(db: Database, record: DecisionRecord, actions: readonly PlannedAction[], digest: string): void {
	const { uid, time } = record;
	db.run(INSERT_DECISION, decisionParameters(record));
	const policies = new Set(record.violations.map(({ policy }) => policy));
	db.runEach(
		INSERT_POLICY,
		[...policies].map((policy) => [policy, time, uid]),
	);
	for (const action of actions) planAction(db, uid, action, record.decidedAt);
	followFindings(db, record);
	noteUses(db, record);
	enter(db, record, digest);
	count(db, record);
}

/** Of those that stand, and of the one that is kept of those that were rolled up. */
function lastAdmitted(db: Database, resource: string, kind: string): DecisionRecord | undefined {
	const row = db.get<DecisionRow>(ADMITTED, { resource, kind });
	const kept = db.get<{ time: string; uid: string; record: string }>(ADMITTED_BEFORE, { resource, kind });
	const isKept = kept !== undefined && (row === undefined || row.time < kept.time || (row.time === kept.time && row.uid < kept.uid));
	if (isKept) return { account: undefined, region: undefined, cluster: undefined, ...JSON.parse(kept.record) };
	return row && decisionRecord(row);
}

function withActions(db: Database, row: DecisionRow | undefined): DecisionWithActions | undefined {
	return row && { ...decisionRecord(row), actions: actionsOf(db, [row.uid]).get(row.uid) ?? [] };
}
