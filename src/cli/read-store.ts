/** The store for commands that only read: one that does not exist is a mistake, not a new store. */
import { existsSync } from "node:fs";
import { Option } from "commander";
import { readConfig } from "../config.ts";
import { openStore, sqlitePath } from "../store/open-store.ts";
import type { WholeStore } from "../store/whole-store.ts";
import { UsageError } from "./usage-error.ts";

export function readStoreOption(): Option {
	return new Option("--store <store>", "sqlite:PATH or dynamodb:TABLE, the store to read (TASKGATE_STORE)");
}

/** Opens the store, hands it over, and closes it whatever happens. @throws {UsageError} for a store that is of another sort, or is not there. */
export async function readingStore<T>(asked: string | undefined, use: (store: WholeStore) => Promise<T>): Promise<T> {
	const name = storeName(asked);
	const path = sqlitePath(name);
	if (path !== undefined && !existsSync(path))
		throw new UsageError(`there is no store ${path}: name the one that \`serve\` uses with --store, or in TASKGATE_STORE`);
	const store = await openStore(name);
	try {
		return await use(store);
	} finally {
		await store.close();
	}
}

function storeName(asked: string | undefined): string {
	if (asked === undefined) return readConfig().TASKGATE_STORE;
	try {
		return readConfig({ TASKGATE_STORE: asked }).TASKGATE_STORE;
	} catch (error) {
		throw new UsageError(`--store must be sqlite:PATH or dynamodb:TABLE, not ${asked}`, { cause: error });
	}
}
