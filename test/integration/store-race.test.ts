import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { storeRaces } from "./store/races.ts";

storeRaces("SQLite", async () => {
	const folder = await mkdtemp(join(tmpdir(), "taskgate-race-"));
	onTestFinished(() => rm(folder, { recursive: true }));
	return { store: `sqlite:${join(folder, "taskgate.db")}`, env: {} };
});
