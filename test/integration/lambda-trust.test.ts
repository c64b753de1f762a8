/** A trust policy that `npm run synth` packs with the code: the built function holds signatures by identity against it, with nothing but its own folder. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { registerEvent } from "../cloudtrail.ts";
import { freshStore } from "../gate-process.ts";
import { type BatchAnswer, sqsBatch, startFunction } from "../lambda-function.ts";
import { Pusher } from "../oci-images.ts";
import { type OciRegistry, startRegistry } from "../oci-registry.ts";
import { signByBundle } from "../signed-images.ts";
import { entryIn, keyless, openSigstore } from "../sigstore.ts";

const SYNTH = fileURLToPath(new URL("../../scripts/synth.ts", import.meta.url));
const ISSUER = "https://issuer.example";

let registry: OciRegistry;
let folder: string;
let code: string;
beforeAll(async () => {
	[registry, folder] = await Promise.all([startRegistry(), mkdtemp(join(tmpdir(), "taskgate-lambda-trust-"))]);
	const { trustedRoot, authority, logAt, now } = await openSigstore();
	const rules = [{ images: ["*"], identities: [{ issuer: ISSUER, subject: "https://acme.example/*" }] }];
	const policy = { apiVersion: "taskgate.dev/v1", kind: "ImageTrust", rules, trustedRoot: "root.json" };
	const given = join(folder, "given");
	await mkdir(given);
	await writeFile(join(given, "trust.yaml"), JSON.stringify(policy));
	await writeFile(join(given, "root.json"), JSON.stringify(trustedRoot));
	const output = join(folder, "out");
	await promisify(execFile)(process.execPath, [SYNTH, "--output", output, "--trust", join(given, "trust.yaml")]);
	await rm(given, { recursive: true });
	code = join(output, "lambda", "events");

	const pusher = new Pusher(registry.url, "acme/web");
	for (const [tag, subject] of Object.entries({ ours: "https://acme.example/ci", theirs: "https://mallory.example/ci" })) {
		const image = await pusher.image({ tag, config: { Labels: { tag } } });
		await signByBundle(pusher, image, await keyless({ authority, issuer: ISSUER, subject }, entryIn(logAt(now))));
	}
}, 600_000);
afterAll(async () => {
	await registry.stop();
	await rm(folder, { recursive: true });
});

it("what the identity signed is allowed, and what somebody else signed is denied", async () => {
	expect(JSON.parse(await readFile(join(code, "trust.yaml"), "utf8"))).toMatchObject({ kind: "ImageTrust" });
	const { host } = new URL(registry.url);
	const constraints = join(folder, "constraints.yaml");
	const spec = "{policy: supply-chain/signed, enforcementAction: deny}";
	await writeFile(constraints, `apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: signed}\nspec: ${spec}\n`);
	const address = await freshStore();
	const events = await startFunction(code, {
		...{ TASKGATE_TRUST: join(code, "trust.yaml"), TASKGATE_REGISTRIES: host, TASKGATE_CONSTRAINTS: constraints },
		...{ TASKGATE_STORE: address, AWS_REGION: "us-east-1", HOME: folder },
	});
	const store = openSqliteStore(address.replace("sqlite:", ""));
	try {
		const event = (tag: string) =>
			registerEvent({ family: tag, containerDefinitions: [{ name: "web", image: `${host}/acme/web:${tag}`, memory: 128 }] });
		expect(await events.invoke<BatchAnswer>(sqsBatch({ m1: event("ours"), m2: event("theirs") }))).toEqual({ batchItemFailures: [] });
		const { decisions } = await store.decisions({});
		expect(Object.fromEntries(decisions.map(({ name, verdict }) => [name, verdict]))).toEqual({ ours: "allowed", theirs: "denied" });
	} finally {
		await events.kill();
		await store.close();
	}
});
