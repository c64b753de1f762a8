import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keysOf, SECRET } from "../../test/signed-bundle.ts";
import { ALGORITHMS, readVerification } from "./verifying-key.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-key-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(content: string): Promise<string> {
	const path = join(folder, "key");
	await writeFile(path, content);
	return path;
}

const RSA = keysOf("RS256");
const EC = keysOf("ES256");
const other = (curve: string) =>
	generateKeyPairSync("ec", { namedCurve: curve }).publicKey.export({ type: "spki", format: "pem" }).toString();
const small = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ type: "spki", format: "pem" }).toString();

test("the algorithms are OPA's twelve", () => {
	expect(ALGORITHMS).toHaveLength(12);
	expect(ALGORITHMS).toEqual(expect.arrayContaining(["RS256", "PS384", "ES512", "HS256"]));
});

test("PEM is taken as text, with its newlines spelled out, and from a file; several keys are several keys", async () => {
	for (const key of [RSA.verifying, RSA.verifying.replaceAll("\n", "\\n"), await file(RSA.verifying)])
		expect((await readVerification({ key, algorithm: "RS256" })).keys).toHaveLength(1);
	expect((await readVerification({ key: `${RSA.verifying}${keysOf("RS256").verifying}`, algorithm: "PS512" })).keys).toHaveLength(2);
	expect((await readVerification({ key: other("P-384"), algorithm: "ES384" })).keys).toHaveLength(1);
});

test("a secret is taken as text, and from a file with or without its last newline", async () => {
	expect((await readVerification({ key: SECRET, algorithm: "HS256" })).keys).toEqual([Buffer.from(SECRET)]);
	const { keys } = await readVerification({ key: await file(`${SECRET}\n`), algorithm: "HS512" });
	expect(keys.map(String)).toEqual([`${SECRET}\n`, SECRET]);
});

test.each([
	["a public key where a secret is asked for", RSA.verifying, "HS256", "whoever knows a public key could sign with it"],
	["a secret where a public key is asked for", SECRET, "RS256", "neither a public key in PEM nor a file"],
	["a key of another kind", EC.verifying, "RS256", "takes one of rsa"],
	["a key on another curve", other("P-384"), "ES256", "is a key of secp384r1"],
	["a private key", RSA.signing, "RS256", "its public half alone"],
	["a short key", small, "RS256", "under 2048 bits"],
	["a short secret", "a secret that is short", "HS256", "fewer than 32 bytes"],
	["PEM that holds no key", "-----BEGIN PUBLIC KEY-----\nc2VjcmV0\n-----END PUBLIC KEY-----", "ES256", "that is no public key"],
	["PEM without an end", "-----BEGIN PUBLIC KEY-----\nc2VjcmV0", "ES256", "holds no public key in PEM"],
] as const)("%s is refused, and not repeated", async (_, key, algorithm, message) => {
	const error = await readVerification({ key, algorithm }).catch((reason: unknown) => String(reason));
	expect(error).toContain("TASKGATE_BUNDLE_KEY");
	expect(error).toContain(message);
	expect(error).not.toContain(key.slice(-20));
});
