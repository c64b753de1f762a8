/** The store that `halt` and `resume` write: every process that acts reads it before each action. */
import { existsSync } from "node:fs";
import { Option } from "commander";
import { readConfig, sqlitePath } from "../config.ts";
import { openSqliteStore } from "../store/sqlite.ts";
import type { Store } from "../store/store.ts";

export function storeOption(): Option {
	return new Option("--store <store>", "sqlite:PATH of the store that the acting processes use (TASKGATE_STORE)");
}

/** Opens the store, hands it over, and closes it whatever happens. @throws {ConfigError} for a store that is not sqlite:PATH. */
export async function withStore(store: string | undefined, use: (store: Store) => Promise<void>): Promise<void> {
	const config = store === undefined ? readConfig() : readConfig({ TASKGATE_STORE: store });
	const path = sqlitePath(config.TASKGATE_STORE);
	if (!existsSync(path)) console.error(`taskgate: ${path} is a new store: no process has used it yet; is it the one that \`serve\` uses?`);
	const opened = openSqliteStore(path);
	try {
		await use(opened);
	} finally {
		await opened.close();
	}
}
