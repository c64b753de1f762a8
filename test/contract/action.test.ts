/** The GitHub Action, as GitHub reads it and as a runner runs it. */
import { execFile, execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { errorsOf } from "../github-parser.ts";

interface Step {
	readonly run: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly uses?: string;
}
interface Action {
	readonly inputs: Readonly<Record<string, { readonly default: string }>>;
	readonly runs: { readonly steps: readonly [Step, Step] };
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TEXT = await readFile(join(ROOT, "action.yml"), "utf8");
const { inputs, runs } = parse(TEXT) as Action;
const [install, check] = runs.steps;

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-action-"));
	await mkdir(join(folder, "deploy"));
	await mkdir(join(folder, "temp"));
	const app = { name: "app", image: "nginx", privileged: true };
	await writeFile(join(folder, "deploy/bad.json"), JSON.stringify({ family: "web", containerDefinitions: [app] }));
	const named = { name: "x\n::error::injected\n##[add-mask]x", image: "nginx", privileged: true };
	await writeFile(join(folder, "evil.json"), JSON.stringify({ family: "web", containerDefinitions: [named] }));
	await writeFile(join(folder, "good.json"), JSON.stringify({ family: "ok", containerDefinitions: [{ name: "app", image: "nginx" }] }));
	await writeFile(
		join(folder, "gate.yaml"),
		"apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: p}\nspec: {policy: workload/privileged, enforcementAction: warn}\n",
	);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a step's script as a runner does: `bash -e -o pipefail FILE`, in the workspace, with files for summary and outputs. */
async function runStep({ run, env = {} }: Step, given: Readonly<Record<string, string>> = {}) {
	const [script, summary, output] = ["step.sh", "summary.md", "output"].map((name) => join(folder, "temp", name)) as [
		string,
		string,
		string,
	];
	await Promise.all([writeFile(script, run), writeFile(summary, ""), writeFile(output, "")]);
	const values = Object.entries(env).map(([name, value]) => {
		const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1];
		return [name, input === undefined ? value : (given[input] ?? inputs[input]?.default ?? "")] as const;
	});
	const surroundings = { GITHUB_ACTION_PATH: ROOT, GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output, RUNNER_TEMP: join(folder, "temp") };
	const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;
	const ran = await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
		const options = { cwd: folder, env: { PATH, HOME: folder, ...surroundings, ...Object.fromEntries(values) } };
		execFile("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", script], options, (error, stdout, stderr) => {
			resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
		});
	});
	return { ...ran, summary: await readFile(summary, "utf8"), output: await readFile(output, "utf8") };
}

describe("action.yml", () => {
	test("is valid by GitHub's own parser, which does refuse", () => {
		expect(errorsOf("Action", TEXT)).toEqual([]);
		expect(errorsOf("Action", TEXT.replace("using: composite", "using: nothing"))).not.toEqual([]);
		expect(errorsOf("Action", TEXT.replace("shell: bash", "shel: bash"))).not.toEqual([]);
	});

	test("uses the inputs that it declares, all of them, and never inside a script", () => {
		const used = Object.values(check.env ?? {}).flatMap((value) => /inputs\.([\w-]+)/.exec(value)?.[1] ?? []);
		expect(used.sort()).toEqual(Object.keys(inputs).sort());
		for (const { run, uses } of runs.steps) {
			expect(run).not.toContain("${{");
			expect(uses).toBeUndefined();
		}
	});
});

describe("its steps, run", () => {
	test("installed once is installed", async () => {
		expect(await runStep(install)).toMatchObject({ code: 0, stdout: "" });
	});

	test("a denial fails the step, and summary, SARIF, JUnit and outputs are there", async () => {
		const ran = await runStep(check, { paths: "deploy", junit: "junit.xml" });
		expect(ran.stderr).toBe("");
		expect(ran).toMatchObject({ code: 1, output: "exit-code=1\nsarif=taskgate.sarif\n" });
		expect(ran.stdout).toContain("✖ denied    TaskDefinition web  deploy/bad.json:1");
		expect(ran.summary).toContain("## ❌ Taskgate: 1 object denied");
		const { runs: sarif } = JSON.parse(await readFile(join(folder, "taskgate.sarif"), "utf8"));
		expect(sarif[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("deploy/bad.json");
		expect(await readFile(join(folder, "junit.xml"), "utf8")).toContain("<failure ");
	});

	test("profile, constraints, fail-on, and paths one a line", async () => {
		const warned = { paths: "deploy\n\ngood.json\n", constraints: "gate.yaml\n", sarif: "", summary: "false" };
		expect(await runStep(check, warned)).toMatchObject({ code: 0, summary: "", output: "exit-code=0\nsarif=\n" });
		expect(await runStep(check, { ...warned, "fail-on": "warn" })).toMatchObject({ code: 1 });
		expect(await runStep(check, { paths: "deploy", profile: "restricted", sarif: "" })).toMatchObject({ code: 1 });
	});

	test("account and region, without which an image of the account's own is nobody's", async () => {
		const own = { paths: "own.json", profile: "restricted", sarif: "", summary: "false" };
		await writeFile(join(folder, "own.json"), await readFile(join(ROOT, "examples/task-definitions/web.json")));
		expect(await runStep(check, own)).toMatchObject({ code: 1, stdout: expect.stringContaining("image/registry") });
		expect(await runStep(check, { ...own, account: "111122223333", region: "eu-central-1" })).toMatchObject({ code: 0 });
	});

	test("wrong use is exit 2, with the sentence that says what", async () => {
		const ran = await runStep(check, { paths: "deploy", profile: "nothing", sarif: "" });
		expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining("there is no profile nothing") });
		expect(await runStep(check, { paths: "deploy", sarif: "no/such/folder/x.sarif" })).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("the report cannot be written to no/such/folder/x.sarif"),
		});
	});

	test("an input is text and never code, a path never an option", async () => {
		const marker = join(folder, "injected");
		const evil = `$(touch ${marker}); \`touch ${marker}\` "; touch ${marker} #`;
		await runStep(check, { paths: evil, profile: evil, constraints: evil, policies: "", sarif: "", "fail-on": evil });
		await expect(readFile(marker)).rejects.toThrow("ENOENT");
		expect((await runStep(check, { paths: "--help", sarif: "" })).stdout).not.toContain("Usage");
		expect((await runStep(check, { paths: "deploy", sarif: "x\nexit-code=0" })).code).toBe(2);
	});

	test("what a file says cannot command the runner", async () => {
		const { stdout } = await runStep(check, { paths: "evil.json", sarif: "" });
		const [first, ...lines] = stdout.trimEnd().split("\n");
		const token = /^::stop-commands::(taskgate-[0-9a-f-]{36})$/.exec(first ?? "")?.[1];
		expect(lines.at(-1)).toBe(`::${token}::`);
		expect(lines.join("\n")).toContain("::error::injected");
	});
});

test("the pre-commit hook runs what it names, on paths and not on the changed files", async () => {
	const [hook] = parse(await readFile(join(ROOT, ".pre-commit-hooks.yaml"), "utf8"));
	expect(hook).toMatchObject({ id: "taskgate", args: ["."], pass_filenames: false, language: "script" });
	for (const path of ["a.json", "b.yaml", "c/d.yml"]) expect(path).toMatch(new RegExp(hook.files));
	const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;
	const ran = execFileSync(join(ROOT, hook.entry), ["--constraints", "gate.yaml", "deploy"], {
		cwd: folder,
		env: { PATH },
		encoding: "utf8",
	});
	expect(ran).toContain("✔ allowed   TaskDefinition web");
});
