/** What is built and committed is what its sources say. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { buildLibrary } from "../../scripts/build-policies.ts";
import { generateCapabilities } from "../../scripts/generate-capabilities.ts";
import { importedBuiltins } from "../../scripts/imported-builtins.ts";
import { HOST_BUILTINS } from "../../src/rego/builtins/host-builtins.ts";
import { readBundle } from "../../src/rego/bundle.ts";
import { openCompiler } from "../../src/rego/compiler.ts";
import { buildPolicies } from "../../src/rego/policy-sources.ts";

const BUNDLE = new URL("../../policies/bundle.tar.gz", import.meta.url);
const CAPABILITIES = new URL("../../policies/capabilities.json", import.meta.url);

const compiler = openCompiler();
afterAll(() => compiler.close());

/** Of the tar inside, so that another Go release with another gzip makes no difference. */
function digest(bundle: Uint8Array): string {
	return createHash("sha256").update(gunzipSync(bundle)).digest("hex");
}

describe("policies/bundle.tar.gz", () => {
	it("is what policies/**/*.rego compile to", async () => {
		const committed = digest(await readFile(BUNDLE));
		expect(digest(await buildLibrary(compiler)), "policies/bundle.tar.gz is out of date: run `npm run build:policies` and commit it").toBe(
			committed,
		);
	});

	it("has a complete catalogue, and asks its host for nothing that the host lacks", async () => {
		const bundle = await readBundle(await readFile(BUNDLE));
		expect(bundle.policies.length).toBeGreaterThan(0);
		expect((await importedBuiltins(bundle.wasm)).filter((name) => !Object.hasOwn(HOST_BUILTINS, name))).toEqual([]);
	});
});

describe("policies/capabilities.json", () => {
	it("is what the compiler and the host can do", async () => {
		const committed = await readFile(CAPABILITIES, "utf8");
		expect(
			await generateCapabilities(compiler),
			"policies/capabilities.json is out of date: run `npm run generate:capabilities` and commit it",
		).toBe(committed);
	});

	it("lets policies compile what the host has and nothing more", async () => {
		const { builtins, features } = JSON.parse(await readFile(CAPABILITIES, "utf8")) as { builtins: { name: string }[]; features: string[] };
		const names = builtins.map(({ name }) => name);
		expect(names).toEqual(
			expect.arrayContaining(["sprintf", "object.get", "regex.match", "internal.template_string", "internal.member_2"]),
		);
		for (const outside of ["http.send", "opa.runtime", "net.lookup_ip_addr", "rand.intn", "time.now_ns"])
			expect(names).not.toContain(outside);
		expect(features).toEqual(expect.arrayContaining(["rego_v1", "template_strings"]));
	});

	it("refuses what WASM would answer otherwise than OPA: a set joined in the order of its hashes", async () => {
		const policy = (list: string) => ({ "a.rego": `package a\n\n# METADATA\n# entrypoint: true\nx := concat(",", ${list})\n` });
		await expect(buildPolicies(compiler, policy('{"b", "a"}'))).rejects.toThrow("concat: invalid argument");
		await expect(buildPolicies(compiler, policy('sort({"b", "a"})'))).resolves.toBeDefined();
	});
});
