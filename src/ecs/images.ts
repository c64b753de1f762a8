/** What tags have come to, as ECS tells it of a service revision's images and of a running task's containers. */
import type { Json, JsonObject } from "../admission/request.ts";
import { isArray, isObject } from "./api-shape.ts";

/** Undefined where no digest is told: before a task has pulled its images, and for images that ECS does not resolve. */
export function imagesIn(list: Json | undefined): readonly JsonObject[] | undefined {
	const told = (isArray(list) ? list.filter(isObject) : []).flatMap(({ containerName, name, image, imageDigest }) =>
		typeof image === "string" && typeof imageDigest === "string"
			? [{ containerName: containerName ?? name ?? "", image, imageDigest }]
			: [],
	);
	return told.length > 0 ? told : undefined;
}
