/** What is written into the ledger with each decision, and how it is read again. */
import { setImmediate as letOthersWork } from "node:timers/promises";
import { type Entered, type Ledger, type LedgerEntry, NO_ACCOUNT } from "../../ledger/ledger.ts";
import { hourOf } from "../../ledger/seal.ts";
import type { DecisionRecord } from "../store.ts";
import { actionsOf } from "./action-rows.ts";
import type { Database } from "./database.ts";
import { type DecisionRow, decisionRecord } from "./decision-rows.ts";

const ENTER = `
INSERT INTO ledger (account, hour, uid, digest, late)
VALUES (:account, :hour, :uid, unhex(:digest), EXISTS (SELECT 1 FROM seals WHERE account = :account AND hour = :hour)) RETURNING late`;
const OPEN = "INSERT OR IGNORE INTO open_hours (hour, account) VALUES (:hour, :account)";
const HOLDS = "UPDATE seals SET holds = 1 WHERE account = :account AND hour = :hour";

/** Within the caller's transaction. An hour that is sealed is not opened again: what comes too late says so. */
export function enter(db: Database, record: DecisionRecord, digest: string): void {
	const { account, hour } = placeOf(record);
	const entry = db.get<{ late: number }>(ENTER, { account, hour, uid: record.uid, digest });
	db.run(entry?.late === 0 ? OPEN : HOLDS, { account, hour });
}

function placeOf({ account, decidedAt }: Pick<DecisionRecord, "account" | "decidedAt">): { account: string; hour: string } {
	return { account: account ?? NO_ACCOUNT, hour: hourOf(decidedAt) };
}

interface EntryRow {
	readonly uid: string;
	readonly digest: string;
	readonly late: number;
}

const ENTRIES = `
SELECT uid, lower(hex(digest)) AS digest, late FROM ledger
WHERE account = :account AND hour = :hour AND uid > :after ORDER BY uid LIMIT 100`;
const DECISIONS = "SELECT * FROM decisions WHERE uid IN (SELECT value FROM json_each(:uids))";
const HAS_ENTRY = "SELECT 1 FROM ledger WHERE account = :account AND hour = :hour AND uid = :uid";

/** Read in pieces, so that nobody waits for a long hour. */
export function readEntries(db: Database): Pick<Ledger, "entered" | "withEntry"> {
	return {
		async *entered(account, hour) {
			let rows: EntryRow[];
			let after = "";
			do {
				rows = db.all<EntryRow>(ENTRIES, { account, hour, after });
				yield* withDecisions(db, rows);
				after = rows.at(-1)?.uid ?? "";
				await letOthersWork();
			} while (rows.length > 0);
		},
		async withEntry(decisions) {
			return new Set(decisions.filter((one) => db.get(HAS_ENTRY, { ...placeOf(one), uid: one.uid }) !== undefined).map(({ uid }) => uid));
		},
	};
}

function withDecisions(db: Database, rows: readonly EntryRow[]): readonly Entered[] {
	const uids = rows.map(({ uid }) => uid);
	const found = db.all<DecisionRow>(DECISIONS, { uids: JSON.stringify(uids) });
	const decisions = new Map(found.map((row) => [row.uid, decisionRecord(row)]));
	const actions = actionsOf(db, uids);
	return rows.map((row) => {
		const decision = decisions.get(row.uid);
		return { entry: ledgerEntry(row), decision: decision && { ...decision, actions: actions.get(row.uid) ?? [] } };
	});
}

function ledgerEntry({ uid, digest, late }: EntryRow): LedgerEntry {
	return { uid, digest, ...(late === 1 && { late: true }) };
}
