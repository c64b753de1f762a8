/** One connection to one SQLite file: how it is opened, its statements, its transactions. */
import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { fileFault, WHERE_IT_SAYS_MORE } from "./unusable-file.ts";

export type Parameters = Readonly<Record<string, SQLInputValue>>;

/** Each throws {StoreUnusable} where the file or its disk is at fault. */
export interface Database {
	/** `Row` is what the SQL selects; every value is a parameter, never part of the text. */
	all<Row>(sql: string, parameters?: Parameters): Row[];
	get<Row>(sql: string, parameters?: Parameters): Row | undefined;
	/** How many rows changed. */
	run(sql: string, parameters?: Parameters): number;
	/** Once for each row, whose values stand for the `?` in their order: with many rows names would take longer than SQLite does. */
	runEach(sql: string, rows: Iterable<readonly SQLInputValue[]>): void;
	/** Several statements without parameters. */
	script(sql: string): void;
	/** All or nothing. Takes the write lock at once, so that what was read still holds when it is written. */
	transaction<Result>(work: () => Result): Result;
	close(): void;
}

/** How long a statement waits for another process's transaction, in milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens or creates the file, readable by its owner only; nothing is written to it yet.
 * @throws {Error} naming the path when it cannot be opened or is no SQLite database
 */
export function openDatabase(path: string): Database {
	try {
		if (path !== ":memory:") closeSync(openSync(path, "a", 0o600));
		const connection = new DatabaseSync(path);
		connection.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
		connection.prepare("PRAGMA schema_version").get();
		return database(connection, path);
	} catch (error) {
		throw new Error(
			`the store ${path} cannot be opened: ${error instanceof Error ? error.message : error}; give the path of a Taskgate store, or of a new file in a folder that may be written; if it was one before: ${WHERE_IT_SAYS_MORE}`,
			{ cause: error },
		);
	}
}

/**
 * Every commit is on disk when it returns (FULL), and readers do not wait for the writer (WAL). A decision with many findings changes
 * many pages, the same ones again and again: they stay in memory (64 MiB at most), as does what a statement would need to take itself
 * back, and are copied into the file after ten thousand, not after a thousand as by default.
 */
const SETTINGS = `
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -65536;
PRAGMA temp_store = MEMORY;
PRAGMA wal_autocheckpoint = 10000;
PRAGMA journal_size_limit = 67108864`;

/** @throws {Error} where the file is on a disk that several processes cannot share memory of */
export function makeDurable(db: Database, path: string): void {
	const mode = whenNotLocked(() => db.get<{ journal_mode: string }>("PRAGMA journal_mode = WAL")?.journal_mode);
	if (mode !== "wal" && path !== ":memory:") {
		throw new Error(`the store ${path} cannot use write-ahead logging (it stays in mode ${mode}); put it on a local disk`);
	}
	db.script(SETTINGS);
}

const SQLITE_BUSY = 5;
const PAUSE_MS = 20;

/** For what SQLite does not wait with by itself: of several that change a new file's mode at once all but one are refused. */
function whenNotLocked<Result>(work: () => Result): Result {
	for (let waited = 0; ; waited += PAUSE_MS) {
		try {
			return work();
		} catch (error) {
			if ((error as { errcode?: number }).errcode !== SQLITE_BUSY || waited >= BUSY_TIMEOUT_MS) throw error;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
		}
	}
}

function database(connection: DatabaseSync, path: string): Database {
	const prepared = new Map<string, StatementSync>();
	let open = true;
	const statement = (sql: string): StatementSync => {
		const known = prepared.get(sql) ?? connection.prepare(sql);
		prepared.set(sql, known);
		return known;
	};
	const told = <Result>(work: () => Result): Result => {
		try {
			return work();
		} catch (error) {
			throw fileFault(path, error);
		}
	};
	return {
		all: <Row>(sql: string, parameters: Parameters = {}) => told(() => statement(sql).all(parameters) as Row[]),
		get: <Row>(sql: string, parameters: Parameters = {}) => told(() => statement(sql).get(parameters) as Row | undefined),
		run: (sql, parameters = {}) => told(() => Number(statement(sql).run(parameters).changes)),
		runEach: (sql, rows) =>
			told(() => {
				const each = statement(sql);
				for (const row of rows) each.run(...row);
			}),
		script: (sql) => told(() => connection.exec(sql)),
		transaction: (work) => told(() => inTransaction(connection, work)),
		close: () => {
			if (open) connection.close();
			open = false;
		},
	};
}

function inTransaction<Result>(connection: DatabaseSync, work: () => Result): Result {
	connection.exec("BEGIN IMMEDIATE");
	try {
		const result = work();
		connection.exec("COMMIT");
		return result;
	} catch (error) {
		// A full disk has rolled it back already; Node before 22.16 cannot tell.
		if (connection.isTransaction !== false) connection.exec("ROLLBACK");
		throw error;
	}
}
