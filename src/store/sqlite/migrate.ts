import type { Database } from "./database.ts";

/**
 * Brings the file to the newest version, in one transaction; `migrations[n]` leads from version n to n + 1.
 * @throws {Error} when a newer Taskgate, or another program, made the file
 */
export function migrate(db: Database, path: string, migrations: readonly string[]): void {
	if (versionOf(db) === migrations.length) return;
	db.transaction(() => {
		for (const sql of pending(db, path, migrations)) db.script(sql);
		db.script(`PRAGMA user_version = ${migrations.length}`);
	});
}

/** Asked under the write lock: another process may have migrated meanwhile. */
function pending(db: Database, path: string, migrations: readonly string[]): readonly string[] {
	const version = versionOf(db);
	if (version > migrations.length) {
		throw new Error(
			`the store ${path} has schema version ${version} and this Taskgate knows versions up to ${migrations.length}; run the Taskgate that wrote it, or a newer one`,
		);
	}
	const tables = db.get<{ count: number }>("SELECT count(*) AS count FROM sqlite_schema")?.count ?? 0;
	if (version === 0 && tables > 0) {
		throw new Error(`${path} is a database of another program; give the path of a Taskgate store, or of a new file`);
	}
	return migrations.slice(version);
}

function versionOf(db: Database): number {
	return db.get<{ user_version: number }>("PRAGMA user_version")?.user_version ?? 0;
}
