/** Which images a request would run or runs, by digest, as far as anything that was found says so. Pure. */
import type { AdmissionRequest, Json, JsonObject } from "./request.ts";

/** Of one container; there may be two: its index's, and that of the image which its platform gets. */
export interface RunningImage {
	readonly containerName: string;
	/** `sha256:…` */
	readonly imageDigest: string;
}

export interface Running {
	/** Full ARN of the task definition's revision. */
	readonly revision: string;
	readonly images: readonly RunningImage[];
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** By what the definition pins, what ECS says its tags have come to, and what registries have answered. Undefined where no revision or no digest is known. */
export function runningIn({ kind, object, context, targets }: Pick<AdmissionRequest, "kind" | "object" | "context" | "targets">) {
	const revision = targets.taskDefinition;
	const definition = kind === "TaskDefinition" ? object : context.taskDefinition;
	if (revision === undefined || definition === undefined) return undefined;
	const resolved = digestsByContainer(context.containerImages);
	const containers = Array.isArray(definition.containerDefinitions) ? definition.containerDefinitions.filter(isObject) : [];
	const images = containers.flatMap(({ name, image }) => {
		if (typeof name !== "string" || typeof image !== "string") return [];
		const { digest, manifest } = (context.images?.[image] ?? {}) as JsonObject;
		const candidates = [image.split("@")[1], resolved.get(name), digest, manifest];
		return [...new Set(candidates.filter(isDigest))].map((imageDigest) => ({ containerName: name, imageDigest }));
	});
	return images.length === 0 ? undefined : ({ revision, images } satisfies Running);
}

/** Of what ECS tells, the digest by the container's name. */
export function digestsByContainer(containerImages: readonly JsonObject[] = []): ReadonlyMap<Json | undefined, Json | undefined> {
	return new Map(containerImages.map(({ containerName, imageDigest }) => [containerName, imageDigest]));
}

function isDigest(value: Json | undefined): value is string {
	return typeof value === "string" && DIGEST.test(value);
}

function isObject(value: Json): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
