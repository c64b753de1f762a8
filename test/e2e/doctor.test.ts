/** `taskgate doctor` as somebody calls it. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { CHECKS } from "../../src/doctor/checks.ts";
import { AWS_ENV } from "../aws-cli.ts";
import { taskgate } from "./cli.ts";

const cwd = mkdtempSync(join(tmpdir(), "taskgate-doctor-"));
/** A Region of its own: nothing of Taskgate's is there. */
const env = { ...AWS_ENV, AWS_REGION: "eu-south-2", AWS_DEFAULT_REGION: "eu-south-2", AWS_ENDPOINT_URL: inject("motoUrl") };
const OFFLINE = { AWS_EC2_METADATA_DISABLED: "true", AWS_CONFIG_FILE: join(cwd, "none"), AWS_SHARED_CREDENTIALS_FILE: join(cwd, "none") };

test("--help teaches: examples, every check, exit codes", async () => {
	const { code, stdout } = await taskgate(["doctor", "--help"], { cwd });
	expect(code).toBe(0);
	expect(stdout).toMatch(/Examples:[\s\S]*Exit codes: 0 all is well/);
	for (const { name } of CHECKS) expect(stdout).toContain(name);
});

test("without credentials, without a Region, without AWS: a clear word and 2", async () => {
	const nothing = await taskgate(["doctor", "--region", "eu-central-1"], { cwd, env: OFFLINE });
	expect([nothing.code, nothing.stderr]).toEqual([
		2,
		expect.stringMatching(/^taskgate: doctor needs AWS credentials, and none were found/),
	]);
	const nowhere = await taskgate(["doctor"], { cwd, env: OFFLINE });
	expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining("give --region, or set AWS_REGION")]);
	const away = await taskgate(["doctor"], { cwd, env: { ...env, AWS_ENDPOINT_URL: "http://127.0.0.1:1" } });
	expect([away.code, away.stderr]).toEqual([
		2,
		expect.stringMatching(/cannot tell whose the AWS credentials are: sts:GetCallerIdentity.*ECONNREFUSED/),
	]);
});

test("wrong use is 2, and says what there is", async () => {
	const of = (...args: readonly string[]) => taskgate(["doctor", ...args], { cwd, env });
	expect(await of("--only", "trial")).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("There is no check trial; there are trail, rules"),
	});
	expect(await of("--only", "clock", "--except", "clock")).toMatchObject({ code: 2, stderr: expect.stringContaining("leave no check") });
	expect(await of("--stack", "Nobodys")).toMatchObject({
		code: 2,
		stderr: expect.stringMatching(/there is no stack Nobodys in account 123456789012, eu-south-2/),
	});
	expect(await of("--timeout", "soon")).toMatchObject({ code: 2, stderr: expect.stringContaining("30s or 10m") });
	expect(await of("--store", "file:x")).toMatchObject({ code: 2, stderr: expect.stringContaining("--store must be sqlite:PATH") });
});

test("0 where all is well, 1 where something is wrong, 2 where something cannot be told", async () => {
	const away = { AWS_ENDPOINT_URL_CLOUDTRAIL: "http://127.0.0.1:1" };
	const code = async (checks: string, more: Readonly<Record<string, string>> = {}) =>
		(await taskgate(["doctor", "--only", checks], { cwd, env: { ...env, ...more } })).code;
	expect(await code("clock")).toBe(0);
	expect(await code("clock,trail")).toBe(1);
	expect(await code("clock,trail", away)).toBe(2);
	expect(await code("clock,trail,guardduty", away)).toBe(1);
});

test("JSON in a pipe: nothing else, and no colours", async () => {
	const { stdout, stderr } = await taskgate(["doctor", "--only", "trail,state,clock", "--format", "json"], { cwd, env });
	expect(stderr).toBe("");
	const told = JSON.parse(stdout) as {
		account: string;
		region: string;
		stack: null;
		checks: { check: string; status: string; mend: string[] }[];
		summary: object;
	};
	expect([told.account, told.region, told.stack]).toEqual(["123456789012", "eu-south-2", null]);
	expect(told.checks.map(({ check, status }) => [check, status])).toEqual([
		["trail", "problem"],
		["state", "notApplicable"],
		["clock", "ok"],
	]);
	expect(told.summary).toEqual({ ok: 1, problem: 1, unknown: 0, notApplicable: 1 });
	expect(told.checks[0]?.mend[0]).toBe(
		'aws s3api create-bucket --bucket taskgate-trail-123456789012-eu-south-2 --create-bucket-configuration \'{"LocationConstraint":"eu-south-2"}\' --region eu-south-2',
	);
});

test("on a terminal's width, with what is not here and why; a store that is a file", async () => {
	await taskgate(["halt", "--reason", "INC-204", "--store", "sqlite:gate.db"], { cwd });
	const { code, stdout } = await taskgate(["doctor", "--only", "state,rules", "--store", "sqlite:gate.db"], { cwd, env });
	expect(code).toBe(1);
	expect(stdout).toMatch(/· not here {2}rules {2,}there is no stack Taskgate, TaskgateHub, TaskgateMember/);
	expect(stdout).toMatch(/✖ problem {3}state {2,}halted by /);
	expect(stdout).toContain("\n    $ npx taskgate resume --store sqlite:gate.db\n");
	expect(stdout).toMatch(/1 problem · 0 unknown · 0 ok · 1 not here\n$/);
});
