import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteStore } from "../sqlite.ts";
import { makeDurable, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./schema.ts";

let folder: string;
let path: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "taskgate-migrate-"));
	path = join(folder, "taskgate.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const FIRST = "CREATE TABLE a (n INTEGER) STRICT; INSERT INTO a VALUES (1)";
const SECOND = "ALTER TABLE a ADD COLUMN m INTEGER; UPDATE a SET m = n + 1";

/** The row of `a` and the version after these migrations; the file is closed again. */
function migrated(...migrations: readonly string[]): { version: unknown; row: unknown } {
	const db = openDatabase(path);
	try {
		migrate(db, path, migrations);
	} finally {
		db.close();
	}
	return contents();
}

function contents(): { version: unknown; row: unknown } {
	const file = new DatabaseSync(path);
	const version = file.prepare("PRAGMA user_version").get()?.user_version;
	const row = { ...file.prepare("SELECT * FROM a").get() };
	file.close();
	return { version, row };
}

test("a new file gets every migration", () => {
	expect(migrated(FIRST, SECOND)).toEqual({ version: 2, row: { n: 1, m: 2 } });
});

test("an older file gets the ones it lacks, and keeps its data", () => {
	expect(migrated(FIRST)).toEqual({ version: 1, row: { n: 1 } });
	expect(migrated(FIRST, SECOND)).toEqual({ version: 2, row: { n: 1, m: 2 } });
	expect(migrated(FIRST, SECOND)).toEqual({ version: 2, row: { n: 1, m: 2 } });
});

test("a migration that fails half-way leaves the older version as it was", () => {
	migrated(FIRST);
	expect(() => migrated(FIRST, `${SECOND}; SELECT * FROM nowhere`)).toThrow(/nowhere/);
	expect(contents()).toEqual({ version: 1, row: { n: 1 } });
});

test("a file of a newer version is refused and left as it is", () => {
	const file = new DatabaseSync(path);
	file.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
	file.close();
	const before = readFileSync(path);
	expect(() => openSqliteStore(path)).toThrow(
		`${path} has schema version ${MIGRATIONS.length + 1} and this Taskgate knows versions up to ${MIGRATIONS.length}; run the Taskgate that wrote it`,
	);
	expect(readFileSync(path)).toEqual(before);
});

test("another program's database is refused and left as it is", () => {
	const file = new DatabaseSync(path);
	file.exec("CREATE TABLE customers (name TEXT)");
	file.close();
	const before = readFileSync(path);
	expect(() => openSqliteStore(path)).toThrow(/database of another program/);
	expect(readFileSync(path)).toEqual(before);
});

test("a file that is no database is refused by its path, and left as it is", () => {
	writeFileSync(path, "taskgate: yes\n".repeat(200));
	expect(() => openSqliteStore(path)).toThrow(`the store ${path} cannot be opened: file is not a database`);
	expect(readFileSync(path, "utf8")).toMatch(/^taskgate: yes/);
});

test("a folder that is not there is named", () => {
	expect(() => openSqliteStore(join(folder, "missing", "taskgate.db"))).toThrow(/missing.+cannot be opened.+ENOENT/);
});

test("nobody but the owner reads the files", async () => {
	const store = openSqliteStore(path);
	await store.accept("e1", {}, "2026-11-20T10:00:00Z");
	for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600);
	await store.close();
});

test("what is committed is on disk: write-ahead logging, synchronous in full", () => {
	const db = openDatabase(path);
	makeDurable(db, path);
	expect(db.get("PRAGMA journal_mode")).toEqual({ journal_mode: "wal" });
	expect(db.get("PRAGMA synchronous")).toEqual({ synchronous: 2 });
	expect(db.get("PRAGMA foreign_keys")).toEqual({ foreign_keys: 1 });
	db.close();
});
