/** Where a workload will run: FARGATE, EC2, EXTERNAL, MANAGED_INSTANCES. Pure. */
import type { Json, JsonObject } from "../admission/request.ts";
import { firstUnknown, isUnknown } from "../admission/unknown.ts";
import { isArray, isObject } from "./api-shape.ts";

const FARGATE_PROVIDERS = ["FARGATE", "FARGATE_SPOT"];

/**
 * As the resource says, else as the capacity providers say that it asks for, else what its task definition is made for.
 * A capacity provider of one's own is EC2 or Managed Instances, never Fargate. Empty when nothing says, or it is said only at deploy time.
 */
export function launchTypesFrom(resources: readonly (JsonObject | undefined)[], definition: JsonObject | undefined): readonly string[] {
	for (const resource of resources) {
		if (isUnknown(resource?.launchType) || firstUnknown(resource?.capacityProviderStrategy ?? null) !== undefined) return [];
		if (typeof resource?.launchType === "string") return [resource.launchType.toUpperCase()];
	}
	const required = texts(definition?.requiresCompatibilities).map((text) => text.toUpperCase());
	const providers = resources.map(providersOf).find((names) => names.length > 0);
	if (providers === undefined) return required;
	if (providers.every((name) => FARGATE_PROVIDERS.includes(name))) return ["FARGATE"];
	return required.filter((launchType) => launchType !== "FARGATE");
}

function providersOf(resource: JsonObject | undefined): readonly string[] {
	if (typeof resource?.capacityProviderName === "string") return [resource.capacityProviderName];
	const strategy = resource?.capacityProviderStrategy;
	return isArray(strategy) ? texts(strategy.map((item) => (isObject(item) ? (item.capacityProvider ?? null) : null))) : [];
}

function texts(list: Json | undefined): readonly string[] {
	return isArray(list) ? list.filter((item) => typeof item === "string") : [];
}
