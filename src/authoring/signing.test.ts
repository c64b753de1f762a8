import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sourcesOf } from "../../test/rego-bundle.ts";
import { readBundle } from "../rego/bundle.ts";
import { unpackArchive } from "../rego/bundle-archive.ts";
import { openCompiler } from "../rego/compiler.ts";
import { KeyError, signBundle } from "./signing.ts";

const compiler = openCompiler();
let folder: string;
let bundle: Uint8Array;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-signing-"));
	bundle = await compiler.build({ files: sourcesOf({ "w/a": 'violation contains {"msg": "x"} if input.x' }), revision: "r" });
});
afterAll(async () => {
	await compiler.close();
	await rm(folder, { recursive: true });
});

async function keyFile(content: string): Promise<string> {
	const file = join(folder, "key");
	await writeFile(file, content);
	return file;
}

const RSA = generateKeyPairSync("rsa", { modulusLength: 2048 });
const EC = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const AT = "2026-11-29T08:00:00Z";
const SECRET = "0123456789abcdef0123456789abcdef";
const publicPem = (pair: typeof RSA) => pair.publicKey.export({ type: "spki", format: "pem" }).toString();

describe("a signed bundle", () => {
	test.each([
		["RS256", RSA.privateKey.export({ type: "pkcs1", format: "pem" }).toString(), publicPem(RSA)],
		["ES256", EC.privateKey.export({ type: "sec1", format: "pem" }).toString(), publicPem(EC)],
		["ES256", EC.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), publicPem(EC)],
		["HS256", SECRET, SECRET],
	])("verifies in OPA with %s, and only as it was signed", async (algorithm, secret, key) => {
		const signed = await signBundle(compiler, bundle, await keyFile(secret), { at: AT });
		expect(signed.algorithm).toBe(algorithm);
		await compiler.verify(signed.bundle, { key, algorithm });

		const files = await unpackArchive(signed.bundle);
		const { signatures } = JSON.parse(Buffer.from(files.get(".signatures.json") as Uint8Array).toString()) as { signatures: string[] };
		const [head = "", body = ""] = signatures[0]?.split(".") ?? [];
		expect(JSON.parse(Buffer.from(head, "base64url").toString())).toMatchObject({ alg: algorithm });
		const { files: hashed } = JSON.parse(Buffer.from(body, "base64url").toString()) as { files: { name: string }[] };
		expect(hashed.map(({ name }) => name).sort()).toEqual([...files.keys()].filter((name) => name !== ".signatures.json").sort());

		const tar = gunzipSync(signed.bundle);
		const at = tar.indexOf("\0asm") + 100;
		tar.writeUInt8(tar.readUInt8(at) ^ 1, at);
		await expect(compiler.verify(gzipSync(tar), { key, algorithm })).rejects.toThrow(/digest mismatch|does not verify/);
		const other =
			algorithm === "HS256"
				? SECRET.replace("0", "1")
				: publicPem(
						algorithm === "RS256"
							? generateKeyPairSync("rsa", { modulusLength: 2048 })
							: generateKeyPairSync("ec", { namedCurve: "prime256v1" }),
					);
		await expect(compiler.verify(signed.bundle, { key: other, algorithm })).rejects.toThrow("does not verify");
	});

	test("has the same files as without, and is not read without a key", async () => {
		const signed = await signBundle(compiler, bundle, await keyFile(SECRET), { at: AT });
		const [before, after] = [await unpackArchive(bundle), await unpackArchive(signed.bundle)];
		for (const [name, bytes] of before) expect(Buffer.from(after.get(name) ?? []).equals(bytes), name).toBe(true);
		await expect(readBundle(signed.bundle)).rejects.toThrow("is signed");
	});
});

test("a key that is no key is refused without a word of what it holds", async () => {
	const hidden = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0c2VjcmV0c2VjcmV0\n-----END PRIVATE KEY-----";
	const error = await signBundle(compiler, bundle, await keyFile(hidden), { at: AT }).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(KeyError);
	expect(String(error)).not.toContain("c2Vj");
	await expect(signBundle(compiler, bundle, await keyFile("short"), { at: AT })).rejects.toThrow("too little");
	await expect(signBundle(compiler, bundle, join(folder, "nowhere"), { at: AT })).rejects.toThrow("cannot be read");
	const ed = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
	await expect(signBundle(compiler, bundle, await keyFile(ed), { at: AT })).rejects.toThrow("neither RSA nor EC P-256");
});
