/** An OPA bundle (tar.gz): its WASM module and the catalogue of policies that it carries. */
import { createHash } from "node:crypto";
import type { Policy } from "../admission/policy.ts";
import { BundleError, unpackArchive } from "./bundle-archive.ts";
import { readManifest } from "./bundle-manifest.ts";
import { timelessPolicies } from "./timeless.ts";

export interface Bundle {
	/** As `.manifest` states it: of bundles that Taskgate has compiled a digest of the sources, of others whatever their makers say. */
	readonly revision: string;
	/** Of the module: two bundles may state one revision. */
	readonly digest: string;
	/** policy.wasm. */
	readonly wasm: Uint8Array;
	/** Sorted by id. */
	readonly policies: readonly Policy[];
	/** Policy id → name of its entrypoint in the module: `workload/privileged` → `policies/workload/privileged/violation`. */
	readonly entrypoints: ReadonlyMap<string, string>;
	/** Ids of the policies whose answers time does not change. */
	readonly timeless: ReadonlySet<string>;
}

/** Throws BundleError, naming the entry or the policy and field, for anything that is not a complete policy bundle. */
export async function readBundle(bytes: Uint8Array): Promise<Bundle> {
	const files = await unpackArchive(bytes);
	if (files.has("patch.json")) throw new BundleError("the bundle is a delta (patch.json); only snapshots are read");
	if (files.has(".signatures.json")) {
		throw new BundleError(
			"the bundle is signed (.signatures.json), which Taskgate does not verify; give it an unsigned one from a place you trust",
		);
	}
	refuseData(files);
	const wasm = required(files, "policy.wasm");
	const catalogue = readManifest(Buffer.from(required(files, ".manifest")).toString());
	const digest = createHash("sha256").update(wasm).digest("hex");
	return { wasm, digest, ...catalogue, timeless: timelessPolicies(files, catalogue.entrypoints) };
}

function required(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
	const found = files.get(name);
	if (!found) throw new BundleError(`the bundle has no ${name}; build it with \`opa build -t wasm\``);
	return found;
}

/** Data is not part of the module: left aside in silence, it would make a policy that reads it say nothing. */
function refuseData(files: ReadonlyMap<string, Uint8Array>): void {
	for (const [name, bytes] of files) {
		const empty = name === "data.json" && Buffer.from(bytes).toString().trim() === "{}";
		if (/(^|\/)data\.(json|ya?ml)$/.test(name) && !empty) {
			throw new BundleError(
				`the bundle carries data (${name}); Taskgate reads none: write constants in Rego, the rest as parameters of a constraint`,
			);
		}
	}
}
