/** What an install brings is what was pinned: by version, by hash, and without running anything of its own. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Locked {
	readonly version?: string;
	readonly resolved?: string;
	readonly integrity?: string;
	readonly dev?: boolean;
	readonly link?: boolean;
	readonly hasInstallScript?: boolean;
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const { scripts, ...pinned } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
const { packages } = JSON.parse(read("package-lock.json")) as { readonly packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(packages).filter(([path]) => path !== "");

test("every dependency is pinned to one version", () => {
	const all = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) => Object.entries(pinned[kind] ?? {}));
	expect(all.length).toBeGreaterThan(60);
	expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});
test("every package is held by its hash, and none comes from an address or a folder", () => {
	expect(locked.length).toBeGreaterThan(300);
	const unheld = locked.filter(([, { integrity = "", link, inBundle }]: [string, Locked & { inBundle?: boolean }]) => {
		return link === true || (inBundle !== true && !/^sha512-[\w+/]{86}==$/.test(integrity));
	});
	expect(unheld).toEqual([]);
	expect(locked.filter(([, { resolved = "https://registry.npmjs.org/" }]) => !resolved.startsWith("https://registry.npmjs.org/"))).toEqual(
		[],
	);
});
test("nothing that is shipped, nor we ourselves, runs a script when it is installed", () => {
	expect(locked.filter(([, { dev, hasInstallScript }]) => dev !== true && hasInstallScript === true)).toEqual([]);
	expect(Object.keys(scripts!).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
});
test.each(["src/rego/compiler", "test/registry", "test/openreports"])("every Go module that %s requires has its sum", (folder) => {
	const required = [...read(`${folder}/go.mod`).matchAll(/^(?:require|\t) ?(\S+) (v\S+)/gm)].map(
		([, path, version]) => `${path} ${version}`,
	);
	expect(required.length).toBeGreaterThan(0);
	const sums = read(`${folder}/go.sum`).split("\n");
	for (const one of required)
		expect(
			sums.some((line) => /^(\/go\.mod)? h1:[\w+/]{43}=$/.test(line.replace(one, ""))),
			one,
		).toBe(true);
});
