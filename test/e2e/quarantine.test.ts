import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { taskgate } from "./cli.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const REVISION = "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:7";
let cwd: string;
beforeAll(async () => {
	cwd = await mkdtemp(join(tmpdir(), "taskgate-quarantine-"));
});
const run = (...args: readonly string[]) => taskgate(["quarantine", ...args], { cwd, env: { TASKGATE_STORE: "sqlite:gate.db" } });

describe("taskgate quarantine", () => {
	it("adds, lists for people and for machines, and lifts", async () => {
		expect(await run("add", DIGEST, "--reason", "INC-204", "--for", "30d")).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(new RegExp(`^${DIGEST} is quarantined until \\d{4}-.*: INC-204\n$`)),
		});
		expect((await run("add", REVISION, "--reason", "INC-205")).code).toBe(0);
		const listed = await run("list");
		expect(listed.stdout).toMatch(new RegExp(`^${REVISION}\n[^]*INC-205[^]*${DIGEST}\n[^]*INC-204[^]*\n2 entries\n$`));
		const { quarantine } = JSON.parse((await run("list", "--format", "json")).stdout) as {
			quarantine: { what: string; since: string; until: string }[];
		};
		expect(quarantine.map(({ what, since, until }) => [what, Date.parse(until) - Date.parse(since)])).toEqual([
			[REVISION, 7 * 86_400_000],
			[DIGEST, 30 * 86_400_000],
		]);
		expect(await run("lift", DIGEST)).toMatchObject({ code: 0, stdout: expect.stringContaining("is no longer quarantined") });
		expect(await run("lift", DIGEST)).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("is not quarantined; `taskgate quarantine list`"),
		});
	});

	it.each([
		[["add", "nginx:1", "--reason", "x"], "It must be sha256:… of an image"],
		[["add", DIGEST], "--reason"],
		[["add", DIGEST, "--reason", "x", "--for", "soon"], "such as 12h or 30d"],
	])("%j is refused by name", async (args, message) => {
		const { code, stderr } = await run(...args);
		expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
	});
});
