/** Image references by the grammar of the distribution project, as Docker and ECS read them. Pure. */
import { partitionOf } from "../ecs/arn.ts";
import type { Place } from "../ecs/ecs-reader.ts";

export interface ImageReference {
	/** Host, and port where there is one, in lower case; Docker Hub is `docker.io`. */
	readonly registry: string;
	readonly repository: string;
	/** `latest` where the reference has neither a tag nor a digest. */
	readonly tag?: string;
	/** `sha256:…`; the only kind that ECS's registries use. */
	readonly digest?: string;
}

const DOCKER_HUB = ["docker.io", "index.docker.io", "registry-1.docker.io"];
const PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const REPOSITORY = new RegExp(`^${PART}(?:/${PART})*$`);
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::\d{1,5})?$/;
const WHOLE = /^([^@]+?)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;
const LONGEST = 255;

/** Undefined for what is no reference. */
export function parseImage(text: string): ImageReference | undefined {
	const [, name = "", tag, digest] = WHOLE.exec(text) ?? [];
	const slash = name.indexOf("/");
	const first = slash === -1 ? "" : name.slice(0, slash);
	const named = /[.:A-Z]/.test(first) || first === "localhost";
	const host = named ? first.toLowerCase() : "docker.io";
	const path = named ? name.slice(slash + 1) : name;
	if (!HOST.test(host) || !REPOSITORY.test(path) || name.length > LONGEST) return undefined;
	const registry = DOCKER_HUB.includes(host) ? "docker.io" : host;
	const repository = registry === "docker.io" && !path.includes("/") ? `library/${path}` : path;
	if (digest !== undefined) return { registry, repository, ...(tag === undefined ? {} : { tag }), digest };
	return { registry, repository, tag: tag ?? "latest" };
}

const ECR =
	/^(\d{12})\.(?:dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?|dkr-ecr(?:-fips)?\.([a-z0-9-]+)\.on\.(?:aws|amazonwebservices\.com\.cn))$/;
/** `s3` is none: what a bucket is called is for its owner to say. */
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/** Where a private registry of ECR lies; undefined for any other registry. */
export function ecrPlace(registry: string): Place | undefined {
	const [, account, classic, dualStack] = ECR.exec(registry) ?? [];
	const region = classic ?? dualStack ?? "";
	if (account === undefined || !REGION.test(region)) return undefined;
	return { partition: partitionOf(region), account, region };
}
