/** CreateService, UpdateService and CreateTaskSet. */
import type { Json, JsonObject, Targets } from "../admission/request.ts";
import { isUnknown, type Unknown, unknown } from "../admission/unknown.ts";
import { asRequest, isArray, isObject, tagsOf } from "./api-shape.ts";
import { clusterArn, clusterName, familyRevision, serviceArn } from "./arn.ts";
import { whyNowhere } from "./beside-template.ts";
import { type Described, LookUpFailed } from "./ecs-reader.ts";
import { known } from "./known.ts";
import { launchTypesFrom } from "./launch-types.ts";
import { type Asked, type Found, referredDefinition } from "./referred-definition.ts";
import { withSent } from "./sent.ts";

/**
 * A service as it is, with what the request asks to change. When it has happened and the service is gone by now, the event's
 * words are all there is, and there is nothing to act on.
 */
export async function resolveService(asked: Asked): Promise<Found> {
	const { reader, place, request, happened } = asked;
	const { references } = request;
	const cluster = references.cluster ?? clusterName(arnOrNothing(references.service)) ?? "default";
	const service = references.service === undefined ? request.declared?.service : await reader.service(place, cluster, references.service);
	const taskSet = await existingTaskSet(asked, service);
	const configuration = service === undefined || isUnknown(service) ? {} : asRequest("Service", service);
	const reference = taskSet?.taskDefinition ?? revisionAsked(asked, service);
	const [definition, described] = await Promise.all([
		reference === undefined && needsNone({ ...configuration, ...request.object }) ? undefined : referredDefinition(asked, reference),
		reader.cluster(place, cluster),
	]);
	const sent = withSent(request.kind === "TaskSet" ? (taskSet?.body ?? {}) : configuration, request.object, happened);
	const object = { ...sent, ...known({ taskDefinition: definition?.arn }) };
	const launchTypes = launchTypesFrom([request.object, configuration], definition?.body);
	// A template says itself which tags it sets.
	const keepsTags = service !== undefined && request.kind !== "TaskSet" && request.declared === undefined;
	const asCopy = reader.source === "copy" || (happened && service === undefined);
	return {
		object,
		context: {
			...known({ taskDefinition: definition?.body, cluster: described, service: service ?? unseen(request) }),
			source: asCopy ? "copy" : "ecs",
		},
		targets: happened && !asCopy ? targetsOf(asked, cluster, service ?? {}, definition?.arn) : {},
		facts: known({
			cluster: whyNowhere(request.object) === undefined ? clusterName(cluster) : undefined,
			launchTypes: launchTypes.length > 0 ? launchTypes : undefined,
			tags: keepsTags ? tagsOf(service.tags) : undefined,
		}),
	};
}

/** What an update leaves as it was is not known where the service was not described. */
function unseen({ operation, name }: Asked["request"]): Unknown | undefined {
	return operation === "UPDATE" ? unknown(`service ${name} is not looked up`) : undefined;
}

function targetsOf({ place, request }: Asked, cluster: string, service: JsonObject, taskDefinition: string | undefined): Targets {
	const taskSet = request.kind === "TaskSet" ? taskSetOf(service, request.references.taskSet, taskDefinition) : undefined;
	const arn = serviceArn(place, cluster, textOf(service.serviceArn) ?? "");
	return { service: arn, cluster: clusterArn(place, cluster), ...known({ taskDefinition, taskSet }) };
}

/** As ECS describes it with its service; where the event does not say which, the only one of that revision. */
function taskSetOf(service: JsonObject, named: string | undefined, taskDefinition: string | undefined): string | undefined {
	const sets = isArray(service.taskSets) ? service.taskSets.filter(isObject) : [];
	const meant = sets.filter((set) =>
		named === undefined ? set.taskDefinition === taskDefinition : set.taskSetArn === named || set.id === named,
	);
	return meant.length === 1 ? textOf(meant[0]?.taskSetArn) : undefined;
}

/** Which task set an update is about. @throws {LookUpFailed} when ECS has the service and not the task set. */
async function existingTaskSet({ reader, place, request }: Asked, service: JsonObject | undefined): Promise<Described | undefined> {
	const { kind, operation, references } = request;
	const arn = textOf(service?.serviceArn);
	if (kind !== "TaskSet" || operation !== "UPDATE" || arn === undefined || references.taskSet === undefined) return undefined;
	const found = await reader.taskSet(place, arn, references.taskSet);
	if (found === undefined) throw new LookUpFailed(`task set ${references.taskSet} is not found`, { transient: false });
	return found;
}

/**
 * The revision that the request asks for. Where it has happened and only the family is named, the one of that family which the
 * service (or its only task set of that family) runs; a request that names none leaves the service's own.
 */
function revisionAsked({ request, happened }: Asked, service: JsonObject | undefined): string | undefined {
	const wanted = request.references.taskDefinition;
	if (wanted !== undefined && (!happened || familyRevision(wanted).revision !== undefined)) return wanted;
	const taskSets = service?.taskSets;
	const sets = isArray(taskSets) ? taskSets.filter(isObject).flatMap((set) => textOf(set.taskDefinition) ?? []) : [];
	const own = textOf(service?.taskDefinition);
	const running = request.kind === "TaskSet" || own === undefined ? [...new Set(sets)] : [own];
	const meant = running.filter((arn) => wanted === undefined || familyRevision(arn).family === familyRevision(wanted).family);
	return meant.length === 1 ? meant[0] : wanted;
}

/** Under another controller than ECS's own the task definition comes with the task sets. */
function needsNone({ deploymentController }: JsonObject): boolean {
	return isObject(deploymentController) && (deploymentController.type === "EXTERNAL" || deploymentController.type === "CODE_DEPLOY");
}

function arnOrNothing(reference: string | undefined): string | undefined {
	return reference?.startsWith("arn:") ? reference : undefined;
}

function textOf(value: Json | undefined): string | undefined {
	return typeof value === "string" ? value : undefined;
}
