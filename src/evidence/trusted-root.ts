/** The certificate authorities and logs that identities are held against, as `cosign trusted-root create` writes them. */
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toTrustMaterial } from "@sigstore/verify";

/** Without one of them no identity counts, whoever has signed. */
const NEEDED = ["certificateAuthorities", "ctlogs", "tlogs"] as const;

/** @throws {Error} where nothing could be held against it */
export function readTrustedRoot(json: string): TrustedRoot {
	const root = TrustedRoot.fromJSON(JSON.parse(json));
	const material = toTrustMaterial(root);
	const missing = NEEDED.find((part) => material[part].length === 0);
	if (missing !== undefined) throw new Error(`it names no ${missing}`);
	return root;
}
