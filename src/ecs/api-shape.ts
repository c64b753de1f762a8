/** ECS's own JSON shapes: what kind of request a body is, and pasted `describe-*` output as the request that would make it. Pure. */
import type { Json, JsonObject, Kind, Tags } from "../admission/request.ts";
import { isUnknown } from "../admission/unknown.ts";
import { READ_ONLY, RENAMED, type ShapedKind, TELLING } from "./api-members.ts";
import { parseArn } from "./arn.ts";

export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
	return Array.isArray(value);
}

/** Without members that are null, at every depth, as ECS itself reads a body. A null inside a list stays: positions must not move. */
export function stripNulls<T extends Json>(value: T): T;
export function stripNulls(value: Json): Json {
	if (isArray(value)) return value.map((item) => stripNulls(item));
	if (!isObject(value)) return value;
	const kept = Object.entries(value).filter(([, member]) => member !== null);
	return Object.fromEntries(kept.map(([key, member]) => [key, stripNulls(member)]));
}

/**
 * The bodies in a document: itself, or those inside a `describe-*` or `register-*` answer (`{taskDefinition, tags}`,
 * `{services: […]}`, `{tasks: […]}`, `{service}`, `{cluster}` …).
 */
export function bodiesIn(document: JsonObject): readonly JsonObject[] {
	for (const key of ["taskDefinition", "daemonTaskDefinition", "service", "task", "taskSet", "cluster", "capacityProvider"]) {
		const inner = document[key];
		if (!isObject(inner) || isUnknown(inner)) continue;
		const tags = document.tags;
		return [isArray(tags) ? { tags, ...inner } : inner];
	}
	for (const key of ["services", "tasks", "taskSets", "clusters", "capacityProviders"]) {
		const inner = document[key];
		if (!isArray(inner) || kindOf(document) !== undefined) continue;
		const bodies = inner.filter(isObject);
		if (bodies.length > 0 && bodies.length === inner.length) return bodies;
	}
	return [document];
}

/** The kind of an ECS request body or described resource, by the members it has; undefined for anything else. */
export function kindOf(body: JsonObject): Kind | undefined {
	const has = (member: string) => Object.hasOwn(body, member) && body[member] !== null;
	return TELLING.find(({ any, all = [] }) => any.some(has) && all.every(has))?.kind;
}

/**
 * A request body or described resource as the body of the request that makes it: nulls and read-only members dropped, ARNs of
 * what is described put where the request names it. Members that are in neither stay.
 */
export function asRequest(kind: Kind, body: JsonObject): JsonObject {
	const bare = stripNulls(body);
	if (!Object.hasOwn(READ_ONLY, kind)) return bare;
	const shaped = kind as ShapedKind;
	const readOnly = READ_ONLY[shaped];
	const renamed: [string, Json][] = [];
	for (const [from, to] of Object.entries(RENAMED[shaped] ?? {})) {
		const value = bare[from];
		if (value !== undefined && !Object.hasOwn(bare, to)) renamed.push([to, value]);
	}
	const dropped = new Set([...readOnly, ...Object.keys(RENAMED[shaped] ?? {})]);
	const kept = Object.entries(bare).filter(([key]) => !dropped.has(key));
	const request: JsonObject = Object.fromEntries([...kept, ...renamed]);
	if (kind === "Service") return { ...fromDeployment(bare), ...request };
	if (kind === "TaskSet" && typeof request.service === "string")
		return { ...request, service: parseArn(request.service)?.name ?? request.service };
	return request;
}

/** What DescribeServices tells of a service only in its newest deployment. */
function fromDeployment(service: JsonObject): JsonObject {
	const deployments = isArray(service.deployments) ? service.deployments.filter(isObject) : [];
	const newest = deployments.find((deployment) => deployment.status === "PRIMARY") ?? deployments[0];
	if (newest === undefined) return {};
	const only = ["networkConfiguration", "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations"];
	return Object.fromEntries(Object.entries(newest).filter(([key]) => only.includes(key)));
}

/** ECS's list of `{key, value}` as a map. A value that is missing is the empty string, as in ECS; what has no key is left out. */
export function tagsOf(list: Json | undefined): Tags {
	if (!isArray(list)) return {};
	const named = list.filter(isObject).filter((tag) => typeof tag.key === "string");
	return Object.fromEntries(named.map((tag) => [String(tag.key), tag.value ?? ""]));
}

/** Containers that AWS adds to a task by itself; nobody asked for them and nobody is judged for them. */
export function isInjected(containerName: string): boolean {
	return containerName.startsWith("aws-guardduty-agent-") || containerName.startsWith("ecs-service-connect-");
}

/** Whether anything is overridden: ECS lists every container by its name, overridden or not. */
export function hasOverrides(overrides: Json | undefined): boolean {
	if (!isObject(overrides)) return overrides !== undefined;
	return Object.entries(overrides).some(([key, value]) => {
		if (!Array.isArray(value)) return true;
		if (key !== "containerOverrides") return value.length > 0;
		return value.some((override: Json) => !isObject(override) || Object.keys(override).some((member) => member !== "name"));
	});
}
