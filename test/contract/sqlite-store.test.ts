import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
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

test("SQLite tells how many events wait, and since when", async () => {
	const store = openSqliteStore(":memory:");
	expect(await store.inbox?.()).toEqual({ events: 0, oldest: undefined });
	await store.accept("late", {}, "2026-11-20T13:00:00Z");
	await store.accept("early", {}, "2026-11-20T12:00:00Z");
	expect(await store.inbox?.()).toEqual({ events: 2, oldest: "2026-11-20T12:00:00.000Z" });
	await store.discard("early");
	expect(await store.inbox?.()).toEqual({ events: 1, oldest: "2026-11-20T13:00:00.000Z" });
	await store.close();
});
