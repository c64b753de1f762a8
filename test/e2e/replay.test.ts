/** `taskgate replay` as a user runs it, over the example events. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskgate } from "./cli.ts";

const EVENTS = fileURLToPath(new URL("../../examples/events/", import.meta.url));
const gate = (name: string, policy: string) =>
	`apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: ${name}}\nspec: {policy: ${policy}}\n`;

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-replay-"));
	await writeFile(join(folder, "privileged.yaml"), gate("privileged", "workload/privileged"));
	await writeFile(join(folder, "exec.yaml"), gate("exec", "access/ecs-exec"));
});
afterAll(() => rm(folder, { recursive: true }));

const replay = (...args: string[]) => taskgate(["replay", ...args], { cwd: folder });
const asJson = async (...args: string[]) => {
	const { code, stdout } = await replay("--format", "json", ...args);
	return { code, ...JSON.parse(stdout) };
};

describe("what would change", () => {
	test("more policies deny more: exit 1, and the other way round exit 0", async () => {
		const both = ["--constraints", "privileged.yaml", "--constraints", "exec.yaml"];
		const more = await asJson("--against", "privileged.yaml", ...both, EVENTS);
		expect(more.code).toBe(1);
		expect(more.changes.newlyDenied).toBeGreaterThan(0);
		expect(more.changes.newlyAllowed).toBe(0);
		expect(more.policies).toEqual([
			{ policy: "access/ecs-exec", before: { deny: 0, warn: 0 }, after: { deny: expect.any(Number), warn: 0 } },
		]);
		expect(more.compared).toEqual({ before: "privileged.yaml", after: "privileged.yaml, exec.yaml" });

		const { stdout, code } = await replay("--against", "exec.yaml", "--constraints", "privileged.yaml", EVENTS);
		expect(stdout).toMatch(/^ {2}Task report {2}.*\n {4}- deny access\/ecs-exec: ECS Exec is on$/m);
		expect(code).toBe(stdout.includes(" 0 newly denied") ? 0 : 1);
	});

	test("the same against the same changes nothing", async () => {
		const { code, changes, decisions } = await asJson("--profile", "baseline", EVENTS);
		expect({ code, ...changes }).toMatchObject({ code: 0, newlyDenied: 0, newlyAllowed: 0, otherFindings: 0, same: decisions.length });
	});

	test("each decision in the shape of `check`, with what it was", async () => {
		const { decisions } = await asJson("--profile", "restricted", "--against", "baseline", EVENTS);
		const denied = decisions.find(({ change }: { change: string }) => change === "newlyDenied");
		expect(denied).toMatchObject({ verdict: "denied", before: { verdict: "allowed" } });
	});

	test("what is in force is what the environment says", async () => {
		const env = { TASKGATE_CONSTRAINTS: join(folder, "exec.yaml") };
		const { stdout } = await taskgate(["replay", "--profile", "baseline", "--format", "json", EVENTS], { cwd: folder, env });
		expect(JSON.parse(stdout).compared).toEqual({ before: env.TASKGATE_CONSTRAINTS, after: "profile baseline" });
	});
});

test("one event a line from standard input, and into a file", async () => {
	const event = JSON.stringify(JSON.parse(await readFile(join(EVENTS, "09-register-node-agent.json"), "utf8")));
	const args = ["replay", "--constraints", "privileged.yaml", "--against", "exec.yaml", "--output", "out.txt", "-"];
	const { code, stdout } = await taskgate(args, { cwd: folder, stdin: `${event}\n${event}\n` });
	expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
	expect(await readFile(join(folder, "out.txt"), "utf8")).toContain("exec.yaml against privileged.yaml\n1 object: 1 newly denied");
	expect(await readFile(join(folder, "out.txt"), "utf8")).toContain("1 repeated event");
});

describe("what it cannot do, it says", () => {
	test.each([
		["nothing to try", [EVENTS], "nothing to try: say what would be in force"],
		["no such profile", ["--profile", "nothing", EVENTS], "there is no profile nothing"],
		["no such file", ["--profile", "baseline", "--against", "nothing.yaml", EVENTS], "nothing.yaml"],
	])("%s", async (_, args, told) => {
		const { code, stderr } = await replay(...args);
		expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(told) });
	});

	test("a page of the decision log has no objects to judge", async () => {
		const decision = { uid: "d", time: "2026-11-20T10:00:00Z", enforcementPoint: "webhook", action: "RunTask", kind: "Task", name: "web" };
		const page = { decisions: [{ ...decision, principal: "", verdict: "allowed" }], next: null };
		await writeFile(join(folder, "page.json"), JSON.stringify(page));
		const { code, stdout } = await replay("--profile", "restricted", "page.json");
		expect(code).toBe(2);
		expect(stdout).toContain("a decision without the object that was judged");
	});
});
