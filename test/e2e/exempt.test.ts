/** `taskgate exempt` as a user runs it: written, listed, and held against files and a store. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { allowed, denied, violation } from "../contract/store/records.ts";
import { taskgate } from "./cli.ts";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const definition = (name: string) =>
	JSON.stringify({ family: name, containerDefinitions: [{ name: "agent", image: "agent", privileged: true }] });

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-exempt-"));
	await writeFile(join(folder, "agent.json"), definition("agent"));
	await writeFile(join(folder, "other.json"), definition("other"));
});
afterAll(() => rm(folder, { recursive: true }));

const exempt = (...args: readonly string[]) => taskgate(["exempt", ...args], { cwd: folder });
const WHY = ["--reason", "OPS-12: the agent reads /proc", "--approved-by", "alice"];
const create = (policy: string, ...args: readonly string[]) => exempt("new", policy, "--account", "111122223333", ...WHY, ...args);

describe("new", () => {
	test("prints what `check` then excuses by, and warns of how much it excuses", async () => {
		const { code, stdout, stderr } = await create("workload/privileged", "--expires", "90d", "--name", "agent");
		expect({ code, stderr }).toEqual({
			code: 0,
			stderr: "taskgate: it excuses everything in 111122223333 from workload/privileged; --container and others narrow it\n",
		});
		await writeFile(join(folder, "printed.yaml"), stdout);
		const checked = await taskgate(
			["check", "--constraints", "printed.yaml", "--account", "111122223333", "--format", "json", "agent.json"],
			{ cwd: folder },
		);
		const { violations } = JSON.parse(checked.stdout).decisions[0] as { violations: { policy: string; action: string }[] };
		expect(violations.filter(({ policy }) => policy === "workload/privileged").map(({ action }) => action)).toEqual(["exempted"]);
	});

	test("adds to a file what has another name, and changes nothing else in it", async () => {
		const file = join(folder, "added.yaml");
		const first = await create("workload/privileged", "--container", "agent", "--expires", inDays(90), "-o", "added.yaml");
		expect(first).toMatchObject({
			code: 0,
			stdout: `added workload-privileged-111122223333-agent to added.yaml: until ${inDays(90)}T00:00:00Z\n`,
			stderr: "",
		});
		const before = await readFile(file, "utf8");
		expect(await create("image/digest", "--image", "*/legacy/*", "--expires", "10d", "-o", "added.yaml")).toMatchObject({ code: 0 });
		const after = await readFile(file, "utf8");
		expect(after.startsWith(before)).toBe(true);

		const again = await create("workload/privileged", "--container", "agent", "--expires", "1d", "-o", "added.yaml");
		expect(again).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("has an exemption workload-privileged-111122223333-agent already"),
		});
		expect(await readFile(file, "utf8")).toBe(after);
	});

	test.each([
		["a policy that does not exist", ["image/digst", "--expires", "1d"], "there is no policy image/digst; did you mean image/digest?"],
		["an end in the past", ["image/digest", "--expires", "2020-01-01"], "2020-01-01 has passed"],
		["an end far away", ["image/digest", "--expires", "500d"], "say --long if that is meant"],
		["no account", ["image/digest", "--expires", "1d", "--account", "12"], "An account id has twelve digits"],
		["a file that is no constraints", ["image/digest", "--expires", "1d", "-o", "agent.json"], "agent.json:1:1: kind must be"],
		["an empty reason", ["image/digest", "--expires", "1d", "--reason", " "], "must not be empty: why it is excused"],
	])("refuses %s", async (_, [policy = "", ...args], told) => {
		const { code, stdout, stderr } = await create(policy, ...args);
		expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(told) });
	});
});

const document = (name: string, expiresAt: string, account = "111122223333") => `apiVersion: taskgate.dev/v1
kind: Exemption
metadata: {name: ${name}}
spec:
  policy: workload/privileged
  match: {accounts: ["${account}"]${name === "narrow" ? ", names: [agent]" : ""}}
  reason: OPS-12
  approvedBy: alice
  expiresAt: ${expiresAt}
`;
const write = (file: string, ...documents: readonly string[]) => writeFile(join(folder, file), documents.join("---\n"));

describe("list", () => {
	beforeAll(() =>
		write(
			"listed.yaml",
			document("later", `${inDays(100)}T00:00:00Z`),
			document("soon", `${inDays(10)}T00:00:00Z`),
			document("over", "2026-01-01T00:00:00Z"),
		),
	);

	test("what has ended first, then what ends soon", async () => {
		const { code, stdout } = await exempt("list", "--constraints", "listed.yaml");
		const heads = stdout.split("\n").filter((line) => /^\S/.test(line));
		expect(code).toBe(0);
		expect(heads).toEqual([
			expect.stringMatching(/^✖ ended \d+ days ago +over$/),
			expect.stringMatching(/^! 10 days left +soon$/),
			expect.stringMatching(/^· 100 days left +later$/),
			"3 exemptions: 1 expired, 1 within 14 days",
		]);
		expect(stdout).toContain("    scope        accounts 111122223333\n");
	});

	test("for machines, by another number of days", async () => {
		const { stdout } = await exempt("list", "--constraints", "listed.yaml", "--within", "120d", "--format", "json");
		const { exemptions } = JSON.parse(stdout) as { exemptions: { name: string; standing: string }[] };
		expect(exemptions.map(({ name, standing }) => `${name} ${standing}`)).toEqual(["over expired", "soon expiring", "later expiring"]);
	});

	test("nothing to list is a mistake", async () => {
		expect(await exempt("list")).toMatchObject({ code: 2, stderr: expect.stringContaining("there is nothing to list") });
	});
});

describe("check", () => {
	const check = async (...args: readonly string[]) => {
		const { code, stdout, stderr } = await exempt("check", "--format", "json", "--profile", "baseline", ...args);
		type Checked = { name: string; excuses: { resource: string; violations: number }[]; problems: string[] };
		return { code, stderr, exemptions: stdout === "" ? [] : (JSON.parse(stdout).exemptions as Checked[]) };
	};

	test("files: which resources are excused, and what can go", async () => {
		await write(
			"files.yaml",
			document("narrow", `${inDays(100)}T00:00:00Z`),
			document("elsewhere", `${inDays(100)}T00:00:00Z`, "444455556666"),
		);
		const args = ["--constraints", "files.yaml", "--account", "111122223333", "agent.json", "other.json"];
		const told = await check(...args);
		expect(told).toMatchObject({
			code: 0,
			exemptions: [
				{ name: "narrow", excuses: [{ resource: "agent.json: TaskDefinition agent", violations: 1 }], problems: [] },
				{ name: "elsewhere", excuses: [], problems: ["it excuses nothing that was seen, and can go"] },
			],
		});
		expect((await check("--strict", ...args)).code).toBe(1);
	});

	test("one that has ended fails, whatever it excused", async () => {
		await write("ended.yaml", document("over", "2026-01-01T00:00:00Z"));
		const { code, exemptions } = await check("--constraints", "ended.yaml", "--account", "111122223333", "agent.json");
		expect({ code, exemptions }).toMatchObject({ code: 1, exemptions: [{ problems: ["it has ended, and can go"] }] });
	});

	test("the store: findings that are exempted now, and no longer those that were", async () => {
		const store = openSqliteStore(join(folder, "gate.db"));
		const excused = (uid: string, resource: string, seconds: number) =>
			store.record(
				allowed(uid, {
					resource,
					time: new Date(Date.UTC(2026, 10, 20) + seconds * 1000).toISOString(),
					violations: [violation({ action: "exempted", exemption: "narrow", exemptedUntil: "2027-01-01T00:00:00Z" })],
				}),
				[],
			);
		await excused("1", "arn:a", 0);
		await excused("2", "arn:b", 1);
		await excused("3", "arn:mended", 2);
		await store.record(allowed("4", { resource: "arn:mended", time: "2026-11-21T00:00:00.000Z" }), []);
		await store.record(denied("5", { resource: "arn:denied" }), []);
		await store.close();
		await write("stored.yaml", document("narrow", `${inDays(100)}T00:00:00Z`), document("unused", `${inDays(100)}T00:00:00Z`));
		const { code, exemptions } = await check("--constraints", "stored.yaml", "--store", "sqlite:gate.db");
		expect(code).toBe(0);
		expect(exemptions).toMatchObject([
			{
				name: "narrow",
				excuses: [
					{ resource: "arn:a", violations: 1 },
					{ resource: "arn:b", violations: 1 },
				],
			},
			{ name: "unused", excuses: [] },
		]);
	});

	test.each([
		["no store", ["--constraints", "listed.yaml", "--store", "sqlite:no.db"], "there is no store no.db"],
		["no exemption", ["agent.json"], "there is no exemption to check"],
		["a file that cannot be read", ["--constraints", "listed.yaml", "missing.json"], "missing.json"],
	])("%s is exit 2", async (_, args, told) => {
		const { code, stderr } = await check(...args);
		expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(told) });
	});
});
