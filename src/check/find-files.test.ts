import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findFiles } from "./find-files.ts";

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-find-"));
	for (const path of ["b.yaml", "a.json", "README.md", "deep/er/c.YML", "node_modules/x.json", ".git/y.json", ".hidden.json"]) {
		await mkdir(join(folder, path, ".."), { recursive: true });
		await writeFile(join(folder, path), "{}");
	}
	await symlink(folder, join(folder, "loop"));
});
afterAll(() => rm(folder, { recursive: true }));

const below = (path: string) => path.slice(folder.length + 1);

test("a folder: JSON and YAML in order of names, without hidden files, node_modules and links to folders", async () => {
	const { files, others, problems } = await findFiles([folder]);
	expect(files.map(({ path, named }) => [below(path), named])).toEqual([
		["a.json", false],
		["b.yaml", false],
		["deep/er/c.YML", false],
	]);
	expect({ others, problems }).toEqual({ others: 2, problems: [] });
});

test("a named file is named, whatever its ending, and found once beside its folder", async () => {
	const { files } = await findFiles([join(folder, "README.md"), join(folder, "a.json"), folder]);
	expect(files.map(({ path, named }) => [below(path), named])).toEqual([
		["README.md", true],
		["a.json", true],
		["b.yaml", false],
		["deep/er/c.YML", false],
	]);
});

test("what does not exist is a problem of its own", async () => {
	const missing = join(folder, "missing.json");
	const { files, problems } = await findFiles([missing, join(folder, "a.json"), "-"]);
	expect(files.map(({ path }) => path)).toEqual([join(folder, "a.json"), "-"]);
	expect(problems).toEqual([{ source: missing, reason: "there is no such file or folder" }]);
});

test("of what CDK synthesizes, the templates and the assemblies in it", async () => {
	const assembly = await mkdtemp(join(tmpdir(), "taskgate-cdk-"));
	const [found, left] = [
		["Web.template.json", "Web.nested.template.json", "assembly-Stage/cdk.out", "assembly-Stage/Api.template.json"],
		["manifest.json", "tree.json", "asset.1/package.json", "cdk.out"],
	];
	for (const path of [...found, ...left]) {
		await mkdir(join(assembly, path, ".."), { recursive: true });
		await writeFile(join(assembly, path), "{}");
	}
	const { files, others } = await findFiles([assembly]);
	expect(files.map(({ path }) => path.slice(assembly.length + 1))).toEqual([
		"Web.nested.template.json",
		"Web.template.json",
		"assembly-Stage/Api.template.json",
	]);
	expect(others).toBe(5);
	await rm(assembly, { recursive: true });
});
