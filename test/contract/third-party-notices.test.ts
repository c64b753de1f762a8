/** Whose work is bundled is named with its terms, and is what the bill of materials and the licences' test know as shipped. */
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildDist } from "../../scripts/build-dist.ts";
import { thirdPartyNotices } from "../../scripts/third-party-notices.ts";

const ROOT = join(import.meta.dirname, "../..");
const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
	readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean }>>;
};

let folder: string;
let notices: string;
/** Folders of packages, as the bundle's own comments say whose each piece is. */
let bundled: ReadonlySet<string>;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-dist-"));
	await buildDist(join(folder, "dist"));
	notices = readFileSync(join(folder, "dist/THIRD-PARTY-NOTICES.txt"), "utf8");
	const code = readdirSync(join(folder, "dist")).filter((file) => file.endsWith(".js"));
	const pieces = code.flatMap((file) => [...readFileSync(join(folder, "dist", file), "utf8").matchAll(/^ *\/\/ (node_modules\/\S+)$/gm)]);
	bundled = new Set(pieces.map(([, path = ""]) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test("every package of which there is a piece in dist/ is named in its version, and is no package of development", () => {
	expect(bundled.size).toBeGreaterThan(100);
	for (const path of bundled) {
		const { version, dev = false } = packages[path] ?? {};
		expect({ path, dev, named: notices.includes(`\n${path.replace(/^.*node_modules\//, "")} ${version} (`) }).toEqual({
			path,
			dev: false,
			named: true,
		});
	}
});
test("with its terms: a file, what the README says, or that there is no text", () => {
	for (const words of [
		/commander 14\S+ \(MIT\)\n-+\n\n\(The MIT License\)\n\nCopyright/,
		/rfc6902 \S+ \(MIT\)\n-+\n\nCopyright \d{4}.* Christopher Brown/,
	]) {
		expect(notices).toMatch(words);
	}
	expect(notices).toMatch(/@sigstore\/verify \S+ \(Apache-2\.0\)\n-+\n\nIt carries no text of its licence\./);
	expect(notices.match(/Permission is hereby granted, free of charge/g)?.length).toBeGreaterThan(10);
});
test("the same sources make the same bytes, wherever they are written", async () => {
	await buildDist(join(folder, "again/dist"));
	const files = readdirSync(join(folder, "dist"));
	expect(readdirSync(join(folder, "again/dist"))).toEqual(files);
	for (const file of files) {
		expect(readFileSync(join(folder, "again/dist", file)).equals(readFileSync(join(folder, "dist", file))), file).toBe(true);
	}
});
test("no package, no notice; ours is none", async () => {
	expect(await thirdPartyNotices(["src/admit.ts", "package.json"])).not.toContain("----");
});
