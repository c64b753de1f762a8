/** Signatures made by OPA's own code (the version in src/rego/compiler/go.mod), held by ours against what OPA itself says of them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readBundle } from "../../src/rego/bundle.ts";
import { unpackArchive } from "../../src/rego/bundle-archive.ts";
import { verifySignature } from "../../src/rego/bundle-signature.ts";
import { openCompiler } from "../../src/rego/compiler.ts";
import { archiveOf, entriesOf, keysOf, signedBundle, tokenOf, verificationFor } from "../signed-bundle.ts";

const compiler = openCompiler();
afterAll(() => compiler.close());
const KEYS = [keysOf("RS256"), keysOf("ES256"), keysOf("HS256")] as const;
const [RSA, EC] = KEYS;

describe.each(KEYS)("a bundle signed by OPA with $algorithm", (keys) => {
	let bundle: Buffer;
	beforeAll(async () => {
		bundle = await signedBundle(compiler, keys);
	});

	test("verifies, and is the bundle that it was", async () => {
		const { signature, ...read } = await readBundle(bundle, await verificationFor(keys));
		expect(signature).toEqual({});
		expect(read).toMatchObject({ revision: "r", entrypoints: new Map([["w/a", "policies/w/a/violation"]]) });
	});

	test("verifies with one of several keys, and with no other", async () => {
		const other = await verificationFor(
			keys.algorithm === "HS256" ? { ...keys, verifying: "x".repeat(40) } : keysOf(keys.algorithm as "RS256"),
		);
		const mine = await verificationFor(keys);
		await expect(readBundle(bundle, other)).rejects.toThrow("is not made with TASKGATE_BUNDLE_KEY");
		expect((await readBundle(bundle, { ...mine, keys: [...other.keys, ...mine.keys] })).revision).toBe("r");
	});
});

/** What is hard about numbers and text; OPA reads it and signs what it means. */
const HARD = {
	floats: '{"a": 1.0, "b": 1.50, "c": 1e5, "d": 1E-7, "e": -0.0, "f": 0.1000000000000000055511151231257827}',
	integers: '{"a": 12345678901234567890123, "b": -9007199254740993, "c": 0}',
	surrogates: '{"\\ud800": "\\udfff x", "pair": "\\ud83d\\ude00", "😀": "\\uffee", "\\uffee": 1}',
	separators: '{"line\\u2028": "par\\u2029", "raw\u2028": "<&>\\u007f\\u0001"}',
	order: '{ "b" : { "z":[ ], "a":[{ }] } ,\t"a":null, "__proto__": {"x": [true,false]}, "B": "\\/\\u0041" }',
};

describe.each(Object.entries(HARD))("data.json with %s", (_, data) => {
	test.each(KEYS)("signed with $algorithm is hashed as OPA hashes it", async (keys) => {
		const unsigned = await archiveOf([
			...(
				await entriesOf(await compiler.build({ files: { "a.rego": "package a\n\nx := 1\n" }, entrypoints: ["a/x"], revision: "r" }))
			).filter(([name]) => name !== "/data.json"),
			["/data.json", data],
		]);
		const token = await tokenOf(await compiler.sign(unsigned, { key: keys.signing, algorithm: keys.algorithm }));
		// The very bytes that were given, not those that OPA has written anew.
		const signed = await archiveOf([...(await entriesOf(unsigned)), ["/.signatures.json", JSON.stringify({ signatures: [token] })]]);
		await compiler.verify(signed, { key: keys.verifying, algorithm: keys.algorithm });
		const files = await unpackArchive(signed);
		expect(await verifySignature(files, await verificationFor(keys))).toEqual({});

		const changed = new Map(files).set("data.json", Buffer.from(data.replace(/1|x/, "2")));
		await expect(verifySignature(changed, await verificationFor(keys))).rejects.toThrow('"data.json" is not the file that was signed');
	});
});

test("key, scope and time are what the signature says", async () => {
	const bundle = await signedBundle(compiler, EC, { keyId: "k1", scope: "gates", signedAt: 1_790_000_000 });
	const { verifying: key, algorithm } = EC;
	await compiler.verify(bundle, { key, algorithm, scope: "gates" });
	const { signature } = await readBundle(bundle, await verificationFor(EC, { scope: "gates", keyId: "k1" }));
	expect(signature).toEqual({ keyId: "k1", signedAt: 1_790_000_000 });
	await expect(readBundle(bundle, await verificationFor(EC))).rejects.toThrow('signed for the scope "gates"');
	await expect(readBundle(bundle, await verificationFor(EC, { scope: "gates", keyId: "k2" }))).rejects.toThrow('signed with the key "k1"');
	const nameless = await signedBundle(compiler, EC);
	expect((await readBundle(nameless, await verificationFor(EC, { keyId: "k2" }))).signature).toEqual({});
});

test("one with a key must be signed, one without must not", async () => {
	const unsigned = await compiler.build({ files: { "a.rego": "package a\n\nx := 1\n" }, entrypoints: ["a/x"], revision: "r" });
	await expect(readBundle(unsigned, await verificationFor(RSA))).rejects.toThrow("TASKGATE_BUNDLE_KEY says that it must be: sign it");
	await expect(readBundle(await signedBundle(compiler, RSA))).rejects.toThrow("set TASKGATE_BUNDLE_KEY");
});
