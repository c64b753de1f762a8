/** A task definition as a RunTask or StartTask call would run it: overrides merged in, once, so that policies see what runs. Pure. */
import type { Json, JsonObject } from "../admission/request.ts";
import { isUnknown } from "../admission/unknown.ts";
import { isArray, isObject } from "./api-shape.ts";

const OF_TASK = ["taskRoleArn", "executionRoleArn", "cpu", "memory", "ephemeralStorage"];
const OF_CONTAINER = ["command", "environmentFiles", "cpu", "memory", "memoryReservation", "resourceRequirements"];

/**
 * Environment variables are merged by name; everything else that may be overridden is replaced, as ECS does. Containers keep
 * their positions; an override for a container that the definition does not have is dropped. Where the overrides, or parts of
 * them, are unknown, so is everything that they could override.
 */
export function withOverrides(definition: JsonObject, overrides: Json | undefined): JsonObject {
	if (!isObject(overrides) || isUnknown(definition)) return definition;
	const containers = definition.containerDefinitions;
	const ofContainers = memberOf(overrides, "containerOverrides");
	const merged = isArray(containers)
		? { containerDefinitions: containers.map((container) => (isObject(container) ? containerWith(container, ofContainers) : container)) }
		: {};
	return { ...definition, ...replaced(overrides, OF_TASK), ...merged };
}

function containerWith(container: JsonObject, ofContainers: Json | undefined): JsonObject {
	if (isUnknown(container)) return container;
	if (isObject(ofContainers)) return overridden(container, ofContainers);
	if (!isArray(ofContainers)) return container;
	return ofContainers
		.filter(isObject)
		.filter((override) => isFor(container, override))
		.reduce(overridden, container);
}

/** An override that does not say whom it is for may be for anyone. */
function isFor(container: JsonObject, override: JsonObject): boolean {
	return isUnknown(override) || isUnknown(override.name) || isUnknown(container.name) || override.name === container.name;
}

function overridden(container: JsonObject, override: JsonObject): JsonObject {
	const environment = memberOf(override, "environment");
	const merged = environment === undefined ? {} : { environment: environmentWith(container.environment, environment) };
	return { ...container, ...replaced(override, OF_CONTAINER), ...merged };
}

/** What is not a list (unknown, or redacted to a string) hides any value, so nothing of the definition's own list is left to rely on. */
function environmentWith(own: Json | undefined, override: Json): Json {
	if (!isArray(override)) return override;
	if (own !== undefined && !isArray(own)) return own;
	const names = new Set<Json>(override.flatMap((variable) => nameOf(variable) ?? []));
	const kept = (own ?? []).filter((variable) => !names.has(nameOf(variable) ?? null));
	return [...kept, ...override];
}

function nameOf(variable: Json): Json | undefined {
	return isObject(variable) ? variable.name : undefined;
}

function replaced(overrides: JsonObject, members: readonly string[]): JsonObject {
	const given = members.map((member) => [member, memberOf(overrides, member)] as const);
	return Object.fromEntries(given.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined && entry[1] !== null));
}

/** A member of an unknown object is unknown. */
function memberOf(object: JsonObject, member: string): Json | undefined {
	if (isUnknown(object)) return object;
	return Object.hasOwn(object, member) ? object[member] : undefined;
}
