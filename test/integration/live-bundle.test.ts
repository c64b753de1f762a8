/** A real `taskgate serve` whose policies come from a server: renewed without restart, kept when what comes is bad, found again after a restart. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openCompiler } from "../../src/rego/compiler.ts";
import { type BundleServer, bundleServer } from "../bundle-server.ts";
import { eventually, freshStore, type GateProcess, startGate } from "../gate-process.ts";
import { archiveOf, entriesOf, keysOf, signedBundle } from "../signed-bundle.ts";

const compiler = openCompiler();
const KEYS = keysOf("ES256");
const TOKEN = "a-token-that-nobody-may-see";
const NOW = Math.floor(Date.now() / 1000);
const CONSTRAINTS = `apiVersion: taskgate.dev/v1
kind: Constraint
metadata: {name: a}
spec: {policy: w/a, enforcementAction: deny}
`;

let server: BundleServer;
let env: Record<string, string>;
let lenient: Buffer;
let strict: Buffer;
let gate: GateProcess | undefined;

beforeAll(async () => {
	const constraints = join(await mkdtemp(join(tmpdir(), "taskgate-live-")), "constraints.yaml");
	await writeFile(constraints, CONSTRAINTS);
	server = await bundleServer();
	env = {
		TASKGATE_BUNDLE: `${server.url}/bundles/team?X-Amz-Signature=also-secret`,
		TASKGATE_BUNDLE_KEY: KEYS.verifying,
		TASKGATE_BUNDLE_ALGORITHM: KEYS.algorithm,
		TASKGATE_BUNDLE_TOKEN: TOKEN,
		TASKGATE_BUNDLE_POLLING: "1s",
		TASKGATE_CONSTRAINTS: constraints,
	};
	lenient = await signed("lenient", NOW - 100, 'violation contains {"msg": "never"} if input.request.object.family == "never"');
	strict = await signed("strict", NOW - 50, 'violation contains {"msg": "always"} if input.request.object.family');
});
afterEach(async () => {
	if (gate?.process.exitCode === null) await gate.stop();
	gate = undefined;
});
afterAll(async () => {
	await server.stop();
	await compiler.close();
});

async function signed(revision: string, signedAt: number | undefined, rule: string, keys = KEYS): Promise<Buffer> {
	return signedBundle(compiler, keys, { revision, rules: { "w/a": rule }, ...(signedAt !== undefined && { signedAt }) });
}

async function ask(running: GateProcess): Promise<boolean> {
	const object = { family: "web", containerDefinitions: [{ name: "web", image: "web:1" }] };
	const request = {
		uid: crypto.randomUUID(),
		kind: "TaskDefinition",
		operation: "CREATE",
		object,
		userInfo: { arn: "arn:aws:iam::111122223333:role/x" },
	};
	const review = { apiVersion: "admission.taskgate.dev/v1", kind: "AdmissionReview", request };
	const response = await running.post("/v1/admission", review);
	return ((await response.json()) as { response: { allowed: boolean } }).response.allowed;
}

const ready = async ({ url }: GateProcess) => (await fetch(`${url}/readyz`)).json() as Promise<{ revision: string; bundle: string }>;
const live = (running: GateProcess, expected: object) =>
	eventually(async () => {
		expect(await ready(running)).toMatchObject(expected);
		return true;
	}, 30_000);
const metrics = async ({ url }: GateProcess) => (await fetch(`${url}/metrics`)).text();

test("new policies take over in a running gate, while it answers", async () => {
	server.serve(lenient);
	gate = await startGate({ ...env, TASKGATE_STORE: await freshStore() });
	expect(await ready(gate)).toEqual({ status: "ready", revision: "lenient", bundle: "current" });
	expect(await ask(gate)).toBe(true);
	await eventually(async () => server.asked.some(({ status }) => status === 304));
	expect(server.asked[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);

	const running = gate;
	let asking = true;
	const answers: boolean[] = [];
	const crowd = Array.from({ length: 4 }, async () => {
		while (asking) answers.push(await ask(running));
	});
	await eventually(async () => answers.length > 20);
	server.serve(strict);
	await live(gate, { revision: "strict", bundle: "current" });
	await eventually(async () => answers.at(-1) === false);
	asking = false;
	await Promise.all(crowd);
	expect(answers.slice(0, 20)).toEqual(Array(20).fill(true));
	expect(await ask(gate)).toBe(false);

	const { decisions } = (await (await fetch(`${gate.url}/v1/decisions`)).json()) as { decisions: { verdict: string; revision: string }[] };
	for (const { verdict, revision } of decisions) expect(verdict).toBe(revision === "strict" ? "denied" : "allowed");
	expect(await metrics(gate)).toMatch(/^taskgate_bundle_info\{revision="strict"\} 1$/m);
	expect(await metrics(gate)).not.toContain('revision="lenient"');
	expect(gate.output()).not.toContain("nothing tells it from an older one");
	expect(gate.output()).not.toContain(TOKEN);
	expect(gate.output()).not.toContain("also-secret");
});

test("whatever is bad changes nothing, is counted by what is bad about it, and the gate answers on", async () => {
	server.serve(strict);
	gate = await startGate({ ...env, TASKGATE_STORE: await freshStore() });
	const entries = await entriesOf(strict);
	const anotherPolicy = { revision: "other", rules: { "w/b": 'violation contains {"msg": "b"} if input.x' }, signedAt: NOW };
	const hostile: readonly (readonly [reason: string, bundle: Parameters<BundleServer["serve"]>[0]])[] = [
		["refused", 500],
		["bundle", gzipSync(Buffer.alloc(80 * 2 ** 20))],
		["bundle", await archiveOf([...entries, ["/../../escape", "x"]])],
		["bundle", await archiveOf([...entries, ["/policy.wasm", "\0asm"]])],
		["signature", await archiveOf([...entries, ["/more.rego", "package more"]])],
		["signature", await signed("unknown", NOW, 'violation contains {"msg": "x"} if input.x', keysOf("ES256"))],
		["signature", await compiler.build({ files: { "a.rego": "package a\n\nx := 1\n" }, entrypoints: ["a/x"], revision: "r" })],
		["rollback", lenient],
		["rollback", await signed("timeless", undefined, 'violation contains {"msg": "x"} if input.x')],
		["rollback", await signed("future", NOW + 86_400, 'violation contains {"msg": "x"} if input.x')],
		["constraints", await signedBundle(compiler, KEYS, anotherPolicy)],
	];
	for (const [reason, bundle] of hostile) {
		const before = server.asked.length;
		server.serve(bundle);
		await eventually(async () => server.asked.length > before + 1);
		await live(gate, { status: "ready", revision: "strict", bundle: reason });
		expect(await ask(gate), reason).toBe(false);
	}
	await server.stop();
	await live(gate, { revision: "strict", bundle: "unreachable" });
	const exposed = await metrics(gate);
	for (const reason of [...new Set(hostile.map(([name]) => name)), "unreachable"])
		expect(exposed).toMatch(new RegExp(`^taskgate_bundle_failures_total\\{reason="${reason}"\\} [1-9]`, "m"));
	server.serve(strict);
	await server.start();
	await live(gate, { revision: "strict", bundle: "current" });
	expect(Number(/^taskgate_bundle_last_success_timestamp_seconds (\S+)$/m.exec(await metrics(gate))?.[1])).toBeGreaterThan(NOW);
});

test("a restart without the server starts with the last good one, and knows what is older", async () => {
	const store = await freshStore();
	server.serve(strict);
	gate = await startGate({ ...env, TASKGATE_STORE: store });
	expect(await gate.stop()).toBe(0);

	await server.stop();
	gate = await startGate({ ...env, TASKGATE_STORE: store });
	expect(await ready(gate)).toEqual({ status: "ready", revision: "strict", bundle: "unreachable" });
	expect(await ask(gate)).toBe(false);
	server.serve(lenient);
	await server.start();
	await live(gate, { revision: "strict", bundle: "rollback" });
	await gate.stop();

	gate = await startGate({ ...env, TASKGATE_STORE: store });
	expect(await ready(gate)).toEqual({ status: "ready", revision: "strict", bundle: "rollback" });
	await gate.stop();
	await expect(startGate({ ...env, TASKGATE_STORE: store, TASKGATE_BUNDLE_KEY: keysOf("ES256").verifying })).rejects.toThrow(
		"and the last good bundle, which the store has, cannot be used",
	);
});

test("a signature without a time is taken with a warning while nothing better is known, and then no more", async () => {
	const store = await freshStore();
	server.serve(await signed("timeless", undefined, 'violation contains {"msg": "x"} if input.x'));
	gate = await startGate({ ...env, TASKGATE_STORE: store });
	expect(gate.output()).toContain("nothing tells it from an older one");
	server.serve(strict);
	await live(gate, { revision: "strict", bundle: "current" });
	server.serve(await signed("timeless again", undefined, 'violation contains {"msg": "x"} if input.x'));
	await live(gate, { revision: "strict", bundle: "rollback" });
});

test.each([
	["no key for what is signed", { TASKGATE_BUNDLE_KEY: "" }, "set TASKGATE_BUNDLE_KEY"],
	["a key without a bundle", { TASKGATE_BUNDLE: "" }, "TASKGATE_BUNDLE_KEY is set, and TASKGATE_BUNDLE is not"],
	["another algorithm", { TASKGATE_BUNDLE_ALGORITHM: "RS256" }, "TASKGATE_BUNDLE_ALGORITHM=RS256 takes one of rsa"],
	["http:// on another machine", { TASKGATE_BUNDLE: "http://192.0.2.1/x" }, "TASKGATE_BUNDLE_HTTP=on"],
	["a password in the address", { TASKGATE_BUNDLE: "https://user:hush@example.com/x" }, "TASKGATE_BUNDLE must be an address without user"],
	["a bucket that is none", { TASKGATE_BUNDLE: "s3://x" }, "TASKGATE_BUNDLE must be s3://BUCKET/KEY"],
])("a gate does not start with %s, and says why", async (_, changes, message) => {
	server.serve(strict);
	const refused = startGate({ ...env, ...changes, TASKGATE_STORE: await freshStore() });
	await expect(refused).rejects.toThrow(message);
	await expect(refused).rejects.not.toThrow("hush");
});
