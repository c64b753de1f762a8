/** Retention: what a seal stands for goes, in pieces; the pages that it leaves are written again before the file grows. */
import { setImmediate as letOthersWork } from "node:timers/promises";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Database, Parameters } from "./database.ts";
import { type DecisionRow, decisionRecord } from "./decision-rows.ts";

const PIECE = 200;

const HELD = "SELECT account, hour FROM seals WHERE holds = 1 AND hour < :before ORDER BY hour, account LIMIT :limit";
const BEGIN = "UPDATE seals SET rolled_up_at = coalesce(rolled_up_at, :now) WHERE account = :account AND hour = :hour AND holds = 1";
/** What is still to be done keeps its decision. */
const IN_HOUR = `
SELECT uid FROM ledger WHERE account = :account AND hour = :hour AND NOT EXISTS (
	SELECT 1 FROM actions WHERE decision_uid = ledger.uid AND state = 'planned'
) LIMIT ${PIECE}`;
const ENTRIES = "DELETE FROM ledger WHERE account = :account AND hour = :hour AND uid IN (SELECT value FROM json_each(:uids))";
const EMPTY = `
UPDATE seals SET holds = 0 WHERE account = :account AND hour = :hour AND NOT EXISTS (SELECT 1 FROM ledger WHERE account = :account AND hour = :hour)`;

const ADMITTED = `
SELECT * FROM decisions WHERE uid IN (SELECT value FROM json_each(:uids)) AND verdict = 'allowed' AND kind IN ('Service', 'Daemon', 'ExpressGatewayService')`;
const KEEP = `
INSERT INTO admitted (resource, kind, time, uid, record) VALUES (:resource, :kind, :time, :uid, :record)
ON CONFLICT DO UPDATE SET time = excluded.time, uid = excluded.uid, record = excluded.record WHERE (excluded.time, excluded.uid) > (time, uid)`;
/** Actions and policies go with them. */
const DECISIONS = "DELETE FROM decisions WHERE uid IN (SELECT value FROM json_each(:uids))";

/** Before there was a ledger: in the order in which they were recorded. */
const UNLEDGERED = `
SELECT uid FROM decisions WHERE time < :before AND decided_at < :before AND decided_at <= (SELECT decided_at FROM ledger_beginning)
	AND NOT EXISTS (SELECT 1 FROM ledger WHERE account = coalesce(decisions.account, 'none') AND hour = substr(decisions.decided_at, 1, 13) AND ledger.uid = decisions.uid)
	AND NOT EXISTS (SELECT 1 FROM actions WHERE decision_uid = decisions.uid AND state = 'planned')
ORDER BY time LIMIT ${PIECE}`;
const BEGAN = "SELECT 1 FROM ledger_beginning WHERE decided_at IS NOT NULL";
/** By the index of ends: that of states would be walked whole each time. */
const RESOLVED = `
SELECT json_array(resource, id) AS uid FROM findings INDEXED BY findings_by_end WHERE resolved_at < :before AND state = 'resolved' LIMIT ${PIECE}`;
/** See `isOfOneTask`. */
const OF_TASKS = `
SELECT json_array(resource, id) AS uid FROM findings INDEXED BY findings_of_tasks
WHERE last_seen < :before AND state <> 'resolved' AND instr(resource, ':task/') > 0 LIMIT ${PIECE}`;
const FINDINGS = "DELETE FROM findings WHERE (resource, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(:uids))";

export function rollingUp(db: Database): Pick<Ledger, "hoursToRollUp" | "rollUp" | "forget"> {
	return {
		async hoursToRollUp(before, limit) {
			return db.all<{ account: string; hour: string }>(HELD, { before, limit }).map((row) => ({ ...row }));
		},
		// The seal says so before the first piece goes: whoever verifies meanwhile misses nothing.
		async rollUp(account, hour, now) {
			const place = { account, hour };
			if (db.run(BEGIN, { ...place, now }) === 0) return 0;
			const gone = await inPieces(db, IN_HOUR, place, (uids) => {
				deleteDecisions(db, uids);
				db.run(ENTRIES, { ...place, uids });
			});
			db.run(EMPTY, place);
			return gone;
		},
		async forget(before) {
			const isOlder = db.get(BEGAN) !== undefined;
			const gone = isOlder ? await inPieces(db, UNLEDGERED, { before }, (uids) => deleteDecisions(db, uids)) : 0;
			const drop = (uids: string) => db.run(FINDINGS, { uids });
			return gone + (await inPieces(db, RESOLVED, { before }, drop)) + (await inPieces(db, OF_TASKS, { before }, drop));
		},
	};
}

/** Each piece is a transaction; others write between two of them. */
async function inPieces(db: Database, sql: string, parameters: Parameters, take: (uids: string) => unknown): Promise<number> {
	let gone = 0;
	for (;;) {
		const taken = db.transaction(() => {
			const uids = db.all<{ uid: string }>(sql, parameters).map(({ uid }) => uid);
			if (uids.length > 0) take(JSON.stringify(uids));
			return uids.length;
		});
		gone += taken;
		if (taken < PIECE) return gone;
		await letOthersWork();
	}
}

function deleteDecisions(db: Database, uids: string): void {
	for (const row of db.all<DecisionRow>(ADMITTED, { uids })) {
		const { resource, kind, time, uid } = row;
		db.run(KEEP, { resource, kind, time, uid, record: JSON.stringify(decisionRecord(row)) });
	}
	db.run(DECISIONS, { uids });
}
