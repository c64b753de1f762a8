/** The commands beside `check`, as a user runs them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { MAIN, taskgate } from "./cli.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-commands-"));
});
afterAll(() => rm(folder, { recursive: true }));
const run = (...args: readonly string[]) => taskgate(args, { cwd: folder });

describe("policy", () => {
	test("list, for machines and for people", async () => {
		const policies = JSON.parse((await run("policy", "list", "--format", "json")).stdout) as { id: string }[];
		expect(policies.length).toBeGreaterThanOrEqual(15);
		expect(Object.keys(policies[0] ?? {})).toEqual(["id", "title", "severity", "kinds", "references", "parameters"]);
		const { stdout, code } = await run("policy", "list");
		for (const { id } of policies) expect(stdout).toContain(`\n${id} `.slice(stdout.startsWith(id) ? 1 : 0));
		expect(code).toBe(0);
	});

	test("list --by a source, and one that nobody refers to", async () => {
		expect((await run("policy", "list", "--by", "securityhub")).stdout).toMatch(/^ECS\.4 +workload\/privileged$/m);
		expect(await run("policy", "list", "--by", "securityhab")).toMatchObject({ code: 2, stdout: "" });
	});

	test("show", async () => {
		expect((await run("policy", "show", "workload/privileged")).stdout).toMatch(/^workload\/privileged: .*\nseverity critical/);
	});
});

describe("halt and resume", () => {
	test("write the store that the acting processes read", async () => {
		const path = join(folder, "gate.db");
		const halted = await run("halt", "--reason", "INC-204", "--store", `sqlite:${path}`);
		expect(halted).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(/^halted by .+@.+: INC-204\n/),
			stderr: expect.stringContaining("is a new store"),
		});
		const store = openSqliteStore(path);
		expect(await store.halted()).toMatchObject({ reason: "INC-204" });

		expect(await run("resume", "--store", `sqlite:${path}`)).toMatchObject({
			code: 0,
			stdout: expect.stringContaining("resumed; it was halted by"),
			stderr: "",
		});
		expect(await store.halted()).toBeUndefined();
		await store.close();
	});

	test("resume says which breakers are open, and closes them when asked", async () => {
		const path = join(folder, "breaker.db");
		const store = openSqliteStore(path);
		for (let i = 0; i < 2; i += 1) await store.takePermit("111122223333", "eu-central-1", 1, 3_600_000, "2026-11-20T10:00:00.000Z");
		expect((await run("resume", "--store", `sqlite:${path}`)).stdout).toContain(
			"breaker of 111122223333 in eu-central-1, open since 2026-11-20T10:00:00.000Z: still open",
		);
		expect(await store.openBreakers()).toHaveLength(1);
		await run("resume", "--reset-breaker", "--store", `sqlite:${path}`);
		expect(await store.openBreakers()).toEqual([]);
		await store.close();
	});

	test.each([
		["halt without a reason", ["halt"], "--reason"],
		["a store of another sort", ["resume", "--store", "gate.db"], "--store must be sqlite:PATH"],
		["a store in no folder", ["halt", "--reason", "x", "--store", "sqlite:no/such/gate.db"], "no/such/gate.db"],
	])("%s", async (_, args, told) => {
		const { code, stderr } = await run(...args);
		expect(code).toBe(2);
		expect(stderr).toContain(told);
	});
});

test("--version and --help", async () => {
	expect(await run("--version")).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: "" });
	const help = await run("check", "--help");
	expect(help).toMatchObject({ code: 0, stderr: "" });
	expect(help.stdout).toMatch(/Examples:[\s\S]*Exit codes: 0/);
});

test("a reader that goes away, as in `| head -1`, ends it quietly and leaves the exit code", async () => {
	const containers = Array.from({ length: 2000 }, (_, i) => ({ name: `c${i}`, image: "x", privileged: true }));
	await writeFile(join(folder, "many.json"), JSON.stringify({ family: "web", containerDefinitions: containers }));
	const child = spawn(process.execPath, [MAIN, "check", "many.json"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
	let stderr = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	child.stdout.once("data", () => child.stdout.destroy());
	expect(await once(child, "close")).toEqual([1, null]);
	expect(stderr).toBe("");
});
