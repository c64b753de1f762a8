/** What lies beside an image and looks like a signature of it: cosign's `.sig` tag, and the Sigstore bundles that refer to it (OCI 1.1). */
import { NotKnown } from "./evidence.ts";
import { type ImageIndex, type ImageManifest, nameOfImage, readIndex, readManifest } from "./manifest.ts";
import { referrersOf } from "./referrers.ts";
import type { RegistryClient, Repository } from "./registry-client.ts";

/** Cosign's older form: a text about the image, and a signature of that text. */
export interface SimpleSigned {
	readonly form: "simple";
	readonly payload: Buffer;
	/** In base64. */
	readonly signature: string;
}

/** A Sigstore bundle, as JSON. */
export interface Bundled {
	readonly form: "bundle";
	readonly json: Buffer;
}

export type Candidate = SimpleSigned | Bundled;

const SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json";
const SIGNATURE = "dev.cosignproject.cosign/signature";
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle(\.v0\.\d+)?\+json/;
const EMPTY = "application/vnd.oci.empty.v1+json";
const PREDICATE = "dev.sigstore.bundle.predicateType";
export const SIGNS = "https://sigstore.dev/cosign/sign/v1";
const MOST = 30;
const MOST_BYTES = 256 * 1024;

/** @throws {NotKnown} where anything of it cannot be had: what is not seen could be the one that counts, or the one that is revoked. */
export async function candidatesFor(
	client: RegistryClient,
	repository: Repository,
	digest: string,
	signal: AbortSignal,
): Promise<readonly Candidate[]> {
	const tag = digest.replace(":", "-");
	const [signatures, referrers] = await Promise.all([
		client.manifest(repository, `${tag}.sig`, signal),
		referrersOf(client, repository, digest, signal).then((found) => found ?? listedByTag(client, repository, tag, signal)),
	]);
	const where = nameOfImage(repository);
	const manifest = signatures && readManifest(signatures, `the signatures of ${where}`);
	const layers = manifest === undefined || "manifests" in manifest ? [] : manifest.layers.filter(({ mediaType }) => mediaType === SIMPLE);
	const bundles = referrers.filter(({ artifactType, annotations }) => mayBundle(artifactType) && maySign(annotations));
	if (layers.length + bundles.length > MOST) throw new NotKnown(`${where}@${digest} has more than ${MOST} signatures`);
	const simple = layers.map((layer) => simpleSigned(client, repository, layer, signal));
	const found = await Promise.all([...simple, ...bundles.map((each) => bundled(client, repository, each.digest, signal))]);
	return found.filter((candidate) => candidate !== undefined);
}

/** Not every registry says in its list what a manifest says of itself: some tell the type of its (empty) configuration. */
function mayBundle(artifactType: string | null | undefined): boolean {
	return artifactType === null || artifactType === undefined || artifactType === EMPTY || BUNDLE.test(artifactType);
}

function maySign(annotations: Readonly<Record<string, string>> | null | undefined): boolean {
	return (annotations?.[PREDICATE] ?? SIGNS) === SIGNS;
}

/** Where a registry does not know referrers, cosign keeps their list under a tag. */
async function listedByTag(
	client: RegistryClient,
	repository: Repository,
	tag: string,
	signal: AbortSignal,
): Promise<ImageIndex["manifests"]> {
	const content = await client.manifest(repository, tag, signal);
	return content === undefined ? [] : readIndex(content.bytes, `what refers to ${nameOfImage(repository)}`).manifests;
}

async function simpleSigned(
	client: RegistryClient,
	repository: Repository,
	{ digest, size, annotations }: ImageManifest["layers"][number],
	signal: AbortSignal,
): Promise<SimpleSigned> {
	const payload = await client.blob(repository, digest, bounded(size), signal);
	return { form: "simple", payload, signature: annotations?.[SIGNATURE] ?? "" };
}

/** Undefined for what is none, or an attestation: those may be of any size. */
async function bundled(client: RegistryClient, repository: Repository, digest: string, signal: AbortSignal): Promise<Bundled | undefined> {
	const where = nameOfImage(repository);
	const content = await client.manifest(repository, digest, signal);
	const manifest = content && readManifest(content, `a signature of ${where}`);
	if (manifest === undefined) throw new NotKnown(`a signature of ${where} is listed, and its manifest ${digest} is not there`);
	const [layer] = "manifests" in manifest ? [] : manifest.layers;
	if (layer === undefined || !BUNDLE.test(layer.mediaType) || layer.size > MOST_BYTES || !maySign(manifest.annotations)) return undefined;
	return { form: "bundle", json: await client.blob(repository, layer.digest, layer.size, signal) };
}

function bounded(size: number): number {
	return Math.min(size, MOST_BYTES);
}
