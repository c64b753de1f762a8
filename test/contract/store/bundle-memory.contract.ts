import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { AcceptedBundle } from "../../../src/store/bundle-memory.ts";
import { at, type Open } from "./records.ts";

const S3 = "s3://policies/team.tar.gz";
const bundle = (bytes: Uint8Array, signedAt?: number): AcceptedBundle => ({ bytes, signedAt, at: at(0) });

/** The last good bundle of each source. */
export function bundleMemoryContract(open: Open): void {
	test("the bundle accepted last comes back byte for byte, in another process too, however large", async () => {
		const { store, again } = await open();
		expect(await store.lastBundle(S3)).toBeUndefined();
		expect(await store.newestSignature(S3)).toBeUndefined();
		for (const bytes of [randomBytes(10), randomBytes(1_000_000), randomBytes(350_000)]) {
			expect(await store.keepBundle(S3, bundle(bytes))).toBe(true);
			expect(Buffer.compare((await (await again()).lastBundle(S3)) as Uint8Array, bytes)).toBe(0);
		}
	});

	test("an older signature is refused and leaves everything as it was; the same instant is not older", async () => {
		const { store, again } = await open();
		const [first, second, third] = [Buffer.from("first"), Buffer.from("second"), Buffer.from("third")] as const;
		expect(await store.keepBundle(S3, bundle(first, 200))).toBe(true);
		expect(await store.keepBundle(S3, bundle(second, 199.5))).toBe(false);
		expect(Buffer.from((await store.lastBundle(S3)) ?? [])).toEqual(first);
		expect(await store.keepBundle(S3, bundle(first, 200))).toBe(true);
		expect(await store.keepBundle(S3, bundle(third, 200))).toBe(true);
		expect(await (await again()).newestSignature(S3)).toBe(200);
		expect(Buffer.from((await store.lastBundle(S3)) ?? [])).toEqual(third);
	});

	test("the newest signature outlives a bundle that has none", async () => {
		const { store } = await open();
		await store.keepBundle(S3, bundle(Buffer.from("signed"), 300));
		expect(await store.keepBundle(S3, bundle(Buffer.from("unsigned")))).toBe(true);
		expect(await store.newestSignature(S3)).toBe(300);
		expect(await store.keepBundle(S3, bundle(Buffer.from("older"), 299))).toBe(false);
		expect(String(Buffer.from((await store.lastBundle(S3)) ?? []))).toBe("unsigned");
	});

	test("sources know nothing of each other, whatever they are called", async () => {
		const { store } = await open();
		const other = `https://example.com/${"long/".repeat(400)}`;
		await store.keepBundle(S3, bundle(Buffer.from("one"), 10));
		expect(await store.keepBundle(other, bundle(Buffer.from("two"), 5))).toBe(true);
		expect(String(Buffer.from((await store.lastBundle(S3)) ?? []))).toBe("one");
		expect(String(Buffer.from((await store.lastBundle(other)) ?? []))).toBe("two");
	});

	test("of many that accept at once the newest stands, whole", async () => {
		const { store, again } = await open();
		const stores = [store, await again()];
		const bundles = Array.from({ length: 8 }, (_, n) => bundle(Buffer.alloc(400_000, n), n));
		await Promise.all(bundles.map((one, n) => stores[n % 2]?.keepBundle(S3, one)));
		expect(await store.newestSignature(S3)).toBe(7);
		expect(Buffer.compare((await store.lastBundle(S3)) ?? Buffer.alloc(0), Buffer.alloc(400_000, 7))).toBe(0);
	});
}
