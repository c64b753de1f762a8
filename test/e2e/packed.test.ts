/** The packed package in an author's empty folder: a PATH with a Node and a shell on it, and no Go, no OPA, no repository. */
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { taskgate } from "./cli.ts";
import { installPacked } from "./packed-package.ts";

const POLICY = "policies/acme/no-latest.rego";
const TEST = "policies/acme/no-latest_test.rego";
const WEB = { family: "web", containerDefinitions: [{ name: "web", image: "nginx:latest" }] };

let folder: string;
let installed: string;
let author: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-packed-"));
	installed = await installPacked(folder);
	author = join(folder, "author");
	await mkdir(author);
	await mkdir(join(folder, "path"));
	await symlink(process.execPath, join(folder, "path/node"));
	await symlink("/bin/sh", join(folder, "path/sh"));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) =>
	taskgate(args, { cwd: author, main: join(installed, "bin/taskgate.js"), env: { PATH: join(folder, "path") } });
const change = async (file: string, from: string, to: string) => {
	const text = await readFile(join(author, file), "utf8");
	expect(text).toContain(from);
	await writeFile(join(author, file), text.replace(from, to));
};

test("the package holds what runs and what is read, and nothing else", async () => {
	const entries = await readdir(installed, { recursive: true, withFileTypes: true });
	const files = entries.flatMap((entry) => (entry.isFile() ? [relative(installed, join(entry.parentPath, entry.name))] : []));
	expect(files).toEqual(
		expect.arrayContaining([
			...["bin/taskgate.js", "dist/main.js", "dist/compiler-worker.js", "dist/engine-worker.js", "dist/THIRD-PARTY-NOTICES.txt"],
			...["policies/bundle.tar.gz", "policies/capabilities.json", "policies/known-checks.yaml", "policies/schemas/input.json"],
			...["policies/lib/workload.rego", "policies/lib/fixture_test.rego", "policies/profiles/baseline.yaml"],
			...["build/rego-compiler.wasm", "docs/authoring.md", "examples/task-definitions/web.json", "README.md", "LICENSE"],
		]),
	);
	expect(
		files.filter((file) => /^(src|test|scripts|bench|infra|node_modules)\/|^(?!examples\/).*\.ts$|\.tgz$|\.stamp$/.test(file)),
	).toEqual([]);
	const repository = resolve(import.meta.dirname, "../..");
	for (const file of files) {
		const bytes = await readFile(join(installed, file));
		const content = file.endsWith(".gz") ? gunzipSync(bytes) : bytes;
		expect(content.includes(`${repository}/`) || content.includes(folder), `${file} names a folder of this machine`).toBe(false);
	}
});

test("new: the first test passes, the second fails until it is written", async () => {
	expect(await run("policy", "new", "acme/no-latest")).toMatchObject({ code: 0, stdout: expect.stringContaining(`wrote ${POLICY}`) });
	const { code, stdout } = await run("policy", "test");
	expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining("test_refuses failed") });
	expect(stdout).toContain("1 passed, 1 failed in ");
});

test("written as a person would, it passes test, lint and fmt", async () => {
	await change(
		POLICY,
		"What goes wrong when a workload does this, in a sentence or two.",
		"What latest names, changes between two starts.",
	);
	await change(POLICY, "What to change, as an instruction.", "Name a version, or a digest.");
	await change(POLICY, '"user", ""', '"image", ""');
	await change(POLICY, "names no user", "runs whatever is latest");
	await change(POLICY, 'pointer(i, "user")', 'pointer(i, "image")');
	await change(POLICY, 'found != ""', 'contains(found, ":")\n\tnot endswith(found, ":latest")');
	await change(TEST, "refused := fixture.compliant", 'refused := fixture.with_container("image", "nginx:latest")');
	await change(TEST, "write here what the policy says", "container web runs whatever is latest");
	await change(TEST, "0/user", "0/image");

	const tested = await run("policy", "test", "--coverage");
	expect(tested).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("2 evaluations of the tests answered as OPA does") });
	expect(tested.stdout).toContain("2 passed in ");
	expect(await run("policy", "lint")).toEqual({ code: 0, stderr: "", stdout: "nothing found in 2 files\n" });
	expect(await run("policy", "fmt", "--check")).toEqual({ code: 0, stderr: "", stdout: "" });
});

test("check judges with the folder, and with the bundle that is built from it", async () => {
	await writeFile(join(author, "web.json"), JSON.stringify(WEB, null, 2));
	const { code, stdout, stderr } = await run("check", "--policies", ".", "web.json");
	expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
	expect(stdout).toMatch(/denied {4}TaskDefinition web {2}web\.json:1\n {2}deny +medium +acme\/no-latest\n +line 6 +container web runs/);
	expect(await run("policy", "build")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^bundle\.tar\.gz: 1 policy, /) });
	await writeFile(
		join(author, "gate.yaml"),
		"apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: latest}\nspec: {policy: acme/no-latest, enforcementAction: warn}\n",
	);
	const warned = await run("check", "--bundle", "bundle.tar.gz", "--constraints", "gate.yaml", "--fail-on", "warn", "web.json");
	expect(warned).toMatchObject({ code: 1, stdout: expect.stringMatching(/warn +medium +acme\/no-latest/) });
});

test("the built-in library judges, and tells of itself", async () => {
	const { code, stdout } = await run("check", "--profile", "restricted", "--format", "sarif", "web.json");
	const { runs } = JSON.parse(stdout) as { runs: { results: { ruleId: string }[] }[] };
	expect(code).toBe(1);
	expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toContain("image/latest-tag");
	const allowed = await run("check", join(installed, "examples/task-definitions/web.json"));
	expect(allowed).toMatchObject({ code: 0, stdout: expect.stringContaining("1 object: 0 denied, 1 allowed") });
	expect(await run("policy", "list", "--by", "securityhub")).toMatchObject({ code: 0, stdout: expect.stringContaining("ECS.4") });
	expect(await run("replay", "--profile", "restricted", join(installed, "examples/events"))).toMatchObject({ code: 1, stderr: "" });
});
