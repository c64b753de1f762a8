/** A runtime alert: the task that it is about as ECS has it, its service, its revision and its image's digest. */
import type { Json, JsonObject, Targets } from "../admission/request.ts";
import { isArray, isObject, tagsOf } from "./api-shape.ts";
import { clusterArn, clusterName, familyRevision, serviceArn } from "./arn.ts";
import { LookUpFailed } from "./ecs-reader.ts";
import { known } from "./known.ts";
import { launchTypesFrom } from "./launch-types.ts";
import { hasContainer, runtimeIdsOf } from "./look-ups/task-of-container.ts";
import { withOverrides } from "./overrides.ts";
import { type Asked, type Found, referredDefinition } from "./referred-definition.ts";
import { owns } from "./resolve-task.ts";

/**
 * What is stopped, or on its way there, leaves nothing to act on; what is gone is judged by the alert's own words.
 * @throws {LookUpFailed} when it is not certain which task is meant.
 */
export async function resolveAlert(asked: Asked): Promise<Found> {
	const { reader, place, request } = asked;
	const { tasks: [named] = [], cluster: where } = request.references;
	const cluster = where ?? clusterName(named) ?? "default";
	const source = reader.source;
	const id = textOf(containerOf(request.object).id);
	// The alert is about a cluster, and no task is looked for.
	if (named === undefined && id === undefined) {
		const described = await reader.cluster(place, cluster);
		const targets = described === undefined || source === "copy" ? {} : { cluster: clusterArn(place, cluster) };
		return { object: request.object, context: { ...known({ cluster: described }), source }, targets };
	}
	const task = named === undefined ? await byContainer(asked, cluster, id as string) : (await reader.tasks(place, cluster, [named]))[0];
	if (task === undefined) return { object: request.object, context: { source }, targets: {} };
	refuseStranger(task, request.object, named);
	const [definition, owner, described] = await Promise.all([
		referredDefinition(asked, textOf(task.taskDefinitionArn)),
		ownerOf(asked, cluster, task),
		reader.cluster(place, cluster),
	]);
	const launchTypes = launchTypesFrom([task], definition.body);
	return {
		object: withTask(request.object, task),
		context: {
			...{ taskDefinition: withOverrides(definition.body, task.overrides), task, source },
			...known({ cluster: described, service: owner }),
		},
		targets: targetsOf(asked, cluster, task, definition.arn, owner),
		facts: known({
			cluster: clusterName(cluster),
			name: familyRevision(textOf(task.taskDefinitionArn) ?? "").family,
			launchTypes: launchTypes.length > 0 ? launchTypes : undefined,
			tags: tagsOf(task.tags),
		}),
	};
}

async function byContainer({ reader, place }: Asked, cluster: string, id: string): Promise<JsonObject | undefined> {
	if (reader.taskOfContainer === undefined) return undefined;
	const task = await reader.taskOfContainer(place, cluster, id);
	if (task === undefined)
		throw new LookUpFailed(`no running task of cluster ${cluster} certainly has the container ${id}`, { transient: false });
	return task;
}

/** Docker's, or its first 12 digits and more. */
const DOCKER_ID = /^[0-9a-f]{12,64}$/;

/** What is shorter than Docker's short form could begin anybody's id. */
function isMeant(runtimeId: string | undefined, id: string): boolean {
	return runtimeId === id || (DOCKER_ID.test(id) && runtimeId?.startsWith(id) === true);
}

/** Docker's labels are anybody's who can start a container on the instance: they could name another's task. */
function refuseStranger(task: JsonObject, object: JsonObject, named: string | undefined): void {
	const [ids, id] = [runtimeIdsOf(task), textOf(containerOf(object).id)];
	const isComparable = ids.length > 0 && ids.every((one) => /^[0-9a-f]{64}$/.test(one));
	if (isComparable && id === undefined && object.source === "falco")
		throw new LookUpFailed("the alert names a task by a label alone; have falco.yaml append container.id", { transient: false });
	if (!isComparable || id === undefined || !DOCKER_ID.test(id) || hasContainer(task, id)) return;
	throw new LookUpFailed(`the container ${id} is none of task ${named}, which the alert names`, { transient: false });
}

/** Group and startedBy are words that anybody may use: the service must run the task's revision. */
async function ownerOf({ reader, place }: Asked, cluster: string, task: JsonObject): Promise<JsonObject | undefined> {
	const [, name] = /^service:(.+)$/.exec(textOf(task.group) ?? "") ?? [];
	if (name === undefined || !textOf(task.startedBy)?.startsWith("ecs-svc/")) return undefined;
	const service = await reader.service(place, cluster, name);
	return service !== undefined && owns(service, task) ? service : undefined;
}

/** What ECS says goes before the alert's own words. */
function withTask(object: JsonObject, task: JsonObject): JsonObject {
	// A digest may be quarantined for this: nobody's word but ECS's counts.
	const { imageDigest: _, ...container } = containerOf(object);
	const containers = isArray(task.containers) ? task.containers.filter(isObject) : [];
	const id = textOf(container.id);
	const byId = id === undefined ? undefined : containers.find(({ runtimeId }) => isMeant(textOf(runtimeId), id));
	const { name, image, imageDigest, runtimeId } = byId ?? containers.find((one) => one.name === container.name) ?? {};
	const { taskArn, clusterArn, taskDefinitionArn, launchType, group, startedBy } = task;
	return {
		...object,
		task: known({ arn: taskArn, clusterArn, definitionArn: taskDefinitionArn, launchType, group, startedBy }) as JsonObject,
		container: { ...container, ...(known({ name, image, imageDigest, id: runtimeId }) as JsonObject) },
	};
}

function targetsOf({ place }: Asked, cluster: string, task: JsonObject, taskDefinition: string | undefined, owner?: JsonObject): Targets {
	const arn = textOf(task.taskArn);
	if (task.desiredStatus === "STOPPED" || task.lastStatus === "STOPPED" || arn === undefined) return {};
	const service = owner && serviceArn(place, cluster, textOf(owner.serviceArn) ?? "");
	return { tasks: [arn], cluster: clusterArn(place, cluster), ...known({ taskDefinition, service }) };
}

function containerOf({ container }: JsonObject): JsonObject {
	return isObject(container) ? container : {};
}

function textOf(value: Json | undefined): string | undefined {
	return typeof value === "string" ? value : undefined;
}
