/** RunTask, StartTask, or a task that ECS tells of. */
import type { Json, JsonObject, Targets } from "../admission/request.ts";
import { isUnknown } from "../admission/unknown.ts";
import { asRequest, isArray, isObject, tagsOf } from "./api-shape.ts";
import { clusterArn, clusterName, serviceArn } from "./arn.ts";
import { imagesIn } from "./images.ts";
import { known } from "./known.ts";
import { launchTypesFrom } from "./launch-types.ts";
import { withOverrides } from "./overrides.ts";
import { type Asked, type Found, referredDefinition } from "./referred-definition.ts";
import { withSent } from "./sent.ts";

/**
 * What ECS says of the tasks goes before the event's own words: CloudTrail redacts overrides. When none of the tasks is left,
 * the event's words are all there is, and there is nothing to act on.
 */
export async function resolveTask(asked: Asked): Promise<Found> {
	const { reader, place, request, happened } = asked;
	const { references } = request;
	const named = references.tasks ?? [];
	const cluster = references.cluster ?? clusterName(named[0]) ?? "default";
	const tasks = happened && named.length > 0 ? await reader.tasks(place, cluster, named) : [];
	const [task] = tasks;
	const [definition, service, described] = await Promise.all([
		referredDefinition(asked, textOf(task?.taskDefinitionArn) ?? references.taskDefinition),
		references.service === undefined ? undefined : reader.service(place, cluster, references.service),
		reader.cluster(place, cluster),
	]);
	const owner = service && (task === undefined || owns(service, task)) ? service : undefined;
	const object = objectOf(request.object, task, definition, owner);
	const launchTypes = launchTypesFrom([task, request.object], definition.body);
	const tags = task === undefined ? undefined : tagsOf(task.tags);
	const asCopy = reader.source === "copy" || (happened && task === undefined);
	return {
		object,
		context: {
			taskDefinition: withOverrides(definition.body, object.overrides),
			...known({ cluster: described, service: owner, task: task && statusOf(task), containerImages: imagesIn(task?.containers) }),
			source: asCopy ? "copy" : "ecs",
		},
		targets: task === undefined ? {} : targetsOf(asked, cluster, tasks, definition.arn, owner),
		facts: known({
			cluster: isUnknown(request.object.cluster) ? undefined : clusterName(cluster),
			launchTypes: launchTypes.length > 0 ? launchTypes : undefined,
			tags,
		}),
	};
}

/** What tells whether AWS's own containers are there; overrides and their values are no part of it. */
function statusOf({ lastStatus, healthStatus, containers }: JsonObject): JsonObject {
	const kept = isArray(containers) ? containers.filter(isObject) : [];
	return known({
		lastStatus,
		healthStatus,
		containers: kept.map((container) =>
			known({ name: container.name, lastStatus: container.lastStatus, healthStatus: container.healthStatus }),
		),
	}) as JsonObject;
}

/** The task's revision is the service's, or one of its deployments' or task sets'. Group and startedBy are words that anybody may use. */
export function owns(service: JsonObject, task: JsonObject): boolean {
	const parts = [service.deployments, service.taskSets].flatMap((list) => (isArray(list) ? list.filter(isObject) : []));
	return [service, ...parts].some(({ taskDefinition }) => taskDefinition === task.taskDefinitionArn);
}

function objectOf(
	sent: JsonObject,
	task: JsonObject | undefined,
	definition: { body: JsonObject; arn?: string },
	owner?: JsonObject,
): JsonObject {
	const merged = {
		...withSent(task === undefined ? {} : asRequest("Task", task), sent, task !== undefined),
		...(task === undefined ? {} : { overrides: ownOverrides(task.overrides, definition.body) }),
		...known({ taskDefinition: definition.arn }),
	};
	// A task event does not carry it; a service's tasks have the service's.
	if (!isUnknown((merged as JsonObject).networkConfiguration) || owner?.networkConfiguration === undefined) return merged;
	return { ...merged, networkConfiguration: owner.networkConfiguration };
}

/** ECS lists an override for every container, those that AWS adds to a task included; nobody asked for these. */
function ownOverrides(overrides: Json | undefined, definition: JsonObject): Json {
	if (!isObject(overrides)) return overrides ?? {};
	const { containerOverrides } = overrides;
	if (!isArray(containerOverrides) || !isArray(definition.containerDefinitions)) return overrides;
	const names = new Set(definition.containerDefinitions.map((container) => (isObject(container) ? container.name : undefined)));
	return { ...overrides, containerOverrides: containerOverrides.filter((override) => !isObject(override) || names.has(override.name)) };
}

function targetsOf(
	asked: Asked,
	cluster: string,
	tasks: readonly JsonObject[],
	definition: string | undefined,
	owner?: JsonObject,
): Targets {
	const { place } = asked;
	const running = tasks.filter(({ desiredStatus }) => desiredStatus !== "STOPPED").flatMap((task) => textOf(task.taskArn) ?? []);
	return {
		tasks: running,
		cluster: clusterArn(place, cluster),
		...known({ taskDefinition: definition, service: owner && serviceArn(place, cluster, textOf(owner.serviceArn) ?? "") }),
	};
}

function textOf(value: Json | undefined): string | undefined {
	return typeof value === "string" ? value : undefined;
}
