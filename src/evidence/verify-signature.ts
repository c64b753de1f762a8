/** Whether one candidate is a signature, by whom, and of what. Sigstore's own verifier decides; only what a signature is about is read here. */
import type { KeyObject } from "node:crypto";
import { createHash } from "node:crypto";
import { type Bundle, bundleFromJSON, toMessageSignatureBundle } from "@sigstore/bundle";
import { PublicKeyDetails, TrustedRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { z } from "zod";
import { matchesPattern } from "../admission/pattern.ts";
import { type Candidate, SIGNS } from "./signed-candidates.ts";
import type { TrustPolicy, TrustRule } from "./trust-policy.ts";

export interface Verified {
	/** Of the images that it is about. */
	readonly digests: readonly string[];
	/** Whose it is: one that the rule names, or a key that is revoked; undefined for anybody else's. */
	readonly by?: { readonly name: string } | "revoked";
}

/** No key needs a log: whoever names a key trusts that key. */
const BY_KEY = { ctlogThreshold: 0, tlogThreshold: 0, timestampThreshold: 0 };
/** A certificate lives for minutes, so that only a log can say that it lived when it signed. */
const BY_CERTIFICATE = { ctlogThreshold: 1, tlogThreshold: 1, timestampThreshold: 1 };
const IN_TOTO = "application/vnd.in-toto+json";

const simple = z.object({
	critical: z.object({
		image: z.object({ "docker-manifest-digest": z.string() }),
		type: z.enum(["cosign container image signature", "atomic container signature"]),
	}),
});
const statement = z.object({
	_type: z.string().startsWith("https://in-toto.io/Statement/"),
	predicateType: z.literal(SIGNS),
	subject: z.array(z.object({ digest: z.object({ sha256: z.string() }) })).min(1),
});

interface Readable {
	readonly bundle: Bundle;
	readonly payload: Buffer;
	readonly digests: readonly string[];
}

/** Undefined for what is no signature of an image, however well it is signed: an attestation, or nothing that can be read. */
export function verifySignature(candidate: Candidate, rule: TrustRule, trust: TrustPolicy): Verified | undefined {
	const read = readable(candidate);
	if (read === undefined) return undefined;
	const { digests, bundle } = read;
	if (bundle.verificationMaterial.content.$case !== "publicKey") {
		const name = identityOf(read, rule, trust.root);
		return { digests, ...(name === undefined ? {} : { by: { name } }) };
	}
	if (trust.revoked.keys.some((key) => isBy(key, read))) return { digests, by: "revoked" };
	const signer = rule.keys.find(({ pem }) => isBy(pem, read));
	return { digests, ...(signer === undefined ? {} : { by: { name: signer.name } }) };
}

function isBy(key: KeyObject, { bundle, payload }: Readable): boolean {
	const rawBytes = key.export({ type: "spki", format: "der" });
	const named = { rawBytes, keyDetails: PublicKeyDetails.PUBLIC_KEY_DETAILS_UNSPECIFIED };
	const hint = bundle.verificationMaterial.content.$case === "publicKey" ? bundle.verificationMaterial.content.publicKey.hint : "";
	// The bundle's word on which key it is does not count: this one is tried.
	const material = toTrustMaterial(TrustedRoot.fromJSON({}), { [hint]: named });
	const entity = { ...toSignedEntity(bundle, payload), tlogEntries: [], timestamps: [] };
	return succeeds(() => new Verifier(material, BY_KEY).verify(entity)) !== undefined;
}

function identityOf({ bundle, payload }: Readable, { identities }: TrustRule, root: TrustedRoot | undefined): string | undefined {
	if (root === undefined) return undefined;
	const signer = succeeds(() => new Verifier(toTrustMaterial(root), BY_CERTIFICATE).verify(toSignedEntity(bundle, payload)));
	const { subjectAlternativeName = "", extensions } = signer?.identity ?? {};
	const known = identities.find(({ issuer, subject }) => issuer === extensions?.issuer && matchesPattern(subject, subjectAlternativeName));
	return known && `${subjectAlternativeName} (${known.issuer})`;
}

function readable(candidate: Candidate): Readable | undefined {
	return succeeds(() => (candidate.form === "simple" ? simpleSigned(candidate) : bundled(candidate.json)));
}

function simpleSigned({ payload, signature }: Extract<Candidate, { form: "simple" }>): Readable {
	const { critical } = simple.parse(JSON.parse(payload.toString()));
	const digest = createHash("sha256").update(payload).digest();
	const bundle = toMessageSignatureBundle({ digest, signature: Buffer.from(signature, "base64"), keyHint: "key" });
	return { bundle, payload, digests: [critical.image["docker-manifest-digest"]] };
}

function bundled(json: Buffer): Readable {
	const bundle = bundleFromJSON(JSON.parse(json.toString()));
	if (bundle.content.$case !== "dsseEnvelope") throw new Error("it signs no statement");
	const { payload, payloadType, signatures } = bundle.content.dsseEnvelope;
	if (payloadType !== IN_TOTO || signatures.length !== 1) throw new Error("it is no single statement of in-toto's");
	const { subject } = statement.parse(JSON.parse(payload.toString()));
	return { bundle, payload, digests: subject.map(({ digest }) => `sha256:${digest.sha256}`) };
}

/** Sigstore's verifier throws what it finds wrong. */
function succeeds<T>(attempt: () => T): T | undefined {
	try {
		return attempt();
	} catch {
		return undefined;
	}
}
