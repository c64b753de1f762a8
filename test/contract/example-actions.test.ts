/** `examples/github-actions` as GitHub reads it, and its commands as a runner runs them. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { taskgate } from "../e2e/cli.ts";
import { errorsOf } from "../github-parser.ts";

interface Step {
	readonly name?: string;
	readonly uses?: string;
	readonly run?: string;
	readonly with?: Readonly<Record<string, string>>;
}
interface Job {
	readonly permissions?: Readonly<Record<string, string>>;
	readonly "timeout-minutes": number;
	readonly steps: readonly Step[];
}
interface Workflow {
	readonly permissions: Readonly<Record<string, string>>;
	readonly jobs: Readonly<Record<string, Job>>;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const EXAMPLE = join(ROOT, "examples/github-actions");
const NAMES = ["taskgate.yaml", "policies.yaml"] as const;
const read = (name: string) => readFile(join(EXAMPLE, ".github/workflows", name), "utf8");
const texts = new Map(await Promise.all(NAMES.map(async (name) => [name, await read(name)] as const)));
const workflow = (name: (typeof NAMES)[number]) => parse(texts.get(name)!) as Workflow;
const stepsOf = (name: (typeof NAMES)[number]) => Object.values(workflow(name).jobs).flatMap(({ steps }) => steps);

/** The repository of the example, with a clone of Taskgate where the workflow puts one. */
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-example-actions-"));
	await cp(EXAMPLE, folder, { recursive: true });
	await symlink(ROOT, join(folder, ".taskgate"), "junction");
});
afterAll(() => rm(folder, { recursive: true }));

function runStep(run: string): Promise<{ readonly code: number; readonly said: string }> {
	return new Promise((resolve) => {
		const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: folder };
		execFile("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", run], { cwd: folder, env }, (error, stdout, stderr) => {
			resolve({ code: typeof error?.code === "number" ? error.code : 0, said: stdout + stderr });
		});
	});
}

describe.each(NAMES)("%s", (name) => {
	test("is valid by GitHub's own parser, which does refuse", () => {
		const text = texts.get(name)!;
		expect(errorsOf("Workflow", text)).toEqual([]);
		expect(errorsOf("Workflow", text.replace("runs-on:", "run-on:"))).not.toEqual([]);
	});
	test("gives a token no more than its steps need, and ends", () => {
		const { permissions, jobs } = workflow(name);
		const given = Object.values(jobs).flatMap((job) => Object.entries({ ...permissions, ...job.permissions }));
		const uploads = stepsOf(name).some(({ uses }) => uses?.includes("/upload-sarif@"));
		expect(Object.fromEntries(given)).toEqual({ contents: "read", ...(uploads ? { "security-events": "write" } : {}) });
		for (const job of Object.values(jobs)) expect(job["timeout-minutes"]).toBeLessThanOrEqual(15);
	});
	test("names each action by a major version or a commit, keeps no credentials, and writes no value into a script", () => {
		for (const { uses, run, with: given } of stepsOf(name)) {
			if (uses !== undefined) expect(uses).toMatch(/@(v\d+|COMMIT)$/);
			if (uses?.startsWith("actions/checkout@")) expect(given?.["persist-credentials"]).toBe(false);
			expect(run ?? "").not.toContain("${{");
		}
	});
});

test("the check of a pull request: inputs that the action has, and a task definition that they allow", async () => {
	const inputs = stepsOf("taskgate.yaml").find(({ uses }) => uses?.startsWith("OWNER/taskgate@"))?.with ?? {};
	const action = parse(await readFile(join(ROOT, "action.yml"), "utf8")) as { inputs: Record<string, unknown> };
	expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
	const { paths = "", ...options } = inputs;
	const args = ["check", ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]), "--fail-on", "warn", paths];
	expect(await taskgate(args, { cwd: folder })).toMatchObject({
		code: 0,
		stdout: expect.stringContaining("1 object: 0 denied, 1 allowed"),
	});
	const web = await readFile(join(folder, "deploy/web.json"), "utf8");
	await writeFile(join(folder, "deploy/root.json"), web.replace("10001:10001", "root"));
	expect(await taskgate(args, { cwd: folder })).toMatchObject({ code: 1, stdout: expect.stringContaining("workload/non-root-user") });
	await rm(join(folder, "deploy/root.json"));
});

describe("the author's loop", () => {
	const commands = stepsOf("policies.yaml").flatMap(({ name = "", run = "" }) =>
		run.includes("taskgate.js") ? [[name, run] as const] : [],
	);
	test.each(commands)("%s: runs, and finds nothing", async (_, run) => {
		expect(await runStep(run)).toMatchObject({ code: 0 });
	});
	test("is all there, and its last step refuses what the policy refuses", async () => {
		expect(commands.map(([name]) => name)).toEqual(["Layout", "Lint", "Test", "Build the bundle", "Judge deploy/"]);
		const web = join(folder, "deploy/web.json");
		const labelled = await readFile(web, "utf8");
		await writeFile(web, labelled.replace("CC-0042", "tbd"));
		const [, judge] = commands.at(-1)!;
		expect(await runStep(judge)).toMatchObject({ code: 1, said: expect.stringContaining("container web names no cost centre") });
		await writeFile(web, labelled);
	});
	test("is installed by commands that package.json and the lockfile know", async () => {
		const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };
		const install = stepsOf("policies.yaml").find(({ name }) => name === "Install Taskgate")?.run ?? "";
		const named = [...install.matchAll(/npm run (?:--silent )?(\S+?);/g)].map(([, script = ""]) => script);
		expect(named).toEqual(["build:compiler"]);
		expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
	});
});
