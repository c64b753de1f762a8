import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { WholeStore } from "../../src/store/whole-store.ts";
import { storeContract } from "./store.contract.ts";

storeContract("SQLite", async () => {
	const folder = await mkdtemp(join(tmpdir(), "taskgate-store-"));
	const opened: WholeStore[] = [];
	const again = async () => {
		const store = openSqliteStore(join(folder, "taskgate.db"));
		opened.push(store);
		return store;
	};
	onTestFinished(async () => {
		for (const store of opened) await store.close();
		await rm(folder, { recursive: true });
	});
	return { store: await again(), again };
});
