/** `taskgate bundle sign` and `verify`, and the commands that judge by a signed bundle. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCompiler } from "../../src/rego/compiler.ts";
import { type BundleServer, bundleServer } from "../bundle-server.ts";
import { sourcesOf } from "../rego-bundle.ts";
import { keysOf, RULES, SECRET } from "../signed-bundle.ts";
import { taskgate } from "./cli.ts";

const KEYS = keysOf("ES256");
let folder: string;
let server: BundleServer;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-bundle-"));
	server = await bundleServer();
	const compiler = openCompiler();
	const bundle = await compiler.build({ files: sourcesOf(RULES), revision: "r1" });
	await compiler.close();
	await writeFile(join(folder, "team.tar.gz"), bundle);
	await writeFile(join(folder, "private.pem"), KEYS.signing);
	await writeFile(join(folder, "public.pem"), KEYS.verifying);
	await writeFile(join(folder, "secret"), `${SECRET}\n`);
	const constraint = "apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: a}\nspec: {policy: w/a, enforcementAction: deny}\n";
	await writeFile(join(folder, "gate.yaml"), constraint);
	await writeFile(
		join(folder, "web.json"),
		JSON.stringify({ family: "web", a: true, containerDefinitions: [{ name: "web", image: "web:1" }] }),
	);
	const signed = await run(
		"bundle",
		"sign",
		"team.tar.gz",
		"--key",
		"private.pem",
		"--key-id",
		"k1",
		"--scope",
		"gates",
		"-o",
		"signed.tar.gz",
	);
	expect(signed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^signed\.tar\.gz: signed with ES256 at 2\d{3}-/) });
});
afterAll(async () => {
	await server.stop();
	await rm(folder, { recursive: true });
});

const run = (...args: string[]) => taskgate(args, { cwd: folder });
const PUBLIC = ["--key", "public.pem", "--algorithm", "ES256"];

describe("verify", () => {
	test("0: says what it is and when it was signed, for people and for scripts", async () => {
		const spoken = await run("bundle", "verify", "signed.tar.gz", ...PUBLIC, "--scope", "gates", "--key-id", "k1");
		expect(spoken).toMatchObject({ code: 0, stdout: expect.stringMatching(/the signature verifies; 1 policy\nrevision r1\nsigned at 2/) });
		const { code, stdout } = await run("bundle", "verify", "signed.tar.gz", ...PUBLIC, "--scope", "gates", "--format", "json");
		expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, verified: true, revision: "r1", policies: 1, keyId: "k1" });
	});

	test("0: with a secret, the key taken from the environment", async () => {
		await run("bundle", "sign", "signed.tar.gz", "--key", "secret", "-o", "secret.tar.gz");
		const env = { TASKGATE_BUNDLE_KEY: "secret", TASKGATE_BUNDLE_ALGORITHM: "HS256" };
		expect(await taskgate(["bundle", "verify", "secret.tar.gz"], { cwd: folder, env })).toMatchObject({ code: 0 });
	});

	test("1: says what is wrong with it", async () => {
		expect(await run("bundle", "verify", "signed.tar.gz", ...PUBLIC)).toMatchObject({
			code: 1,
			stderr: expect.stringContaining("signed for the scope"),
		});
		const { code, stdout } = await run("bundle", "verify", "team.tar.gz", ...PUBLIC, "--format", "json");
		expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, verified: false, reason: expect.stringContaining("is not signed") });
	});

	test.each([
		[["nowhere.tar.gz", ...PUBLIC], "cannot be read"],
		[["signed.tar.gz"], "there is no key to verify it with"],
		[["signed.tar.gz", "--key", "private.pem", "--algorithm", "ES256"], "its public half alone"],
		[["signed.tar.gz", "--key", "public.pem", "--algorithm", "none"], "Allowed choices are RS256"],
		[["s3://x", ...PUBLIC], "the bundle must be s3://BUCKET/KEY"],
	])("2: %j", async (args, message) => {
		expect(await run("bundle", "verify", ...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
	});
});

test.each([
	[["sign", "nowhere", "--key", "private.pem"], "cannot be read"],
	[["sign", "team.tar.gz", "--key", "public.pem"], "no private key"],
	[["sign", "team.tar.gz", "--key", "private.pem", "-o", "no/where"], "cannot be written"],
	[["sign", "team.tar.gz"], "--key"],
])("2: bundle %j", async (args, message) => {
	expect(await run("bundle", ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});

test("check judges by a signed bundle from a server, and by none that does not verify", async () => {
	const check = (env: Record<string, string>, bundle = `${server.url}/team`) =>
		taskgate(["check", "--bundle", bundle, "--constraints", "gate.yaml", "web.json"], { cwd: folder, env });
	const key = { TASKGATE_BUNDLE_KEY: "public.pem", TASKGATE_BUNDLE_ALGORITHM: "ES256", TASKGATE_BUNDLE_SCOPE: "gates" };
	server.serve(await readFile(join(folder, "signed.tar.gz")));
	expect(await check(key)).toMatchObject({ code: 1, stdout: expect.stringContaining("w/a") });
	expect(await check({})).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("set TASKGATE_BUNDLE_KEY") });
	expect(await check(key, "team.tar.gz")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("is not signed") });
});
