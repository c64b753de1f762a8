/** `npm test` on a machine that lacks something says so and fails; it never skips. */
import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const SCRIPT = new URL("../../scripts/prerequisites.js", import.meta.url).pathname;

const CHROMIUM = expect.stringContaining("apt-get install chromium");

let bin: string;

beforeAll(async () => {
	bin = await mkdtemp(join(tmpdir(), "taskgate-prerequisites-"));
});

afterAll(() => rm(bin, { recursive: true }));

/** A command that answers with `said` whatever it is asked. */
async function install(name: string, said: string): Promise<void> {
	await writeFile(join(bin, name), `#!/bin/sh\necho '${said}'\n`);
	await chmod(join(bin, name), 0o755);
}

function check(...flags: readonly string[]): Promise<{ code: unknown; said: string[] }> {
	return new Promise((resolve) => {
		execFile(process.execPath, [...flags, SCRIPT], { env: { PATH: bin } }, (error, _, stderr) => {
			resolve({ code: error?.code ?? 0, said: stderr.split("\n").filter((line) => line.startsWith("npm test needs")) });
		});
	});
}

test("each thing that is missing or too old has its sentence, and the check fails", async () => {
	expect(await check("--no-strip-types")).toEqual({
		code: 1,
		said: [expect.stringContaining("Node 22.18"), expect.stringContaining("Python 3.11"), expect.stringContaining("Go 1.26"), CHROMIUM],
	});

	await install("python3", "3.10");
	await install("go", "go1.25.9");
	expect((await check()).said).toEqual([expect.stringContaining("Python 3.11"), expect.stringContaining("Go 1.26"), CHROMIUM]);

	await install("python", "3.11");
	await install("go", "go1.26rc1");
	await install("chromium-browser", "Chromium 156.0");
	expect(await check()).toEqual({ code: 0, said: [] });
});
