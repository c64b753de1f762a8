import { X509Certificate } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openAuthority, renewAuthority } from "./authority.ts";

const NOW = new Date("2026-11-28T12:00:00Z");
const CERTIFICATE = "-----BEGIN CERTIFICATE";
const DAY_MS = 86_400_000;

async function freshFolder(): Promise<string> {
	return join(await mkdtemp(join(tmpdir(), "taskgate-ca-")), "deeper", "taskgate-ca");
}

async function modeOf(path: string): Promise<number> {
	return (await stat(path)).mode & 0o777;
}

describe("the forward proxy's CA", () => {
	test("is made on first use, and stays the same", async () => {
		const folder = await freshFolder();
		const first = await openAuthority(folder, NOW);
		const again = await openAuthority(folder, new Date(NOW.getTime() + 300 * DAY_MS));
		expect(again.certificate).toBe(first.certificate);
		const certificate = new X509Certificate(first.certificate);
		expect(certificate.ca).toBe(true);
		expect(certificate.verify(certificate.publicKey)).toBe(true);
		expect(Number(certificate.validToDate) - Number(NOW)).toBe(3 * 365 * DAY_MS);
	});

	test("belongs to its owner alone, and not into Git", async () => {
		const folder = await freshFolder();
		const { files } = await openAuthority(folder, NOW);
		expect(await modeOf(folder)).toBe(0o700);
		expect(await modeOf(files.secret)).toBe(0o600);
		expect(await readFile(files.secret, "utf8")).toContain("PRIVATE KEY");
		for (const file of [files.certificate, files.bundle]) expect(await readFile(file, "utf8")).not.toContain("PRIVATE");
		expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("*\n");
		expect((await readdir(folder)).sort()).toEqual([".gitignore", "authority.pem", "bundle.pem", "ca.pem"]);
	});

	test("the bundle holds it beside every root that the machine trusts", async () => {
		const { certificate, files } = await openAuthority(await freshFolder(), NOW);
		const bundle = (await readFile(files.bundle, "utf8")).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
		expect(bundle[0]).toBe(certificate.trim());
		expect(bundle.length).toBeGreaterThan(100);
	});

	test("is not used when others can read its key or write its folder", async () => {
		const folder = await freshFolder();
		const { files } = await openAuthority(folder, NOW);
		await chmod(files.secret, 0o640);
		await expect(openAuthority(folder, NOW)).rejects.toThrow(/authority\.pem can be read by others: run `chmod/);
		await chmod(files.secret, 0o600);
		await chmod(folder, 0o770);
		await expect(openAuthority(folder, NOW)).rejects.toThrow(/taskgate-ca can be written by others/);
	});

	test("expired, it says so and what helps; renewed, it is another", async () => {
		const folder = await freshFolder();
		const first = await openAuthority(folder, NOW);
		const later = new Date(NOW.getTime() + 3 * 365 * DAY_MS);
		await expect(openAuthority(folder, later)).rejects.toThrow(/has expired on 2029-11-27T12:00:00\.000Z; `taskgate proxy-ca --renew`/);
		const renewed = await renewAuthority(folder, later);
		expect(renewed.certificate).not.toBe(first.certificate);
		expect((await openAuthority(folder, later)).certificate).toBe(renewed.certificate);
		expect(await modeOf(renewed.files.secret)).toBe(0o600);
	});

	test.each([
		["nothing", () => 0],
		["half of itself", (pem: string) => pem.length / 2],
		["a key alone", (pem: string) => pem.indexOf(CERTIFICATE)],
	])("a file that holds %s is an error that quotes nothing of it", async (_what, end) => {
		const folder = await freshFolder();
		const { files } = await openAuthority(folder, NOW);
		const pem = await readFile(files.secret, "utf8");
		await writeFile(files.secret, pem.slice(0, end(pem)));
		const failure = await openAuthority(folder, NOW).catch((error: Error) => error);
		expect(failure).toMatchObject({ name: "AuthorityError", message: expect.stringContaining("is not a key and a certificate") });
		expect(String(failure)).not.toContain(pem.split("\n")[1]);
	});

	test("another's certificate beside the key is refused", async () => {
		const [one, two] = [await openAuthority(await freshFolder(), NOW), await openAuthority(await freshFolder(), NOW)];
		const pem = await readFile(one.files.secret, "utf8");
		await writeFile(one.files.secret, pem.slice(0, pem.indexOf(CERTIFICATE)) + two.certificate);
		await expect(openAuthority(join(one.files.secret, ".."), NOW)).rejects.toThrow(/holds no CA and its key/);
	});

	test("ten at once agree on one", async () => {
		const folder = await freshFolder();
		const all = await Promise.all(Array.from({ length: 10 }, () => openAuthority(folder, NOW)));
		expect(new Set(all.map(({ certificate }) => certificate)).size).toBe(1);
		expect((await readdir(folder)).length).toBe(4);
	});
});
