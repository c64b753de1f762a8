/** Builds policies/bundle.tar.gz, the built-in library, from policies/**\/*.rego. */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openCompiler, type RegoCompiler } from "../src/rego/compiler.ts";
import { buildPolicies, readPolicySources } from "../src/rego/policy-sources.ts";
import { ensureCompiler } from "./build-compiler.ts";

const POLICIES = new URL("../policies/", import.meta.url);

/** The same bytes on every machine: the virtual paths are fixed and sorted, and OPA writes no times. */
export async function buildLibrary(compiler: RegoCompiler): Promise<Uint8Array> {
	return await buildPolicies(compiler, await readPolicySources(fileURLToPath(POLICIES), "policies/"));
}

if (import.meta.main) {
	const compiler = openCompiler(await ensureCompiler());
	await writeFile(new URL("bundle.tar.gz", POLICIES), await buildLibrary(compiler));
	await compiler.close();
}
