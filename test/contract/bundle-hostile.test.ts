/** A signed bundle in the hands of somebody without the key: swapped algorithms, and entries added, taken, doubled, renamed or blown up. */
import { createHash, createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readBundle } from "../../src/rego/bundle.ts";
import { BundleError } from "../../src/rego/bundle-archive.ts";
import { openCompiler } from "../../src/rego/compiler.ts";
import type { Verification } from "../../src/rego/verifying-key.ts";
import { archiveOf, type Entries, entriesOf, keysOf, SECRET, signedBundle, tokenOf, verificationFor, withToken } from "../signed-bundle.ts";

const compiler = openCompiler();
const RSA = keysOf("RS256");
const HS = keysOf("HS256");
let bundle: Buffer;
let entries: [string, Uint8Array][];
let verification: Verification;
beforeAll(async () => {
	bundle = await signedBundle(compiler, RSA, { signedAt: 1_790_000_000 });
	entries = await entriesOf(bundle);
	verification = await verificationFor(RSA);
});
afterAll(() => compiler.close());

async function refused(hostile: Uint8Array, message: string, by = verification): Promise<void> {
	const error: unknown = await readBundle(hostile, by).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(BundleError);
	expect(String(error)).toContain(message);
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const payload = async () => JSON.parse(Buffer.from((await tokenOf(bundle)).split(".")[1] as string, "base64url").toString());

/** A token over any claims, made with a secret: what whoever lacks the private key can make. */
async function forged(header: object, secret: string, claims?: object): Promise<string> {
	const body = `${base64url(header)}.${base64url(claims ?? (await payload()))}`;
	return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
}

/** A token with the shared secret: whoever has that may still not say what is not so. */
const claiming = async (claims: object) => withToken(bundle, await forged({ alg: "HS256" }, SECRET, claims));

describe("an algorithm of the bundle's own choice is refused:", () => {
	test("none", async () => {
		const [, body] = (await tokenOf(bundle)).split(".");
		for (const alg of ["none", "None", "NONE"])
			await refused(await withToken(bundle, `${base64url({ alg })}.${body}.`), "does not verify: it is made with another algorithm");
	});
	test("HS256 with the public key for a secret, in every spelling of it", async () => {
		for (const secret of [RSA.verifying, RSA.verifying.trim(), RSA.verifying.split("\n").slice(1, -2).join("")])
			await refused(
				await withToken(bundle, await forged({ alg: "HS256" }, secret)),
				"another algorithm than TASKGATE_BUNDLE_ALGORITHM (RS256)",
			);
	});
	test("the right one in the header over another's signature", async () => {
		await refused(await withToken(bundle, await forged({ alg: "RS256" }, RSA.verifying)), "is not made with TASKGATE_BUNDLE_KEY");
	});
	test("PS256 and ES256 where RS256 is asked for", async () => {
		const [, body, signature] = (await tokenOf(bundle)).split(".");
		for (const alg of ["PS256", "ES256"])
			await refused(await withToken(bundle, `${base64url({ alg })}.${body}.${signature}`), "another algorithm");
	});
	test("a key in the header", async () => {
		const header = { alg: "HS256", jwk: { kty: "oct", k: Buffer.from("x").toString("base64url") }, jku: "https://example.com" };
		await refused(await withToken(bundle, await forged(header, "x")), "another algorithm");
	});
	test("an extension that must be understood", async () => {
		await refused(
			await withToken(bundle, await forged({ alg: "HS256", crit: ["exp"], exp: 1 }, SECRET)),
			"does not verify",
			await verificationFor(HS),
		);
	});
});

const without = (name: string): Entries => entries.filter(([one]) => one !== name);
const renamed = (from: string, to: string): Entries => entries.map(([name, content]) => [name === from ? to : name, content]);
const swapped = (a: string, b: string): Entries =>
	entries.map(([name]) => [
		name,
		bytesOf(
			new Map([
				[a, b],
				[b, a],
			]).get(name) ?? name,
		),
	]);
const bytesOf = (name: string) => entries.find(([one]) => one === name)?.[1] as Uint8Array;

test.each<[string, () => Entries, string]>([
	["another file", () => [...entries, ["/more.rego", "package more"]], 'does not list "more.rego"'],
	["another data.json further down", () => [...entries, ["/a/data.json", "{}"]], 'does not list "a/data.json"'],
	["another file of signatures further down", () => [...entries, ["/a/.signatures.json", "{}"]], 'does not list "a/.signatures.json"'],
	["a file too few", () => without("/data.json"), 'lacks "data.json"'],
	["no signature", () => without("/.signatures.json"), "is not signed"],
	["a file by another name", () => renamed("/policies/w/a.rego", "/policies/w/b.rego"), 'does not list "policies/w/b.rego"'],
	["a file by a longer name", () => renamed("/policies/w/a.rego", "/policies/./w/a.rego"), "does not list"],
	["a file by an absolute name", () => renamed("/policies/w/a.rego", "//policies/w/a.rego"), "does not list"],
	["a file twice", () => [...entries, ["policy.wasm", bytesOf("/policy.wasm")]], "two entries called policy.wasm"],
	["the signature twice", () => [...entries, ["./.signatures.json", "{}"]], "two entries called .signatures.json"],
	["two files changed about", () => swapped("/policy.wasm", "/policies/w/a.rego"), "is not the file that was signed"],
	["a name that leads out", () => [...entries, ["/../policy.wasm", ""]], "points outside the bundle"],
	["a name that leads out further down", () => [...entries, ["/policies/../../etc/passwd", ""]], "points outside the bundle"],
	["a name that leads out elsewhere", () => [...entries, ["..\\policy.wasm", ""]], "points outside the bundle"],
	["a delta besides", () => [...entries, ["/patch.json", '{"data":[]}']], "is a delta"],
	[
		"a delta alone",
		() => [
			["/patch.json", '{"data":[]}'],
			["/.manifest", "{}"],
		],
		"is a delta",
	],
	[
		"other bytes",
		() => [...without("/policies/w/a.rego"), ["/policies/w/a.rego", "package policies.w.a"]],
		"is not the file that was signed",
	],
	[
		"a manifest with a key twice",
		() => [...without("/.manifest"), ["/.manifest", Buffer.from(bytesOf("/.manifest")).toString().replace("{", '{"revision":"x",')]],
		"stands twice",
	],
])("%s is refused", async (_, hostile, message) => {
	await refused(await archiveOf(hostile()), message);
});

test.each<[string, () => Promise<Uint8Array>, string]>([
	["unpacks to gigabytes", async () => gzipSync(Buffer.alloc(512 * 2 ** 20), { level: 1 }), "unpacks to more than 64 MiB"],
	[
		"unpacks to gigabytes after the signed files",
		async () => Buffer.concat([bundle, gzipSync(Buffer.alloc(80 * 2 ** 20))]),
		"unpacks to more than 64 MiB",
	],
	["is larger than it may be", async () => Buffer.alloc(16 * 2 ** 20 + 1), "larger than 16 MiB"],
	["has more folders than files may be", () => folders(5_001), "more than 5000 entries"],
])("an archive that %s is refused", async (_, make, message) => {
	await refused(await make(), message);
});

async function folders(count: number): Promise<Uint8Array> {
	const tar = pack();
	for (let n = 0; n < count; n += 1) tar.entry({ name: `${n}/`, type: "directory" });
	tar.finalize();
	const chunks: Buffer[] = [];
	for await (const chunk of tar) chunks.push(chunk as Buffer);
	return gzipSync(Buffer.concat(chunks));
}

describe("what the holder of a secret signs must still be a list of all files:", () => {
	const hash = (bytes: Uint8Array, name = "sha256") => createHash(name).update(bytes).digest("hex");
	test.each<[string, (files: { name: string; hash: string; algorithm: string }[]) => object, string]>([
		["as it is, it verifies up to the bundle's own faults", (files) => ({ files, iat: 1 }), ""],
		["a file listed twice", (files) => ({ files: [...files, files[0]] }), "lists a file twice"],
		["a weak hash", (files) => ({ files: files.map((file) => ({ ...file, algorithm: "MD5" })) }), "must be SHA-256, SHA-384 or SHA-512"],
		["no hash", (files) => ({ files: files.map(({ algorithm: _, ...file }) => file) }), "files.0.algorithm"],
		[
			"a short hash",
			(files) => ({ files: files.map((file) => ({ ...file, hash: file.hash.slice(2) })) }),
			"is not the file that was signed",
		],
		["no list", () => ({}), "files: "],
		["a time that is none", (files) => ({ files, iat: "now" }), "iat: "],
		["a time after all times", (files) => ({ files, iat: 1e300 }), "iat: "],
		[
			"another hash that is strong",
			(files) => ({
				files: files.map((file) =>
					file.name === "policy.wasm" ? { ...file, algorithm: "SHA-512", hash: hash(bytesOf("/policy.wasm"), "sha512") } : file,
				),
			}),
			"",
		],
	])("%s", async (_, claims, message) => {
		const signed = await claiming(claims((await payload()).files));
		if (message === "") expect((await readBundle(signed, await verificationFor(HS))).revision).toBe("r");
		else await refused(signed, message, await verificationFor(HS));
	});

	test.each([
		["two signatures", (token: string) => ({ signatures: [token, token] }), "must hold exactly one signature"],
		["no signature", () => ({ signatures: [] }), "must hold exactly one signature"],
		[
			"a verifier that we lack",
			(token: string) => ({ signatures: [token], plugin: "theirs" }),
			"names a verifier that Taskgate does not have",
		],
		["a list", () => [], "signatures.json of the bundle is not usable"],
	] as const)("%s in .signatures.json is refused", async (_, file, message) => {
		await refused(
			await archiveOf([...without("/.signatures.json"), ["/.signatures.json", JSON.stringify(file(await tokenOf(bundle)))]]),
			message,
		);
	});
});
