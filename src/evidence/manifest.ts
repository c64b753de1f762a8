/** What a registry has under a reference: an image's manifest, or an index of several. OCI's and Docker's (schema 2) are read alike. Pure. */
import { z } from "zod";
import { NotKnown, type Platform } from "./evidence.ts";
import type { Content, Repository } from "./registry-client.ts";

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be a sha256 digest");
const size = z.number().int().nonnegative();
const annotations = z.record(z.string(), z.string()).nullish();

const INDEXES = ["application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"];
const IMAGES = ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"];

const descriptor = z.object({ mediaType: z.string(), digest, size, annotations });
const image = z.object({
	schemaVersion: z.literal(2),
	mediaType: z.enum(IMAGES).optional(),
	config: descriptor,
	layers: z.array(descriptor),
	annotations,
});
const listed = descriptor.extend({
	platform: z.object({ os: z.string(), architecture: z.string() }).nullish(),
	artifactType: z.string().nullish(),
});
const index = z.object({
	schemaVersion: z.literal(2),
	mediaType: z.enum(INDEXES).optional(),
	manifests: z.array(listed),
	annotations,
});

export type ImageManifest = z.infer<typeof image>;
export type ImageIndex = z.infer<typeof index>;

/** `where` is for messages. @throws {NotKnown} naming the field that is wrong */
export function readManifest({ bytes, mediaType }: Pick<Content, "bytes" | "mediaType">, where: string): ImageManifest | ImageIndex {
	const value = parseJson(bytes, where);
	refuseBoth(value, where);
	const said = (value as { mediaType?: unknown } | null)?.mediaType ?? mediaType;
	if (INDEXES.includes(String(said))) return checked(index, value, `the index of ${where}`);
	if (IMAGES.includes(String(said))) return checked(image, value, `the manifest of ${where}`);
	throw new NotKnown(`the manifest of ${where} is of the type ${JSON.stringify(said)}, which is not read`);
}

/** Whoever reads it as the other one would see something else than we do. */
function refuseBoth(value: unknown, where: string): void {
	const has = (member: string) => typeof value === "object" && value !== null && Object.hasOwn(value, member);
	if (has("manifests") && (has("config") || has("layers"))) throw new NotKnown(`the manifest of ${where} is both an image and an index`);
}

/** @throws {NotKnown} */
export function readIndex(bytes: Buffer, where: string): ImageIndex {
	return checked(index, parseJson(bytes, where), where);
}

/** The one of an index that a platform gets. @throws {NotKnown} where there is none, or more than one */
export function choose({ manifests }: ImageIndex, { os, architecture }: Platform, where: string): ImageIndex["manifests"][number] {
	const fitting = manifests.filter(({ platform }) => platform?.os === os && platform.architecture === architecture);
	const [chosen, ...others] = fitting;
	if (chosen === undefined) throw new NotKnown(`${where} has no image for ${os}/${architecture}; runtimePlatform says which one is meant`);
	if (others.length > 0)
		throw new NotKnown(`${where} has ${fitting.length} images for ${os}/${architecture}, and nobody can tell which one runs`);
	return chosen;
}

export function checked<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const problems = result.error.issues.slice(0, 3).map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
	throw new NotKnown(`${where} cannot be read: ${problems.join("; ")}`);
}

export function parseJson(bytes: Buffer, where: string): unknown {
	try {
		return JSON.parse(bytes.toString());
	} catch (error) {
		throw new NotKnown(`${where} is not JSON`, { cause: error });
	}
}

export function nameOfImage({ registry, repository }: Repository): string {
	return `${registry}/${repository}`;
}
