/** `taskgate register` as a user runs it: as the gate itself, and against a running one. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { AWS_ENV, type AwsCli, awsCli } from "../aws-cli.ts";
import { privileged, registered, unprivileged } from "../ecs-workload.ts";
import { freshGate } from "../gate-process.ts";
import { taskgate } from "./cli.ts";

let folder: string;
let aws: AwsCli;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-register-"));
	aws = awsCli(inject("awsCli"), inject("motoUrl"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Several processes, one after the other. */
const SLOW = { timeout: 180_000 };
const KEY = "a-key-of-twenty-characters";

/** As the gate itself, unless the environment says which one to ask. */
function run(args: readonly string[], { stdin = "", env = {} }: { stdin?: string; env?: Record<string, string> } = {}) {
	const own = { ...AWS_ENV, AWS_ENDPOINT_URL: inject("motoUrl"), TASKGATE_ADMISSION_TAG: "ecs-admission" };
	return taskgate(["register", ...args], { cwd: folder, stdin, env: { ...own, ...env } });
}

async function file(name: string, body: unknown): Promise<string> {
	await writeFile(join(folder, name), typeof body === "string" ? body : JSON.stringify(body, undefined, 2));
	return name;
}

interface Answer {
	readonly taskDefinition: { readonly taskDefinitionArn: string };
}

describe("as the gate itself", () => {
	test("prints ECS's answer and nothing else", async () => {
		const path = await file("good.json", unprivileged("cli-good"));
		const { code, stdout, stderr } = await run(["--cli-input-json", `file://${path}`]);
		expect(code).toBe(0);
		expect(stderr.replace(/^taskgate: warning: .+\n/gm, "")).toBe("");
		expect((JSON.parse(stdout) as Answer).taskDefinition.taskDefinitionArn).toMatch(/:task-definition\/cli-good:1$/);
		const reused = await run(["--reuse", "--cli-input-json", JSON.stringify(unprivileged("cli-good"))]);
		expect((JSON.parse(reused.stdout) as Answer).taskDefinition.taskDefinitionArn).toMatch(/cli-good:1$/);
		expect(reused.stderr).toContain("nothing was registered");
	});

	test("takes YAML from standard input", async () => {
		const yaml = "family: cli-yaml\ncontainerDefinitions:\n  - {name: app, image: 'nginx:1.29', memory: 128}\n";
		const { code, stdout } = await run(["--cli-input-json", "-"], { stdin: yaml });
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({ taskDefinition: { family: "cli-yaml" } });
	});

	test("a refusal is told on stderr as check tells it, with the line, and exits with 1", async () => {
		const path = await file("bad.json", privileged("cli-bad"));
		const { code, stdout, stderr } = await run(["--cli-input-json", path]);
		expect([code, stdout]).toEqual([1, ""]);
		expect(stderr).toMatch(
			/✖ denied +TaskDefinition cli-bad {2}bad\.json:1\n +deny +critical +workload\/privileged\n +line \d+ +container app is privileged/,
		);
		const { taskDefinitionArns } = await aws<{ taskDefinitionArns: string[] }>(
			"ecs",
			"list-task-definitions",
			"--family-prefix",
			"cli-bad",
		);
		expect(taskDefinitionArns).toEqual([]);
		const told = await run(["--format", "json", "--dry-run", "--cli-input-json", path]);
		expect(JSON.parse(told.stderr)).toMatchObject({ summary: { denied: 1 } });
	});

	test("--dry-run registers nothing", async () => {
		const { code, stdout } = await run(["--dry-run", "--cli-input-json", JSON.stringify(unprivileged("cli-dry"))]);
		expect([code, JSON.parse(stdout)]).toEqual([0, { dryRun: true, warnings: expect.any(Array), patches: [] }]);
		const { taskDefinitionArns } = await aws<{ taskDefinitionArns: string[] }>(
			"ecs",
			"list-task-definitions",
			"--family-prefix",
			"cli-dry",
		);
		expect(taskDefinitionArns).toEqual([]);
	});

	test.for([
		["nothing to register", [], "--cli-input-json"],
		["a file that is not there", ["--cli-input-json", "nowhere.json"], "nowhere.json cannot be read"],
		["what is no object", ["--cli-input-json", "-"], "must hold"],
		["a gate elsewhere in clear", ["--cli-input-json", "{}", "--url", "http://gate.example.com"], "must be https"],
		["adopting elsewhere", ["--adopt", "web", "--url", "https://gate.example.com"], "--adopt is for the gate's own store"],
		["AWS's refusal", ["--cli-input-json", JSON.stringify({ ...unprivileged("cli-over"), pidMode: "none" })], "ClientException"],
	] as const)("%s is told, and exits with 2", async ([, args, told]) => {
		const { code, stdout, stderr } = await run(args, { stdin: "[1]" });
		expect([code, stdout]).toEqual([2, ""]);
		expect(stderr).toContain(told);
	});

	test("without credentials it says so", async () => {
		const env = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_EC2_METADATA_DISABLED: "true" };
		const { code, stderr } = await run(["--cli-input-json", JSON.stringify(unprivileged("cli-blind"))], { env });
		expect([code, stderr]).toEqual([2, expect.stringContaining("no AWS credentials")]);
	});
});

describe("--adopt", () => {
	test("judges what exists, tags what is allowed, and says of each what became of it", SLOW, async () => {
		await registered(aws, unprivileged("cli-old"));
		await registered(aws, privileged("cli-old"));
		await registered(aws, unprivileged("cli-old-other"));
		const first = await run(["--adopt", "cli-old"]);
		expect(first.code).toBe(1);
		expect(first.stdout.split("\n")).toEqual([
			"allowed    cli-old:1  tagged as admitted",
			expect.stringMatching(/^denied {5}cli-old:2 {2}workload\/privileged: /),
			"",
		]);
		const tagsOf = async (of: string) =>
			(await aws<{ tags: unknown[] }>("ecs", "describe-task-definition", "--task-definition", of, "--include", "TAGS")).tags;
		expect(await tagsOf("cli-old:1")).toEqual([{ key: "ecs-admission", value: "allowed" }]);
		expect(await tagsOf("cli-old:2")).toEqual([]);
		expect(await tagsOf("cli-old-other:1")).toEqual([]);

		const again = await run(["--adopt", "cli-old:1", "--format", "json"]);
		expect([again.code, JSON.parse(again.stdout)]).toMatchObject([
			0,
			{ revisions: [{ verdict: "allowed", outcome: "tagged as admitted before" }] },
		]);
		const dry = await run(["--dry-run", "--adopt", "cli-old-other"]);
		expect(dry.stdout).toBe("allowed    cli-old-other:1  would be tagged as admitted\n");
		expect(await run(["--adopt", "cli-nobody"])).toMatchObject({ code: 2, stderr: expect.stringContaining("no active revision") });
	});
});

describe("against a running gate", () => {
	test("it registers there, and needs no credentials here", SLOW, async () => {
		const gate = await freshGate({ ...AWS_ENV, AWS_ENDPOINT_URL: inject("motoUrl"), TASKGATE_KEY: KEY });
		try {
			const env = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", TASKGATE_URL: gate.url, TASKGATE_KEY: KEY };
			const good = await run(["--cli-input-json", JSON.stringify(unprivileged("cli-remote"))], { env });
			expect([good.code, good.stderr]).toEqual([0, ""]);
			expect(JSON.parse(good.stdout)).toMatchObject({ taskDefinition: { family: "cli-remote" } });
			const bad = await run(["--cli-input-json", JSON.stringify(privileged("cli-remote"))], { env });
			expect([bad.code, bad.stdout]).toEqual([1, ""]);
			expect(bad.stderr).toMatch(/deny +critical +workload\/privileged/);
			const keyless = await run(["--cli-input-json", "{}", "--url", gate.url], { env: { ...env, TASKGATE_KEY: "" } });
			expect(keyless).toMatchObject({ code: 2, stderr: expect.stringContaining("set TASKGATE_KEY") });
		} finally {
			await gate.stop();
		}
	});

	test("the key does not follow a redirection", async () => {
		const heard: unknown[] = [];
		const thief = createServer((req, res) => {
			heard.push(req.headers["x-taskgate-key"]);
			res.writeHead(307, { location: "/elsewhere" }).end();
		});
		await new Promise<void>((resolve) => thief.listen(0, "127.0.0.1", resolve));
		try {
			const url = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`;
			const { code } = await run(["--cli-input-json", "{}", "--url", url], { env: { TASKGATE_KEY: KEY } });
			expect([code, heard]).toEqual([2, [KEY]]);
		} finally {
			thief.close();
		}
	});
});
