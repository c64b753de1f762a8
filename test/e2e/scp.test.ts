/** `taskgate scp` as a user runs it. */
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { taskgate } from "./cli.ts";

const SLOW = { timeout: 180_000 };
const run = (...args: readonly string[]) => taskgate(["scp", ...args], { cwd: tmpdir() });
const GATE = ["--gate-role", "arn:aws:iam::*:role/Taskgate-*"];

interface Scp {
	readonly policies: readonly { readonly Version: string; readonly Statement: readonly { readonly Sid: string }[] }[];
	readonly sizes: readonly number[];
	readonly notes: Readonly<Record<string, { readonly leavesOpen: string }>>;
}

test("prints policies with a note for every statement, for machines and for people", SLOW, async () => {
	const args = ["--profile", "restricted", ...GATE, "--admission-tag", "ecs-admission", "--allow-cloudformation"];
	const { code, stdout, stderr } = await run(...args, "--format", "json");
	expect([code, stderr]).toEqual([0, expect.stringContaining("must be enabled with FailureMode FAIL")]);
	const { policies, sizes, notes } = JSON.parse(stdout) as Scp;
	const sids = policies.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
	expect(sids).toEqual(Object.keys(notes));
	expect(sids).toContain("TaskgateDenyPrivileged");
	expect(sids).toContain("TaskgateProtectTheCloudFormationHook");
	expect(sizes).toEqual(policies.map((policy) => JSON.stringify(policy).length));
	const told = await run(...args);
	for (const sid of sids) expect(told.stdout).toContain(`"Sid": "${sid}"`);
	expect(told.stdout).toMatch(/^Policy 1 of \d: \d+ statements, \d+ of 5120 characters\n\n# .+\n# Leaves open: /);
});

test("what would be left out without a word, or exempt everybody, is refused", SLOW, async () => {
	expect(await run("--admission-tag", "x")).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("--admission-tag says nothing without --gate-role"),
	});
	expect(await run("--gate-role", "arn:aws:iam::*:role/*")).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("Every role fits that"),
	});
	const without = await run("--profile", "baseline");
	expect(without).toMatchObject({ code: 0, stderr: expect.stringContaining("everybody may register") });
	expect(without.stdout).not.toContain("TaskgateRegisterOnly");
});
