/** bin/taskgate.js under a Node that cannot run TypeScript: it goes on in the Node that npm installed beside it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

/** A program that tells what it sees; `wait` stays until a signal comes. */
const PROGRAM = `
import "node:sqlite";
process.emitWarning("of use");
const seen: unknown = { typescript: process.features.typescript, args: process.argv.slice(2), pid: process.pid };
process.on("SIGTERM", () => process.exit(7));
if (process.argv[2] === "wait") setInterval(() => {}, 1000);
if (process.argv[2] === "fail") process.exitCode = 3;
console.log(JSON.stringify(seen));
`;

let clone: string;

beforeAll(async () => {
	clone = await mkdtemp(join(tmpdir(), "taskgate-launcher-"));
	await cp(join(ROOT, "bin"), join(clone, "bin"), { recursive: true });
	await writeFile(join(clone, "package.json"), JSON.stringify({ type: "module", scripts: { wait: "node bin/taskgate.js wait" } }));
	await symlink(join(ROOT, "node_modules"), join(clone, "node_modules"), "junction");
	await mkdir(join(clone, "src/cli"), { recursive: true });
	await writeFile(join(clone, "src/cli/main.ts"), PROGRAM);
});

afterAll(() => rm(clone, { recursive: true }));

/** As on an old Node: `--no-strip-types` takes away what old ones lack. */
function launch(...args: readonly string[]): { child: ChildProcess; said: () => string; errors: () => string } {
	const child = spawn(process.execPath, ["--no-strip-types", "bin/taskgate.js", ...args], {
		cwd: clone,
		stdio: ["ignore", "pipe", "pipe"],
	});
	let said = "";
	let errors = "";
	child.stdout.on("data", (text) => {
		said += text;
	});
	child.stderr.on("data", (text) => {
		errors += text;
	});
	return { child, said: () => said, errors: () => errors };
}

async function pidOnceStarted(said: () => string): Promise<number> {
	await expect.poll(said, { timeout: 20_000 }).toContain("}");
	return (JSON.parse(said()) as { pid: number }).pid;
}

test("arguments, output and exit code pass through; of warnings, those that count", async () => {
	const { child, said, errors } = launch("fail", "--flag", "two words");
	expect(await once(child, "close")).toEqual([3, null]);
	expect(JSON.parse(said())).toMatchObject({ typescript: "strip", args: ["fail", "--flag", "two words"] });
	expect(errors()).toContain("of use");
	expect(errors()).not.toContain("Experimental");
});

test("a signal reaches the program, and its exit code comes back", async () => {
	const { child, said } = launch("wait");
	await pidOnceStarted(said);
	child.kill("SIGTERM");
	expect(await once(child, "exit")).toEqual([7, null]);
});

test("when npm is told to stop, the program stops too", async () => {
	const npm = spawn("npm", ["run", "--silent", "wait"], { cwd: clone, stdio: ["ignore", "pipe", "inherit"] });
	let said = "";
	npm.stdout.on("data", (text) => {
		said += text;
	});
	const pid = await pidOnceStarted(() => said);
	npm.kill("SIGTERM");
	await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});

test("SIGKILL leaves nothing running", async () => {
	const { child, said } = launch("wait");
	const pid = await pidOnceStarted(said);
	child.kill("SIGKILL");
	await once(child, "close");
	await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});

test("without any Node that can run it, one sentence and exit code 2", async () => {
	await rm(join(clone, "node_modules"));
	const { child, errors } = launch();
	expect(await once(child, "close")).toEqual([2, null]);
	expect(errors()).toMatch(/^taskgate needs Node 22\.18 or newer, and this is \d+\.\d+\.\d+: .+\.\n$/);
	await symlink(join(ROOT, "node_modules"), join(clone, "node_modules"), "junction");
});

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
