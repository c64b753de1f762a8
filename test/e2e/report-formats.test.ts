/** `check --format` and `--output`, as CI uses them. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORMATS } from "../../src/report/formats.ts";
import { taskgate } from "./cli.ts";

const GATE = (action: string) =>
	`apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: privileged}\nspec: {policy: workload/privileged, enforcementAction: ${action}}\n`;
const task = (privileged: boolean) =>
	JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", image: "nginx", privileged }] });

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-formats-"));
	const files = {
		"bad.json": task(true),
		"good.json": task(false),
		"service.json": JSON.stringify({ serviceName: "api", taskDefinition: "elsewhere" }),
		"broken.json": '{"containerDefinitions": [',
		"deny.yaml": GATE("deny"),
		"warn.yaml": GATE("warn"),
	};
	for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
});
afterAll(() => rm(folder, { recursive: true }));

const check = (...args: string[]) => taskgate(["check", "--constraints", "deny.yaml", ...args], { cwd: folder });

/** Security Hub takes nothing without it. */
const PLACE = ["--account", "111122223333", "--region", "eu-central-1"];

/** What each format says of a privileged container. */
const SAYS: Readonly<Record<keyof typeof FORMATS, RegExp>> = {
	terminal: /✖ denied {4}TaskDefinition web {2}bad.json:1\n/,
	json: /"policy": "workload\/privileged"/,
	sarif: /"ruleId": "workload\/privileged"/,
	junit: /<failure type="workload\/privileged"/,
	markdown: /\| deny \| critical \| `workload\/privileged` \|/,
	html: /<span class="action">deny<\/span>/,
	ocsf: /"class_uid": 2003/,
	asff: /"GeneratorId": "taskgate\/workload\/privileged"/,
	openreports: /"result": "fail"/,
	csv: /^bad.json,1,TaskDefinition,web,denied,workload\/privileged,critical,deny,/m,
};

describe.each(Object.keys(FORMATS) as (keyof typeof FORMATS)[])("%s", (format) => {
	test("on standard output", async () => {
		const { code, stdout, stderr } = await check("--format", format, ...PLACE, "bad.json");
		expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
		expect(stdout).toMatch(SAYS[format]);
	});

	test("in a file, the figures on standard output", async () => {
		const { code, stdout } = await check("--format", format, "--output", "report.out", ...PLACE, "bad.json", "--color");
		expect({ code, stdout: stripVTControlCharacters(stdout) }).toEqual({
			code: 1,
			stdout: "1 object: 1 denied, 0 allowed · 1 violation\n",
		});
		const written = await readFile(join(folder, "report.out"), "utf8");
		expect(written).toMatch(SAYS[format]);
		expect(written).not.toContain("\u001b");
	});
});

describe("--fail-on, whatever the format", () => {
	const codes = async (...args: string[]) =>
		Promise.all(["deny", "warn", "unknown"].map(async (failOn) => (await check("--format", "csv", "--fail-on", failOn, ...args)).code));

	test("allowed, denied, unknown, unreadable", async () => {
		expect(await codes("good.json")).toEqual([0, 0, 0]);
		expect(await codes("bad.json")).toEqual([1, 1, 1]);
		expect(await codes("service.json")).toEqual([0, 0, 2]);
		expect(await codes("bad.json", "broken.json")).toEqual([2, 2, 2]);
	});

	test("a warning fails with warn alone", async () => {
		const warned = ["deny", "warn", "unknown"].map((failOn) =>
			taskgate(["check", "--constraints", "warn.yaml", "--fail-on", failOn, "bad.json"], { cwd: folder }),
		);
		expect((await Promise.all(warned)).map(({ code }) => code)).toEqual([0, 1, 0]);
	});
});

test("paths in SARIF start from the folder that one is in, however they were typed", async () => {
	const { stdout } = await check("--format", "sarif", join(folder, "bad.json"));
	expect(JSON.parse(stdout).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("bad.json");
});

test("TASKGATE_POLICY_PAGES links to the policies' pages", async () => {
	const run = (pages: string) =>
		taskgate(["check", "--format", "markdown", "bad.json"], { cwd: folder, env: { TASKGATE_POLICY_PAGES: pages } });
	expect((await run("https://example.com/policies/")).stdout).toContain("](https://example.com/policies/workload/privileged.md)");
	expect(await run("javascript:alert(1)")).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("TASKGATE_POLICY_PAGES must be an http"),
	});
});

test("a format that cannot do without the account says what to give", async () => {
	expect(await check("--format", "asff", "bad.json")).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("--format asff: bad.json does not say its account and Region; give --account and --region"),
	});
});

test("a file that cannot be written is said, and is exit 2", async () => {
	const { code, stderr } = await check("--output", "no/such/folder/report", "bad.json");
	expect({ code, stderr }).toEqual({
		code: 2,
		stderr: expect.stringMatching(/^taskgate: the report cannot be written to no\/such\/folder\/report: /),
	});
});
