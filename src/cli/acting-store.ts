/** The store that `halt`, `resume` and `quarantine` write: every process that acts reads it before each action. */
import { existsSync } from "node:fs";
import { Option } from "commander";
import { type Config, readConfig } from "../config.ts";
import { openStore, sqlitePath } from "../store/open-store.ts";
import type { WholeStore } from "../store/whole-store.ts";

export function storeOption(): Option {
	return new Option("--store <store>", "sqlite:PATH or dynamodb:TABLE, the store that the acting processes use (TASKGATE_STORE)");
}

/** Opens the store, hands it over, and closes it whatever happens. @throws {Error} for a store of another sort. */
export async function withStore(store: string | undefined, use: (store: WholeStore) => Promise<void>): Promise<void> {
	const config = store === undefined ? readConfig() : configWith(store);
	const path = sqlitePath(config.TASKGATE_STORE);
	if (path !== undefined && !existsSync(path))
		console.error(`taskgate: ${path} is a new store: no process has used it yet; is it the one that \`serve\` uses?`);
	const opened = await openStore(config.TASKGATE_STORE);
	try {
		await use(opened);
	} finally {
		await opened.close();
	}
}

export function configWith(store: string): Config {
	try {
		return readConfig({ TASKGATE_STORE: store });
	} catch (error) {
		throw new Error(`--store must be sqlite:PATH or dynamodb:TABLE, not ${store}`, { cause: error });
	}
}
