/** The bill of materials names everything that is shipped, in the version that is shipped, with a sum to hold it against. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bom, type Component, GO_SUM } from "../../scripts/sbom.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const { name, version, dependencies, devDependencies, optionalDependencies } = JSON.parse(read("package.json")) as Record<
	string,
	Record<string, string>
>;
const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, { version: string; dev?: boolean; integrity?: string }> };
const made = await bom();
const npm = made.components.filter(({ purl }) => purl.startsWith("pkg:npm/"));
const go = made.components.filter(({ purl }) => purl.startsWith("pkg:golang/"));
const named = (components: readonly Component[]) => components.map((one) => `${one.name}@${one.version}`);

test("it is CycloneDX and of this package", () => {
	expect(made).toMatchObject({
		bomFormat: "CycloneDX",
		specVersion: "1.5",
		metadata: { component: { name, version, type: "application" } },
	});
});
test("every dependency of package.json is named with its version, and none of development", () => {
	const wanted = Object.entries({ ...dependencies, ...optionalDependencies }).map(([one, pinned]) => `${one}@${pinned}`);
	expect(wanted.length).toBeGreaterThan(40);
	expect(named(npm)).toEqual(expect.arrayContaining(wanted));
	expect(Object.keys(devDependencies!).filter((one) => npm.some((component) => component.name === one))).toEqual([]);
});
test("what those depend on is named too: all that the lock file would install, with its hash", () => {
	const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== "" && dev !== true);
	const hashes = new Map(npm.map((one) => [`${one.name}@${one.version}`, one.hashes]));
	for (const [path, { version, integrity }] of shipped) {
		const one = `${path.replace(/^.*node_modules\//, "")}@${version}`;
		const [, sha512 = ""] = /^sha512-(.+)$/.exec(integrity ?? "") ?? [];
		expect(hashes.get(one), one).toEqual([{ alg: "SHA-512", content: Buffer.from(sha512, "base64").toString("hex") }]);
	}
	expect(new Set(named(npm)).size).toBe(
		new Set(shipped.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, "")}@${version}`)).size,
	);
});
test("the modules of the Rego compiler are named with Go's sum of each, OPA among them", () => {
	expect(named(go).find((one) => /^github\.com\/open-policy-agent\/opa@v1\./.test(one))).toBeDefined();
	const sums = read("src/rego/compiler/go.sum").split("\n");
	const [standard, ...modules] = go;
	expect(standard?.name).toBe("stdlib");
	expect(modules.length).toBeGreaterThan(5);
	for (const { name, version, properties } of modules) {
		const [property] = properties ?? [];
		expect(property?.name, name).toBe(GO_SUM);
		expect(sums).toContain(`${name} ${version} ${property?.value}`);
	}
});
test("every reference leads to a component, once", () => {
	const refs = [made.metadata.component, ...made.components].map((one) => one["bom-ref"]);
	expect(new Set(refs).size).toBe(refs.length);
	const depended = made.dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]);
	expect(depended.filter((ref) => !refs.includes(ref))).toEqual([]);
});
