/** A Sigstore of the test's own: certificate authority, logs and timestamp authority are Sigstore's own mocks of its services. */
import { createHash, createPublicKey } from "node:crypto";
import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from "@sigstore/mock";
import { TransparencyLogEntry } from "@sigstore/protobuf-specs";
import { newSigner, type Signed, type Signer } from "./signed-images.ts";

type Authority = Awaited<ReturnType<typeof initializeCA>>;
type Log = Awaited<ReturnType<typeof initializeTLog>>;
type Timestamps = Awaited<ReturnType<typeof initializeTSA>>;

export interface Sigstore {
	/** Within the life of its certificates, and of what they certify. */
	readonly now: Date;
	/** Its certificates live for ten minutes, and are published in the certificate log. */
	readonly authority: Authority;
	/** The same, and publishes nothing. */
	readonly unpublishing: Authority;
	/** The transparency log, at whose clock it is said to be so late. */
	readonly logAt: (time: Date) => Promise<Log>;
	readonly timestampsAt: (time: Date) => Promise<Timestamps>;
	/** As `cosign trusted-root create` writes it. */
	readonly trustedRoot: Readonly<Record<"certificateAuthorities" | "ctlogs" | "tlogs" | "timestampAuthorities", readonly object[]>>;
}

const LOG = "https://log.sigstore.test";
/** SHA-256, and a policy of timestamps: what a request of RFC 3161 names. */
const IMPRINT = { hashAlgorithmOID: "2.16.840.1.101.3.4.2.1", policyOID: "1.3.6.1.4.1.57264.2", nonce: 1 };
/** Extensions of Fulcio's: whose word the subject is, as it was written first, and since. */
const ISSUER_V1 = "1.3.6.1.4.1.57264.1.1";
const ISSUER_V2 = "1.3.6.1.4.1.57264.1.8";

export async function openSigstore(): Promise<Sigstore> {
	// The mocks' own certificates begin by this machine's clock, to which ASN.1 has seconds alone.
	const now = new Date(Date.now() + 60_000);
	const keys = { authority: keyPair(), published: keyPair(), log: keyPair(), timestamps: keyPair() };
	const published = await initializeCTLog(keys.published, now);
	const authority = await initializeCA(keys.authority, published, now);
	const timestamps = await initializeTSA(keys.timestamps, now);
	return {
		now,
		authority,
		unpublishing: await initializeCA(keys.authority, undefined, now),
		logAt: (time) => initializeTLog(LOG, keys.log, time),
		timestampsAt: (time) => initializeTSA(keys.timestamps, time),
		trustedRoot: {
			certificateAuthorities: [{ certChain: chain(authority.rootCertificate) }],
			ctlogs: [logged("https://certificates.sigstore.test", published.publicKey)],
			tlogs: [logged(LOG, (await initializeTLog(LOG, keys.log)).publicKey)],
			timestampAuthorities: [{ certChain: chain(timestamps.intCertificate, timestamps.rootCertificate) }],
		},
	};
}

interface Keyless {
	readonly authority: Authority;
	readonly issuer: string;
	readonly subject: string;
	/** How the certificate says whose word the subject is. */
	readonly extension?: "v1" | "v2";
}

/** A key that lives for one signature, and its certificate; `proof` is what the bundle says of when it signed. */
export async function keyless({ authority, issuer, subject, extension = "v2" }: Keyless, ...proofs: readonly Proof[]) {
	const by = newSigner();
	const oid = extension === "v1" ? { oid: ISSUER_V1, legacy: true } : { oid: ISSUER_V2 };
	const publicKey = createPublicKey(by.pem).export({ type: "spki", format: "der" });
	const rawBytes = base64(
		await authority.issueCertificate({ publicKey, subjectAltName: subject, extensions: [{ ...oid, value: issuer }] }),
	);
	const material = async (signed: Signed): Promise<object> => {
		const parts = await Promise.all(proofs.map((proof) => proof(signed, rawBytes)));
		return { publicKey: undefined, certificate: { rawBytes }, ...Object.assign({}, ...parts) };
	};
	return { by, material };
}

/** Part of a bundle's verification material. */
type Proof = (signed: Signed, certificate: string) => Promise<object>;

/** As Rekor answers to whoever adds an entry. */
interface RekorEntry {
	/** In base64. */
	readonly body: string;
	/** In seconds since 1970. */
	readonly integratedTime: number;
	/** In hexadecimal, as the root hash is. */
	readonly logID: string;
	readonly logIndex: number;
	readonly verification: {
		readonly signedEntryTimestamp: string;
		readonly inclusionProof: { readonly checkpoint: string; readonly rootHash: string };
	};
}

/** Rekor, version 1: the log promises an entry, and says when. */
export function entryIn(log: Promise<Log>): Proof {
	return async ({ envelope, payload, signature }, certificate) => {
		const verifier = Buffer.from(`-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`).toString("base64");
		const hash = (content: string | Buffer) => ({ algorithm: "sha256", value: sha256(content).toString("hex") });
		const spec = { envelopeHash: hash(envelope), payloadHash: hash(payload), signatures: [{ signature, verifier }] };
		const entries: Record<string, RekorEntry> = await (await log).log({ apiVersion: "0.0.1", kind: "dsse", spec });
		const [entry] = Object.values(entries) as [RekorEntry];
		const { inclusionProof, signedEntryTimestamp } = entry.verification;
		const { checkpoint, rootHash, ...proof } = inclusionProof;
		return {
			tlogEntries: [
				{
					...{ logIndex: `${entry.logIndex}`, integratedTime: `${entry.integratedTime}`, canonicalizedBody: entry.body },
					logId: { keyId: Buffer.from(entry.logID, "hex").toString("base64") },
					kindVersion: { kind: "dsse", version: "0.0.1" },
					inclusionPromise: { signedEntryTimestamp },
					inclusionProof: { ...proof, rootHash: Buffer.from(rootHash, "hex").toString("base64"), checkpoint: { envelope: checkpoint } },
				},
			],
		};
	};
}

/** Rekor, version 2: the log proves the entry, and nobody signs the time that it tells. */
export function untimedEntryIn(log: Promise<Log>): Proof {
	return async ({ payload, signature }) => {
		const payloadHash = { algorithm: "SHA2_256", digest: sha256(payload).toString("base64") };
		const spec = { dsseV002: { payloadHash, signatures: [{ content: signature }] } };
		const entry = await (await log).logV2({ apiVersion: "0.0.2", kind: "dsse", spec } as never);
		const { inclusionProof, ...rest } = entry;
		// The mock's log holds nothing else, and numbers its entries at random all the same.
		const proof = inclusionProof && { ...inclusionProof, logIndex: "0" };
		return { tlogEntries: [TransparencyLogEntry.toJSON({ ...rest, inclusionProof: proof })] };
	};
}

/** RFC 3161, over the signature. */
export function timestampOf(timestamps: Promise<Timestamps>): Proof {
	return async ({ signature }) => {
		const artifactHash = sha256(Buffer.from(signature, "base64"));
		const signedTimestamp = base64(await (await timestamps).timestamp({ ...IMPRINT, artifactHash }));
		return { timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp }] } };
	};
}

function keyPair() {
	const { privateKey, pem }: Signer = newSigner();
	return { privateKey, publicKey: createPublicKey(pem) };
}

function chain(...certificates: readonly ArrayBufferView[]) {
	return { certificates: certificates.map((each) => ({ rawBytes: base64(each) })) };
}

function logged(baseUrl: string, publicKey: Buffer) {
	const key = { rawBytes: base64(publicKey), keyDetails: "PKIX_ECDSA_P256_SHA_256" };
	return { baseUrl, hashAlgorithm: "SHA2_256", publicKey: key, logId: { keyId: base64(sha256(publicKey)) } };
}

function sha256(content: string | Buffer): Buffer {
	return createHash("sha256").update(content).digest();
}

function base64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
	return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}
