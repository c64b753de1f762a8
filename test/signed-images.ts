/** Signatures as cosign makes and keeps them, by keys of the test's own. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { type Pusher, sha256, TYPES } from "./oci-images.ts";

export interface Signer {
	readonly privateKey: KeyObject;
	/** The public key. */
	readonly pem: string;
}

const PAIRS = {
	ec: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
	ed25519: () => generateKeyPairSync("ed25519"),
	rsa: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
};

export function newSigner(type: keyof typeof PAIRS = "ec"): Signer {
	const { privateKey, publicKey } = PAIRS[type]();
	return { privateKey, pem: publicKey.export({ type: "spki", format: "pem" }) as string };
}

function signed(content: Buffer, { privateKey }: Signer): string {
	return sign(privateKey.asymmetricKeyType === "ed25519" ? null : "sha256", content, privateKey).toString("base64");
}

/** As `cosign sign` did by default until version 3: a tag beside the image, one layer a signature. `about` is what the text says it signs. */
export async function signByTag(pusher: Pusher, image: string, signatures: readonly { readonly by: Signer; readonly about?: string }[]) {
	const mediaType = "application/vnd.dev.cosign.simplesigning.v1+json";
	const layers = signatures.map(async ({ by, about = image }) => {
		const critical = {
			identity: { "docker-reference": "" },
			image: { "docker-manifest-digest": about },
			type: "cosign container image signature",
		};
		const payload = JSON.stringify({ critical, optional: null });
		const annotations = { "dev.cosignproject.cosign/signature": signed(Buffer.from(payload), by) };
		return { ...(await pusher.blob(payload, mediaType)), annotations };
	});
	const config = await pusher.blob(JSON.stringify({ architecture: "", os: "", config: {} }), TYPES.oci.config);
	const manifest = { schemaVersion: 2, mediaType: TYPES.oci.manifest, config, layers: await Promise.all(layers) };
	await pusher.manifest(manifest, TYPES.oci.manifest, `${image.replace(":", "-")}.sig`);
}

interface Bundling {
	readonly by: Signer;
	readonly about?: string;
	readonly predicateType?: string;
	/** What the bundle holds besides. */
	readonly material?: (signed: Signed) => object | Promise<object>;
}

/** One statement, signed. */
export interface Signed {
	readonly payload: Buffer;
	/** In base64. */
	readonly signature: string;
	/** With the statement and the signature in it, as JSON. */
	readonly envelope: string;
}

/** As `cosign sign` does since version 3: a Sigstore bundle with a statement, which refers to the image. */
export async function signByBundle(
	pusher: Pusher,
	image: { readonly digest: string; readonly size: number; readonly mediaType: string },
	{ by, about = image.digest, predicateType = "https://sigstore.dev/cosign/sign/v1", material = () => ({}) }: Bundling,
): Promise<void> {
	const subject = [{ digest: { sha256: about.replace("sha256:", "") } }];
	const payload = Buffer.from(JSON.stringify({ _type: "https://in-toto.io/Statement/v1", subject, predicateType, predicate: {} }));
	const type = "application/vnd.in-toto+json";
	const encoded = Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload]);
	const mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";
	const signature = signed(encoded, by);
	const dsseEnvelope = { payload: payload.toString("base64"), payloadType: type, signatures: [{ sig: signature }] };
	const besides = await material({ payload, signature, envelope: JSON.stringify(dsseEnvelope) });
	const bundle = { mediaType, verificationMaterial: { publicKey: { hint: sha256(by.pem) }, ...besides }, dsseEnvelope };
	const layer = await pusher.blob(JSON.stringify(bundle), mediaType);
	const config = await pusher.blob("{}", "application/vnd.oci.empty.v1+json");
	const annotations = { "dev.sigstore.bundle.content": "dsse-envelope", "dev.sigstore.bundle.predicateType": predicateType };
	const manifest = {
		schemaVersion: 2,
		mediaType: TYPES.oci.manifest,
		artifactType: mediaType,
		config,
		layers: [layer],
		subject: image,
		annotations,
	};
	await pusher.manifest(manifest, TYPES.oci.manifest);
}
