/** Rego files on disk, and the bundle made of them. */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { POLICIES_FOLDER } from "../policies-folder.ts";
import type { RegoCompiler } from "./compiler.ts";
import type { Capabilities } from "./opa-documents.ts";

/** Virtual path (with slashes) → text, sorted by path. */
export type PolicySources = Readonly<Record<string, string>>;

const CAPABILITIES = new URL("capabilities.json", POLICIES_FOLDER);

/**
 * Every `.rego` file under a directory, tests and links to files included; `node_modules`, hidden and linked folders left out. `prefix` is what the
 * virtual paths begin with, such as `policies/`.
 */
export async function readPolicySources(directory: string, prefix = ""): Promise<PolicySources> {
	const paths = await regoFiles(directory);
	const named = paths.map((path) => [prefix + relative(directory, path).split(sep).join("/"), path] as const);
	const sorted = named.sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(await Promise.all(sorted.map(async ([name, path]) => [name, await readFile(path, "utf8")] as const)));
}

async function regoFiles(directory: string): Promise<readonly string[]> {
	const entries = await readdir(directory, { withFileTypes: true });
	const found = entries.map(async (entry) => {
		const path = join(directory, entry.name);
		if (entry.isDirectory()) return entry.name === "node_modules" || entry.name.startsWith(".") ? [] : await regoFiles(path);
		if (!entry.name.endsWith(".rego")) return [];
		return entry.isFile() || (entry.isSymbolicLink() && (await stat(path)).isFile()) ? [path] : [];
	});
	return (await Promise.all(found)).flat();
}

/** The built-ins and features with which policies may compile; see scripts/generate-capabilities.ts. */
export async function readCapabilities(): Promise<Capabilities> {
	return JSON.parse(await readFile(CAPABILITIES, "utf8")) as Capabilities;
}

/** Digest (SHA-256, hex) of the sources, tests left out: the same policies have the same revision on every machine. */
function revisionOf(files: PolicySources): string {
	const hash = createHash("sha256");
	for (const path of Object.keys(files).sort()) {
		if (!path.endsWith("_test.rego")) hash.update(JSON.stringify([path, files[path]]));
	}
	return hash.digest("hex");
}

/** Compiles every annotated entrypoint to a bundle that Taskgate can load. Rejects with RegoErrors. */
export async function buildPolicies(compiler: RegoCompiler, files: PolicySources): Promise<Uint8Array> {
	return await compiler.build({ files, capabilities: await readCapabilities(), revision: revisionOf(files) });
}
