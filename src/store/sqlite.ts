import { sqliteAuditMemory } from "./sqlite/audit-memory.ts";
import { sqliteBreaker } from "./sqlite/breaker.ts";
import { sqliteBundleMemory } from "./sqlite/bundle-memory.ts";
import { makeDurable, openDatabase } from "./sqlite/database.ts";
import { sqliteDecisions } from "./sqlite/decisions.ts";
import { sqliteFindings } from "./sqlite/findings.ts";
import { groupCommit } from "./sqlite/group-commit.ts";
import { sqliteImageUses } from "./sqlite/image-uses.ts";
import { sqliteInbox } from "./sqlite/inbox.ts";
import { sqliteLedger } from "./sqlite/ledger.ts";
import { migrate } from "./sqlite/migrate.ts";
import { sqliteOutbox } from "./sqlite/outbox.ts";
import { sqliteQuarantine } from "./sqlite/quarantine.ts";
import { MIGRATIONS } from "./sqlite/schema.ts";
import type { WholeStore } from "./whole-store.ts";

/**
 * The store in one SQLite file, which several processes may have open. A new file is created, an older schema is migrated.
 * @throws {Error} when the file cannot be opened, is no Taskgate store, or was written by a newer Taskgate
 */
export function openSqliteStore(path: string): WholeStore {
	const db = openDatabase(path);
	try {
		migrate(db, path, MIGRATIONS);
		makeDurable(db, path);
	} catch (error) {
		db.close();
		throw error;
	}
	const commits = groupCommit(db);
	return {
		...sqliteInbox(db, commits),
		...sqliteDecisions(db, commits),
		...sqliteFindings(db),
		...sqliteOutbox(db),
		...sqliteBreaker(db),
		...sqliteLedger(db),
		...sqliteAuditMemory(db),
		...sqliteBundleMemory(db),
		...sqliteQuarantine(db),
		...sqliteImageUses(db),
		close: async () => {
			commits.flush();
			db.close();
		},
	};
}
