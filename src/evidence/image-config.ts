/** An image's own configuration: what runs in it, as whom, and what its builder says of it. Without its environment, which may hold secrets. */
import { z } from "zod";
import type { JsonObject } from "../admission/request.ts";
import { allKnown } from "../admission/unknown.ts";
import { NotKnown } from "./evidence.ts";
import { checked, type ImageManifest, nameOfImage, parseJson } from "./manifest.ts";
import type { RegistryClient, Repository } from "./registry-client.ts";

const MOST_BYTES = 2 ** 20;
const TYPES = ["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"];

const texts = z.array(z.string()).nullish();
const texted = z.record(z.string(), z.string()).nullish();
const shape = z.object({
	architecture: z.string(),
	os: z.string(),
	created: z.string().nullish(),
	config: z
		.object({ Entrypoint: texts, Cmd: texts, User: z.string().nullish(), WorkingDir: z.string().nullish(), Labels: texted })
		.nullish(),
	rootfs: z.object({ diff_ids: z.array(z.string()) }).nullish(),
});

/** @throws {NotKnown} */
export async function fetchConfig(
	client: RegistryClient,
	repository: Repository,
	{ config: { digest, mediaType, size }, annotations }: ImageManifest,
	signal: AbortSignal,
): Promise<JsonObject> {
	const where = `the configuration of ${nameOfImage(repository)}`;
	if (!TYPES.includes(mediaType))
		throw new NotKnown(`${nameOfImage(repository)} is no image to run: its configuration is of the type ${mediaType}`);
	if (size > MOST_BYTES) throw new NotKnown(`${where} has ${size} bytes, and more than ${MOST_BYTES} are not read`);
	const bytes = await client.blob(repository, digest, size, signal);
	const { config, rootfs, ...whole } = checked(shape, parseJson(bytes, where), where);
	return allKnown(
		present({
			Entrypoint: config?.Entrypoint,
			Cmd: config?.Cmd,
			User: config?.User,
			WorkingDir: config?.WorkingDir,
			Labels: config?.Labels,
			architecture: whole.architecture,
			os: whole.os,
			created: whole.created,
			layers: rootfs?.diff_ids,
			annotations,
		}),
	);
}

function present(members: Readonly<Record<string, JsonObject[string] | null | undefined>>): JsonObject {
	return Object.fromEntries(
		Object.entries(members).flatMap(([key, value]) => (value === null || value === undefined ? [] : [[key, value]])),
	);
}
