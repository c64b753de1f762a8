/** The policy author's day, with the real command line in a folder that holds nothing: new, test, write, lint, build, bench, check. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAIN, taskgate } from "./cli.ts";

const POLICY = "policies/team/named-user.rego";
const TEST = "policies/team/named-user_test.rego";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-authoring-"));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: readonly string[]) => taskgate(args, { cwd: folder });
const change = async (file: string, from: string, to: string) => {
	const text = await readFile(join(folder, file), "utf8");
	expect(text).toContain(from);
	await writeFile(join(folder, file), text.replace(from, to));
};

describe("from an empty folder to a verdict", () => {
	test("new writes a policy and its test, and never over what is there", async () => {
		expect(await run("policy", "test")).toMatchObject({ code: 2, stderr: expect.stringContaining("policy new PACK/NAME") });
		const { code, stdout } = await run("policy", "new", "team/named-user");
		expect({ code, wrote: stdout.split("\n").slice(0, 2) }).toEqual({ code: 0, wrote: [`wrote ${POLICY}`, `      ${TEST}`] });
		expect(await run("policy", "new", "team/named-user")).toMatchObject({ code: 2, stderr: expect.stringContaining("is there already") });
	});

	test("its test fails until it is written: the place, the values, what it printed", async () => {
		await change(TEST, "	refused := fixture.compliant\n", '	refused := fixture.compliant\n	print("refusing", refused.request.kind)\n');
		const { code, stdout } = await run("policy", "test");
		expect(code).toBe(1);
		expect(stdout).toContain(`✗ ${TEST}  2 tests, 1 failed`);
		expect(stdout).toMatch(new RegExp(`${TEST}:14: test_refuses failed\n.*policy\\.violation == `));
		expect(stdout).toContain("print refusing TaskDefinition");
		expect(stdout).toMatch(/1 passed, 1 failed in /);
	});

	test("written, it passes in OPA and in WASM, and says what it covers", async () => {
		await change(TEST, "refused := fixture.compliant", 'refused := fixture.without_container("user")');
		await change(TEST, "write here what the policy says", "container web names no user");
		const { code, stdout } = await run("policy", "test", "--coverage");
		expect({ code, stdout }).toMatchObject({
			code: 0,
			stdout: expect.stringContaining("WASM: 2 evaluations of the tests answered as OPA does"),
		});
		expect(stdout).toMatch(/coverage 100\.0 % of the lines\n {2}policies\/team\/named-user\.rego {2}100\.0 %\n/);
		expect(stdout).toContain("2 passed in ");
	});

	test("for machines, and only the tests that are asked for", async () => {
		const { stdout } = await run("policy", "test", TEST, "--run", "refuses", "--format", "json");
		const ran = JSON.parse(stdout) as object;
		expect(ran).toMatchObject({
			summary: { passed: 1, ok: true },
			tests: [{ name: "test_refuses", file: TEST }],
			parity: { evaluations: 1 },
		});
	});

	test("check judges files with the folder, and every policy of it denies", async () => {
		const definition = { family: "web", containerDefinitions: [{ name: "web", image: "nginx" }] };
		await writeFile(join(folder, "web.json"), JSON.stringify(definition, null, 2));
		const denied = await run("check", "--policies", ".", "--format", "json", "web.json");
		expect(denied).toMatchObject({ code: 1, stderr: "" });
		expect(JSON.parse(denied.stdout)).toMatchObject({
			decisions: [
				{ verdict: "denied", violations: [{ policy: "team/named-user", action: "deny", message: "container web names no user" }] },
			],
		});
		expect(JSON.parse((await run("policy", "list", "--policies", ".", "--format", "json")).stdout)).toMatchObject([
			{ id: "team/named-user" },
		]);
	});

	test("build makes a bundle that check takes", async () => {
		const { stdout } = await run("policy", "build", "-o", "team.tar.gz");
		expect(stdout).toMatch(/^team\.tar\.gz: 1 policy, [\d.]+ KiB\nrevision [0-9a-f]{64}\n$/);
		const refused = await run("check", "--bundle", "team.tar.gz", "--profile", "baseline", "web.json");
		expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("there is no policy") });
	});

	test("lint tells what is not yet written, and fmt what is not in OPA's layout", async () => {
		await change(POLICY, "What to change, as an instruction.", "Name a user.");
		const { code, stdout } = await run("policy", "lint");
		expect(code).toBe(1);
		expect(stdout).toContain(`${POLICY}:8:3: the description is still what \`policy new\` wrote [metadata]\n8 | # description: `);
		expect(stdout).toContain("\n1 finding in 2 files\n");
		await change(POLICY, "found := value.get", "found  :=   value.get");
		expect(await run("policy", "fmt", "--check")).toMatchObject({ code: 1, stdout: `${POLICY}\n` });
		expect(await run("policy", "fmt")).toMatchObject({ code: 0, stdout: `wrote ${POLICY}\n2 files in OPA's layout\n` });
	});

	test("bench measures it, against a bundle and against what it said before", async () => {
		const { stdout } = await run("policy", "bench", "--compare", "team.tar.gz", "--threshold", "900%", "--format", "json");
		const { policies } = JSON.parse(stdout) as { policies: { policy: string; ns: number; baseNs: number; regression: boolean }[] };
		expect(policies).toMatchObject([{ policy: "team/named-user", inputs: 2, regression: false }]);
		expect(policies[0]?.ns).toBeGreaterThan(100);
		await writeFile(join(folder, "base.json"), '{"policies": [{"policy": "team/named-user"}]}');
		expect((await run("policy", "bench", "--compare", "base.json")).code).toBe(2);
	});

	test("an error is told as a compiler does", async () => {
		await change(POLICY, "not _allowed(found)", "not _alowed(found)");
		const { code, stderr } = await run("policy", "test");
		await change(POLICY, "not _alowed(found)", "not _allowed(found)");
		expect(code).toBe(2);
		expect(stderr).toMatch(/^taskgate: 1 error in policies\n\npolicies\/team\/named-user\.rego:21:6: undefined function .*_alowed/);
		expect(stderr).toContain("21 |     not _alowed(found)\n   |         ^^^^^^^");
	});

	test("watch tells the verdict again after a save", async () => {
		const child = spawn(process.execPath, [MAIN, "policy", "test", "--watch"], { cwd: folder });
		const heard: string[] = [];
		child.stdout.setEncoding("utf8").on("data", (text: string) => heard.push(text));
		const until = async (text: string) => {
			while (!heard.join("").includes(text)) await once(child.stdout, "data");
			heard.length = 0;
		};
		try {
			await until("Ctrl-C ends");
			await change(POLICY, "names no user", "has no user");
			await until("1 passed, 1 failed");
			await change(POLICY, "has no user", "names no user");
			await until("2 passed");
		} finally {
			child.kill();
		}
	});
});
