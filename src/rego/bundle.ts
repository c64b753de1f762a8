/** An OPA bundle (tar.gz): its WASM module and the catalogue of policies that it carries. */
import { createHash } from "node:crypto";
import type { Policy } from "../admission/policy.ts";
import { BundleError, unpackArchive } from "./bundle-archive.ts";
import { readManifest } from "./bundle-manifest.ts";
import { SIGNATURES, type Signature, SignatureError, verifySignature } from "./bundle-signature.ts";
import type { Entrypoints } from "./rules.ts";
import { timelessPolicies } from "./timeless.ts";
import type { Verification } from "./verifying-key.ts";

export interface Bundle {
	/** As `.manifest` states it: of bundles that Taskgate has compiled a digest of the sources, of others whatever their makers say. */
	readonly revision: string;
	/** policy.wasm. */
	readonly wasm: Uint8Array;
	/** Sorted by id. */
	readonly policies: readonly Policy[];
	/** Policy id → name of its entrypoint in the module: `workload/privileged` → `policies/workload/privileged/violation`. */
	readonly entrypoints: ReadonlyMap<string, string>;
	/** The same of those that have a rule `patch`: `workload/init-process` → `policies/workload/init-process/patch`. */
	readonly patches: ReadonlyMap<string, string>;
	/** Ids of the policies whose answers time does not change. */
	readonly timeless: ReadonlySet<string>;
	/** sha256 of its bytes, hexadecimal: two bundles may state the same revision. */
	readonly digest: string;
	/** Present when it was verified. */
	readonly signature?: Signature;
}

/**
 * Throws BundleError, naming the entry or the policy and field, for anything that is not a complete policy bundle. With a verification
 * it must be signed, without one it must not: a signature that nobody holds against a key would only look like one.
 */
export async function readBundle(bytes: Uint8Array, verification?: Verification): Promise<Bundle> {
	const files = await unpackArchive(bytes);
	if (files.has("patch.json")) throw new BundleError("the bundle is a delta (patch.json); only snapshots are read");
	if (verification === undefined && files.has(SIGNATURES)) {
		throw new SignatureError(
			`the bundle is signed (${SIGNATURES}), and there is no key to verify it with: set TASKGATE_BUNDLE_KEY (PEM or a file with it), and TASKGATE_BUNDLE_ALGORITHM where that is not RS256`,
		);
	}
	const signature = verification && (await verifySignature(files, verification));
	refuseData(files);
	const wasm = required(files, "policy.wasm");
	const catalogue = readManifest(Buffer.from(required(files, ".manifest")).toString());
	const timeless = timelessPolicies(files, catalogue.entrypoints);
	const digest = createHash("sha256").update(bytes).digest("hex");
	return { wasm, ...catalogue, timeless, digest, ...(signature && { signature }) };
}

/** By the rule that they are asked for. */
export function entrypointsOf({ entrypoints, patches }: Pick<Bundle, "entrypoints" | "patches">): Entrypoints {
	return { violation: entrypoints, patch: patches };
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
