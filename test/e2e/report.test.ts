/** `taskgate report` as an auditor runs it, on a store that a gate has filled. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Period } from "../../src/report/period.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { taskgate } from "./cli.ts";
import { ACCOUNT, fillStore, hourAgo, OTHER } from "./report-ground.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-report-"));
	await fillStore(join(folder, "gate.db"));
});
afterAll(() => rm(folder, { recursive: true }));

const report = (...args: readonly string[]) => taskgate(["report", ...args], { cwd: folder, env: { TASKGATE_STORE: "sqlite:gate.db" } });

async function period(...args: readonly string[]): Promise<Period> {
	const { stdout, stderr } = await report("--format", "json", ...args);
	expect(stderr).toBe("");
	return JSON.parse(stdout);
}

describe("what a period came to", () => {
	test("everything of the last thirty days", async () => {
		const told = await period();
		expect(told).toMatchObject({
			decisions: 10,
			verdicts: { allowed: 4, denied: 5, undecided: 1 },
			consequences: {
				...{ admitted: 3, flagged: 1, prevented: 1, reverted: 1, undecided: 1, reported: 1 },
				...{ "not reverted": 1, "would prevent": 1 },
			},
			notCarriedOut: expect.arrayContaining([
				{ word: "not reverted", reason: "failed: AccessDeniedException", count: 1 },
				{ word: "undecided", reason: "no answer of ECS", count: 1 },
				{ word: "would prevent", reason: "enforcement is off", count: 1 },
			]),
			policies: [
				{ policy: "workload/privileged", actions: { deny: 5, exempted: 1 }, total: 6 },
				{ policy: "image/digest", actions: { warn: 1 }, total: 1 },
			],
			excused: [{ exemption: "agent", violations: 1, until: "2027-01-31T00:00:00.000Z" }],
			gaps: [],
		});
		expect(told.accounts.map(({ name, decisions }) => [name, decisions])).toEqual([
			[ACCOUNT, 9],
			[OTHER, 1],
		]);
		expect(told.delays).toMatchObject([
			{ point: "api-proxy", word: "prevented", p50: 1, exact: true },
			{ point: "cloudtrail-event", word: "reverted", p50: 4.2, exact: true },
		]);
		expect(told.principals[0]).toEqual({ name: "arn:aws:iam::111122223333:role/deployer", count: 4 });
		expect(told.days.reduce((sum, { decisions }) => sum + decisions, 0)).toBe(10);
	});

	test("how complete it is, and the anchors to keep", async () => {
		const { completeness } = await period();
		expect(completeness).toMatchObject({
			missing: 0,
			accounts: [
				{ account: ACCOUNT, sealedHours: 4, rolledUpHours: 0, unsealed: [hourAgo(0)], newest: { hour: hourAgo(47), number: 4 } },
				{ account: OTHER, sealedHours: 1, unsealed: [], newest: { number: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/) } },
			],
		});
	});

	test("of single hours, accounts, Regions and policies", async () => {
		const hour = ["--since", hourAgo(49), "--until", hourAgo(48)];
		expect((await period(...hour)).decisions).toBe(2);
		expect((await period("--account", OTHER)).decisions).toBe(1);
		expect((await period("--region", "us-east-1")).decisions).toBe(1);
		expect(await period("--policy", "image/digest")).toMatchObject({ decisions: 1, consequences: { flagged: 1 } });
		expect((await period("--period", "1h")).decisions).toBe(1);
	});

	test("rolled-up hours by their seals, and what these cannot tell is said", async () => {
		const path = join(folder, "rolled-up.db");
		await fillStore(path);
		const store = openSqliteStore(path);
		expect(await store.rollUp(ACCOUNT, hourAgo(50), new Date().toISOString())).toBe(2);
		await store.close();
		const told = await period("--store", "sqlite:rolled-up.db");
		expect(told).toMatchObject({ decisions: 10, consequences: { reverted: 1, admitted: 3 } });
		expect(told.delays).toMatchObject([{ point: "api-proxy" }, { point: "all points", exact: false, count: 1, p50: 5 }]);
		expect(told.completeness.accounts[0]).toMatchObject({ rolledUpHours: 1 });
		expect(told.gaps).toEqual([expect.stringContaining("1 hour with 2 decisions is rolled up")]);
		expect((await report("--verify", "--store", "sqlite:rolled-up.db")).code).toBe(0);
	});
});

describe("for people", () => {
	test("the terminal, without colours in a pipe", async () => {
		const { code, stdout } = await report();
		expect(code).toBe(0);
		expect(stdout).toMatch(/^Taskgate: decisions from .* UTC\n10 decisions\n\nWhat followed\n/);
		expect(stdout).toMatch(/^ {2}would have been prevented +1 {2}denied and let through/m);
		expect(stdout).toMatch(/^Anchors: .*\n {2}111122223333 {2}[0-9a-f]{64}$/m);
		expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
		expect(stdout).not.toContain("\u001b");
		expect((await report("--color")).stdout).toContain("\u001b[");
	});

	test.each([
		["markdown", "| prevented | 1 | refused before anything had started |\n"],
		["html", '<td class="">prevented</td><td class="number">1</td>'],
		["csv", "consequence,,prevented,1\r\n"],
	])("%s, into a file", async (format, told) => {
		expect(await report("--format", format, "-o", `report.${format}`)).toEqual({ code: 0, stdout: "", stderr: "" });
		expect(await readFile(join(folder, `report.${format}`), "utf8")).toContain(told);
	});
});

describe("what it cannot do, it says", () => {
	test.each([
		["no store", ["--store", "sqlite:no.db"], "there is no store no.db"],
		["a store of another sort", ["--store", "gate.db"], "--store must be sqlite:PATH or dynamodb:TABLE"],
		["a period of another sort", ["--period", "1w"], "--period must be hours or days"],
		["an anchor that is none", ["--verify", "--anchor", "3f5a"], "A seal's digest has 64 hexadecimal digits"],
		["an anchor for nothing", ["--anchor", "0".repeat(64)], "--anchor is for --verify"],
	])("%s", async (_, args, told) => {
		const { code, stdout, stderr } = await report(...args);
		expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(told) });
	});
});
