/** `taskgate check` as a user runs it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskgate } from "./cli.ts";

const GOOD = {
	family: "web",
	networkMode: "awsvpc",
	requiresCompatibilities: ["FARGATE"],
	cpu: "256",
	memory: "512",
	containerDefinitions: [
		{
			name: "app",
			image: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/web@sha256:${"0".repeat(64)}`,
			user: "1000",
			readonlyRootFilesystem: true,
			logConfiguration: {
				logDriver: "awslogs",
				options: { "awslogs-group": "web", "awslogs-region": "eu-central-1", "awslogs-stream-prefix": "web" },
			},
		},
	],
};
const PRIVILEGED = { ...GOOD, containerDefinitions: [{ ...GOOD.containerDefinitions[0], privileged: true }] };
const SERVICE = { serviceName: "web", taskDefinition: "web", desiredCount: 1 };

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-check-"));
	await writeFile(
		join(folder, "gate.yaml"),
		"apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: privileged}\nspec: {policy: workload/privileged}\n",
	);
});
afterAll(() => rm(folder, { recursive: true }));

const write = (name: string, content: unknown) =>
	writeFile(join(folder, name), typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content, null, 2));
const check = (args: readonly string[], stdin?: string) =>
	taskgate(["check", ...args], { cwd: folder, ...(stdin === undefined ? {} : { stdin }) });
const GATE = ["--constraints", "gate.yaml"];

describe("verdicts", () => {
	test("a compliant task definition is allowed under `baseline`, which is in force when nobody says", async () => {
		await write("good.json", GOOD);
		const { code, stdout, stderr } = await check(["good.json"]);
		expect(stdout).toContain("✔ allowed   TaskDefinition web  good.json:1");
		expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
	});

	test("a privileged one is denied, with line and remedy, and without colours in a pipe", async () => {
		await write("bad.json", PRIVILEGED);
		const { code, stdout } = await check(["bad.json"]);
		expect(code).toBe(1);
		expect(stdout).toMatch(
			/deny +critical +workload\/privileged\n +line 23 +container app is privileged\n +\/containerDefinitions\/0\/privileged/,
		);
		expect(stdout).not.toContain("\u001b");
	});

	test("as JSON, from standard input", async () => {
		const { code, stdout } = await check(["-", "--format", "json"], JSON.stringify(PRIVILEGED));
		const { decisions, summary } = JSON.parse(stdout);
		expect(decisions[0]).toMatchObject({ source: "<stdin>", kind: "TaskDefinition", name: "web", verdict: "denied" });
		expect(decisions[0].violations[0]).toEqual({
			policy: "workload/privileged",
			severity: "critical",
			action: "deny",
			message: expect.stringContaining("app"),
			field: "/containerDefinitions/0/privileged",
			line: 1,
		});
		expect({ code, summary }).toEqual({ code: 1, summary: { allowed: 0, denied: 1, undecided: 0, unknown: 0, skipped: 0 } });
	});

	test("a service is judged by the task definition beside it", async () => {
		await write("bad.json", PRIVILEGED);
		await write("service.json", SERVICE);
		const { code, stdout } = await check(["bad.json", "service.json", ...GATE]);
		expect(code).toBe(1);
		expect(stdout).toContain("✖ denied    Service web  service.json:1");
	});

	test("without it, what it holds is unknown: no pass, and exit 2 when asked for", async () => {
		await write("service.json", SERVICE);
		const { code, stdout } = await check(["service.json", ...GATE, "--format", "json"]);
		expect(JSON.parse(stdout).decisions[0].unknown).toEqual([
			{ policy: "workload/privileged", field: expect.stringMatching(/^\/context\/taskDefinition/) },
		]);
		expect(code).toBe(0);
		expect((await check(["service.json", ...GATE, "--fail-on", "unknown"])).code).toBe(2);
	});

	test("warnings fail only with --fail-on warn", async () => {
		await write("bad.json", PRIVILEGED);
		await write(
			"warn.yaml",
			"apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: p}\nspec: {policy: workload/privileged, enforcementAction: warn}\n",
		);
		expect((await check(["bad.json", "--constraints", "warn.yaml"])).code).toBe(0);
		expect((await check(["bad.json", "--constraints", "warn.yaml", "--fail-on", "warn"])).code).toBe(1);
	});
});

test("an exemption excuses, --explain tells which, and --color colours even a pipe", async () => {
	const taskDefinitionArn = "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:3";
	await write("described.json", { taskDefinition: { ...PRIVILEGED, taskDefinitionArn, revision: 3, status: "ACTIVE", volumes: null } });
	await write(
		"exemption.yaml",
		`apiVersion: taskgate.dev/v1\nkind: Exemption\nmetadata: {name: legacy}\nspec:\n  policy: workload/privileged\n  match: {accounts: ["111122223333"], containers: [app]}\n  reason: OPS-12\n  approvedBy: security\n  expiresAt: 2999-01-31T00:00:00Z\n`,
	);
	const { code, stdout } = await check(["described.json", ...GATE, "--constraints", "exemption.yaml", "--explain"]);
	expect(stdout).toMatch(/^✔ allowed.*\n {2}exempted +critical +workload\/privileged\n/);
	expect(stdout).toContain("legacy: OPS-12, approved by security, until");
	expect(code).toBe(0);
	expect((await check(["described.json", ...GATE, "--color"])).stdout).toContain("\u001b[31m✖ denied");
});

describe("what could not be read is never allowed", () => {
	const nested = `${'{"containerDefinitions":['.repeat(200)}${"]}".repeat(200)}`;
	test.each([
		["empty", "", 2, "empty"],
		["binary", Uint8Array.from({ length: 256 }, (_, i) => i), 2, "binary"],
		["10 MB", `{"family": "${"x".repeat(10_000_000)}"}`, 2, "2 MiB"],
		["deeply nested", nested, 2, "64 deep"],
		["not an ECS object", { name: "package" }, 2, "not an ECS object"],
		["broken", '{"containerDefinitions": [', 2, "neither JSON nor YAML"],
		["duplicate keys", '{"family": "a", "containerDefinitions": [{"privileged": true, "privileged": false}]}', 2, "stands twice"],
		["containerDefinitions a string", { ...GOOD, containerDefinitions: "app" }, 1, "manifest/schema"],
		[
			"environment a string",
			{ ...GOOD, containerDefinitions: [{ ...GOOD.containerDefinitions[0], environment: "A=b" }] },
			1,
			"manifest/schema",
		],
		["numbers as strings", { ...GOOD, containerDefinitions: [{ ...GOOD.containerDefinitions[0], memory: "512" }] }, 1, "manifest/schema"],
		["prototype keys", '{"family": "web", "__proto__": {"containerDefinitions": []}, "constructor": {}}', 2, "not an ECS object"],
		[
			"privileged behind a prototype key",
			'{"family": "web", "containerDefinitions": [{"name": "a", "image": "b", "privileged": {"__proto__": false}}]}',
			1,
			"workload/privileged",
		],
	])("%s", async (_, content, code, told) => {
		await write("input.json", content);
		const ran = await check(["input.json", ...GATE, "--format", "json"]);
		expect(JSON.parse(ran.stdout).summary.allowed).toBe(0);
		expect(ran.stdout).toContain(told);
		expect(ran.code).toBe(code);
	});

	test("a file's name is shown on stderr, and not obeyed by a terminal or a CI", async () => {
		await write("\u001b[31m\n::error::x.json", '{"containerDefinitions": [');
		const { code, stderr } = await check(["\u001b[31m\n::error::x.json", ...GATE, "--format", "json"]);
		expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^taskgate: \\u001b\[31m ::error::x\.json:1: .*\n$/) });
	});

	test("nor is what a file of constraints says", async () => {
		await write("c.yaml", 'apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: a}\nspec: {policy: "no/\\e]0;x\\asuch"}\n');
		const { stderr } = await check(["--constraints", "c.yaml", "."]);
		expect(stderr).toContain("there is no policy no/\\u001b]0;x\\u0007such");
	});

	test("and it does not keep the other files from being judged", async () => {
		await write("empty.json", "");
		await write("bad.json", PRIVILEGED);
		const { code, stdout } = await check(["empty.json", "missing.json", "bad.json", ...GATE, "--format", "json"]);
		expect(JSON.parse(stdout).summary).toMatchObject({ denied: 1, undecided: 2 });
		expect(code).toBe(2);
	});
});

describe("used wrongly", () => {
	test.each([
		["an unknown command", ["chek"], "Did you mean check?"],
		["an unknown option", ["check", "good.json", "--profil", "x"], "Did you mean --profile?"],
		["no path", ["check"], "missing required argument 'path'"],
		["an unknown profile", ["check", "good.json", "--profile", "basline"], "did you mean baseline?"],
		[
			"a constraint without a policy",
			["check", "good.json", "--constraints", "wrong.yaml"],
			"wrong.yaml:4:8: there is no policy workload/priviledged; did you mean workload/privileged?",
		],
		["an unknown policy", ["policy", "show", "workload/privilegd"], "did you mean workload/privileged?"],
		["a bundle that is none", ["check", "good.json", "--bundle", "gate.yaml"], "bundle"],
	])("%s", async (_, args, told) => {
		await write("good.json", GOOD);
		await write("wrong.yaml", "apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: a}\nspec: {policy: workload/priviledged}\n");
		const { code, stdout, stderr } = await taskgate(args, { cwd: folder });
		expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
		expect(stderr).toContain(told);
		expect(stderr).not.toMatch(/^ +at /m);
	});
});
