import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { watchRego } from "./watch.ts";

test("what is saved while it is at work is not missed, and other files are nothing to it", async () => {
	const folder = await mkdtemp(join(tmpdir(), "taskgate-watch-"));
	const calls: (readonly string[])[] = [];
	const policy = join(folder, "a.rego");
	void watchRego(folder, async (files) => {
		calls.push(files);
		if (calls.length > 1) return;
		await writeFile(join(folder, "notes.txt"), "");
		await writeFile(policy, "package a");
	});
	await expect.poll(() => calls, { timeout: 10_000 }).toEqual([[], [policy]]);
	await rm(folder, { recursive: true });
});
