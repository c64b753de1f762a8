import type { JsonObject } from "../../admission/request.ts";
import { type Audited, type AuditMemory, type AuditRun, AuditTakenOver, type Checkpoint } from "../audit-memory.ts";
import { instant } from "../instant.ts";
import type { Database } from "./database.ts";
import { type DecisionRow, decisionRecord } from "./decision-rows.ts";

const NEWEST = "SELECT * FROM decisions WHERE resource = :resource AND kind = :kind ORDER BY time DESC, uid DESC LIMIT 1";
const AUDITED = "SELECT result_run AS run, at, result FROM audited WHERE id = :id AND kind = :kind AND result IS NOT NULL";
const AUDIT = `
INSERT INTO audited (id, kind, resource, run, at, result, result_run) VALUES (:id, :kind, :resource, :run, :at, :result, :resultRun)
ON CONFLICT (id, kind) DO UPDATE SET resource = excluded.resource, run = excluded.run,
	at = CASE WHEN excluded.result IS NULL THEN at ELSE excluded.at END,
	result = ifnull(excluded.result, result), result_run = ifnull(excluded.result_run, result_run)`;
const USE = "UPDATE evaluations SET used_on = :day WHERE digest = :digest AND used_on < :day";
const LEARN = "INSERT INTO evaluations (digest, answers, used_on) VALUES (:digest, :answers, :day) ON CONFLICT DO NOTHING";
const UNMET = `
SELECT DISTINCT resource FROM findings WHERE account = :account AND state = :state AND region = :region AND kind = :kind
	AND NOT EXISTS (SELECT 1 FROM audited WHERE audited.resource = findings.resource AND audited.kind = findings.kind AND audited.run = :run)`;
const UNFINISHED = `
SELECT id, scope, started_at AS startedAt, (SELECT count(*) FROM audit_items WHERE run = audit_runs.id) AS checkpoints
FROM audit_runs WHERE scope = :scope AND started_at >= :since AND ended_at IS NULL ORDER BY started_at DESC LIMIT 1`;

const ITEMS = "SELECT items FROM audit_items WHERE run = :run AND number = :number";
const ADD = "INSERT INTO audit_items (run, number, items) VALUES (:run, :number, :items)";

/** What audits remember. */
export function sqliteAuditMemory(db: Database): AuditMemory {
	return {
		async recall(digest) {
			return db.get<{ answers: string }>("SELECT answers FROM evaluations WHERE digest = :digest", { digest })?.answers;
		},
		async forgetUnused(since) {
			const before = instant(since, "since");
			db.run("DELETE FROM audited WHERE at < :before", { before });
			return db.run("DELETE FROM evaluations WHERE used_on < :day", { day: dayOf(before) });
		},
		async knownResource({ id, resource, kind }) {
			const audited = db.get<{ run: string; at: string; result: string }>(AUDITED, { id, kind });
			const row = db.get<DecisionRow>(NEWEST, { resource, kind });
			return { ...(audited && { audited: { ...audited } }), ...(row && { decision: decisionRecord(row) }) };
		},
		async unfinishedRun(scope, since) {
			const run = db.get<AuditRun & { checkpoints: number }>(UNFINISHED, { scope, since: instant(since, "since") });
			return run && { ...run };
		},
		async beginRun({ id, scope, startedAt }) {
			db.transaction(() => {
				db.run("DELETE FROM audit_runs WHERE scope = :scope AND ended_at IS NULL", { scope });
				db.run("INSERT INTO audit_runs (id, scope, started_at) VALUES (:id, :scope, :startedAt)", {
					...{ id, scope, startedAt: instant(startedAt, "startedAt") },
				});
			});
		},
		checkpoint: async (run, checkpoint) => db.transaction(() => write(db, run, checkpoint)),
		async *auditItems({ id: run }) {
			for (let number = 1; ; number += 1) {
				const row = db.get<{ items: string }>(ITEMS, { run, number });
				if (row === undefined) return;
				yield* JSON.parse(row.items) as JsonObject[];
			}
		},
		async unmetResources({ id: run }, { account, region, kind }) {
			const states = ["open", "exempted"];
			const rows = states.flatMap((state) => db.all<{ resource: string }>(UNMET, { run, account, region, kind, state }));
			return [...new Set(rows.map(({ resource }) => resource))];
		},
		async endRun({ id }, at) {
			db.transaction(() => {
				db.run("DELETE FROM audit_items WHERE run = :id", { id });
				db.run("UPDATE audit_runs SET ended_at = :at WHERE id = :id", { id, at: instant(at, "at") });
			});
		},
	};
}

function write(db: Database, { id: run }: AuditRun, { number, items, audited, learnt, used, at: given }: Checkpoint): void {
	const at = instant(given, "at");
	const day = dayOf(at);
	const text = JSON.stringify(items);
	const kept = db.get<{ items: string }>(ITEMS, { run, number })?.items;
	if (kept === text) return;
	const isUnderWay = db.get("SELECT id FROM audit_runs WHERE id = :run AND ended_at IS NULL", { run }) !== undefined;
	if (kept !== undefined || !isUnderWay) throw new AuditTakenOver();
	db.run(ADD, { run, number, items: text });
	for (const { id, kind, resource, result, at: readAt = given } of audited satisfies readonly Audited[])
		db.run(AUDIT, { id, kind, resource, run, at: instant(readAt, "at"), result, resultRun: result === null ? null : run });
	for (const { digest, answers } of learnt) db.run(LEARN, { digest, answers, day });
	for (const digest of used) db.run(USE, { digest, day });
}

function dayOf(time: string): string {
	return time.slice(0, "2026-11-29".length);
}
