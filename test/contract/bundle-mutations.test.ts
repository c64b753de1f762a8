/** 5,000 single-byte changes of a signed bundle, by the same numbers in every run: each is refused, or means byte for byte what was signed. */
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bundle, readBundle } from "../../src/rego/bundle.ts";
import { BundleError } from "../../src/rego/bundle-archive.ts";
import { openCompiler } from "../../src/rego/compiler.ts";
import type { Verification } from "../../src/rego/verifying-key.ts";
import { archiveOf, type Entries, entriesOf, keysOf, signedBundle, verificationFor } from "../signed-bundle.ts";

const compiler = openCompiler();
const KEYS = keysOf("ES256");
let bundle: Buffer;
let entries: Entries;
let verification: Verification;
let meant: string;
beforeAll(async () => {
	bundle = await signedBundle(compiler, KEYS, { signedAt: 1_790_000_000 });
	entries = await entriesOf(bundle);
	verification = await verificationFor(KEYS);
	meant = meaning(await readBundle(bundle, verification));
});
afterAll(() => compiler.close());

/** All that is judged by; the digest tells archives apart that mean the same. */
function meaning({ digest: _, wasm, entrypoints, patches, timeless, ...rest }: Bundle): string {
	return JSON.stringify([Buffer.from(wasm).toString("base64"), [...entrypoints], [...patches], [...timeless], rest]);
}

/** xorshift32: the same numbers in every run. */
function seeded(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % below;
	};
}

function changed(bytes: Uint8Array, next: (below: number) => number): Buffer {
	const copy = Buffer.from(bytes);
	const at = next(copy.byteLength);
	copy.writeUInt8(copy.readUInt8(at) ^ (1 + next(255)), at);
	return copy;
}

async function fate(hostile: Uint8Array): Promise<"refused" | "means the same"> {
	try {
		expect(meaning(await readBundle(hostile, verification))).toBe(meant);
		return "means the same";
	} catch (error) {
		if (!(error instanceof BundleError)) throw error;
		return "refused";
	}
}

async function fates(count: number, hostile: () => Promise<Uint8Array>) {
	const all = { refused: 0, "means the same": 0 };
	for (let n = 0; n < count; n += 1) all[await fate(await hostile())] += 1;
	return all;
}

const PATIENCE = 300_000;

test("1,000 in the packed archive", { timeout: PATIENCE }, async () => {
	const next = seeded(1);
	const all = await fates(1_000, async () => changed(bundle, next));
	expect(all.refused + all["means the same"]).toBe(1_000);
	expect(all.refused).toBeGreaterThan(950);
});

test("2,000 in the tar inside it", { timeout: PATIENCE }, async () => {
	const next = seeded(2);
	const tar = gunzipSync(bundle);
	const all = await fates(2_000, async () => gzipSync(changed(tar, next), { level: 1 }));
	expect(all.refused + all["means the same"]).toBe(2_000);
	expect(all.refused).toBeGreaterThan(1_500);
});

/** One file, or one name in ten, with one byte changed. */
async function repacked(next: (below: number) => number): Promise<Uint8Array> {
	const chosen = next(entries.length);
	const isName = next(10) === 0;
	const hostile = entries.map(([name, content], n): [string, string | Uint8Array] => {
		if (n !== chosen) return [name, content];
		return isName ? [changed(Buffer.from(name), next).toString("latin1"), content] : [name, changed(Buffer.from(content), next)];
	});
	return archiveOf(hostile);
}

test("2,000 in the files and their names, packed properly", { timeout: PATIENCE }, async () => {
	const next = seeded(3);
	const all = await fates(2_000, () => repacked(next));
	expect(all.refused + all["means the same"]).toBe(2_000);
	expect(all.refused).toBeGreaterThan(1_500);
});

test("200 more, asked of OPA too: nothing passes here that OPA refuses", { timeout: PATIENCE }, async () => {
	const next = seeded(4);
	let refused = 0;
	for (let n = 0; n < 200; n += 1) {
		const hostile = await repacked(next);
		const isSound = await compiler.verify(hostile, { key: KEYS.verifying, algorithm: KEYS.algorithm }).then(
			() => true,
			() => false,
		);
		const ours = await fate(hostile);
		if (!isSound) expect(ours).toBe("refused");
		if (!isSound) refused += 1;
	}
	expect(refused).toBeGreaterThan(150);
});
