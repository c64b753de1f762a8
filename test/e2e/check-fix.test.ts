/** `taskgate check --fix` and `--diff` on files as people have them. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { taskgate } from "./cli.ts";

const GATE = `apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: init}
spec: {policy: workload/init-process}
---
apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: efs}
spec: {policy: storage/efs-transit-encryption}
`;
const SECRET = "wJalrXUtnFEMIK7MDENG";
const JSON_FILE = `${JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", environment: [{ name: "API_KEY", value: SECRET }] }] }, undefined, 4)}\n`;
const YAML_FILE =
	"# ours\nfamily: shop\ncontainerDefinitions:\n  - name: app # it\nvolumes:\n  - name: data\n    efsVolumeConfiguration: {fileSystemId: fs-1}\n";
const TEMPLATE = "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties: {Family: t, ContainerDefinitions: [{Name: app}]}\n";

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-fix-"));
	await Promise.all(
		Object.entries({ "gate.yaml": GATE, "web.json": JSON_FILE, "shop.yaml": YAML_FILE, "stack.yaml": TEMPLATE }).map(([name, text]) =>
			writeFile(join(folder, name), text),
		),
	);
});
afterEach(() => rm(folder, { recursive: true }));

const check = (...args: readonly string[]) => taskgate(["check", "--constraints", "gate.yaml", ...args], { cwd: folder });
const text = (name: string) => readFile(join(folder, name), "utf8");

test("--diff shows what --fix would write, masked and indented, writes nothing, and judges what stands", async () => {
	const { code, stdout } = await check("--diff", "web.json");
	expect(code).toBe(1);
	expect(stdout).toContain("would mend  TaskDefinition web  web.json:1  by workload/init-process");
	expect(stdout).toMatch(/^ {2}\+ {6}"linuxParameters": \{$/m);
	expect(stdout).toContain("nothing was written");
	expect(stdout.replace(/\s+/g, " ")).toContain("`taskgate check --fix` can mend it");
	expect(stdout).not.toContain(SECRET);
	expect(await text("web.json")).toBe(JSON_FILE);
});

test("--fix writes JSON and YAML in their own layout, and the exit code is that of what stands then", async () => {
	const { code, stdout } = await check("--fix", "web.json", "shop.yaml");
	expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("2 files written") });
	expect(await text("web.json")).toBe(
		JSON_FILE.replace(
			"            ]\n",
			'            ],\n            "linuxParameters": {\n                "initProcessEnabled": true\n            }\n',
		),
	);
	const yaml = await text("shop.yaml");
	for (const kept of ["# ours\n", "- name: app # it\n", "transitEncryption: ENABLED", "initProcessEnabled: true"])
		expect(yaml).toContain(kept);
	const again = await check("--fix", "web.json", "shop.yaml");
	expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing to mend") });
	expect(await text("shop.yaml")).toBe(yaml);
});

test("a template is shown and never written, and the report for machines stands alone on stdout", async () => {
	const { code, stdout, stderr } = await check("--fix", "--format", "json", "stack.yaml");
	expect(code).toBe(1);
	expect(JSON.parse(stdout)).toMatchObject({ summary: { denied: 1 } });
	expect(stderr).toContain("not written: it is made from a template or described elsewhere");
	expect(await text("stack.yaml")).toBe(TEMPLATE);
});

test("what an alias leads to is left alone, and said so", async () => {
	const shared =
		"family: a\ncontainerDefinitions:\n  - &c {name: app, linuxParameters: &l {tmpfs: []}}\n  - {name: other, linuxParameters: *l}\n";
	await writeFile(join(folder, "alias.yaml"), shared);
	const { code, stdout } = await check("--fix", "alias.yaml");
	expect(code).toBe(1);
	expect(stdout).toContain("not written: it cannot be mended here");
	expect(await text("alias.yaml")).toBe(shared);
});

test("standard input is no file to write, and the two do not go together", async () => {
	expect(await taskgate(["check", "--fix", "-"], { cwd: folder, stdin: JSON_FILE })).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("--fix writes files"),
	});
	expect(await check("--fix", "--diff", "web.json")).toMatchObject({ code: 2 });
	const shown = await taskgate(["check", "--constraints", "gate.yaml", "--diff", "-"], { cwd: folder, stdin: JSON_FILE });
	expect(shown).toMatchObject({ code: 1, stdout: expect.stringContaining("would mend  TaskDefinition web  <stdin>:1") });
});
