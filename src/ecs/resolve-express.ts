/** CreateExpressGatewayService and UpdateExpressGatewayService. */
import type { JsonObject } from "../admission/request.ts";
import { isUnknown } from "../admission/unknown.ts";
import { tagsOf } from "./api-shape.ts";
import { clusterArn, clusterName, serviceArn } from "./arn.ts";
import { type Described, LookUpFailed } from "./ecs-reader.ts";
import { known } from "./known.ts";
import { type Asked, type Found, referredDefinition } from "./referred-definition.ts";
import { withSent } from "./sent.ts";

/** What a request that brings a task definition of its own cannot say besides. */
const OF_THE_DEFINITION = ["primaryContainer", "executionRoleArn", "taskRoleArn", "cpu", "memory", "cpuArchitecture"];

/**
 * An Express service as it is, with what the request asks to change; and its task definition: the caller's own, or, of what has
 * happened, the one that ECS has made.
 */
export async function resolveExpressService(asked: Asked): Promise<Found> {
	const { reader, place, request, happened } = asked;
	const { references } = request;
	const cluster = references.cluster ?? "default";
	const exists = happened || request.operation === "UPDATE";
	if (exists && reader.source === "ecs" && references.service === undefined) {
		throw new LookUpFailed("the request names no Express service", { transient: false });
	}
	const arn = references.service === undefined ? undefined : serviceArn(place, cluster, references.service);
	const service = exists && arn !== undefined ? await reader.expressService(place, arn) : undefined;
	const object = withSent(replaceable(service?.body ?? {}, request.object), request.object, happened);
	const reference = references.taskDefinition ?? service?.taskDefinition ?? textOf(object.taskDefinitionArn);
	const brought = happened || object.taskDefinitionArn !== undefined;
	const [definition, described] = await Promise.all([
		brought && needsDefinition(asked, object, reference) ? referredDefinition(asked, reference) : undefined,
		reader.cluster(place, cluster),
	]);
	const asCopy = reader.source === "copy" || (happened && service === undefined);
	return {
		object,
		context: { ...known({ taskDefinition: definition?.body, cluster: described }), source: asCopy ? "copy" : "ecs" },
		targets: happened && !asCopy ? targetsOf(asked, cluster, service, definition?.arn) : {},
		facts: known({
			cluster: isUnknown(request.object.cluster) ? undefined : clusterName(cluster),
			launchTypes: ["FARGATE"],
			tags: service && tagsOf(service.body.tags),
		}),
	};
}

/** Where ECS is not asked, the definition that it makes itself is nothing to wait for: the container says the same. */
function needsDefinition({ reader }: Asked, object: JsonObject, reference: string | undefined): boolean {
	return reader.source === "ecs" ? reference !== undefined : object.taskDefinitionArn !== undefined;
}

/** A task definition takes the place of the container, and the container that of a task definition. */
function replaceable(described: JsonObject, sent: JsonObject): JsonObject {
	const gone = sent.taskDefinitionArn === undefined ? ["taskDefinitionArn"] : OF_THE_DEFINITION;
	if (sent.taskDefinitionArn === undefined && sent.primaryContainer === undefined) return described;
	return Object.fromEntries(Object.entries(described).filter(([member]) => !gone.includes(member)));
}

/** Where the service has another definition by now, what was asked for is the past, and there is nothing to act on. */
function targetsOf({ place }: Asked, cluster: string, service: Described | undefined, definition: string | undefined): Found["targets"] {
	if (service === undefined || service.taskDefinition !== definition) return {};
	return {
		service: service.arn,
		cluster: clusterArn(place, cluster),
		...known({ taskDefinition: definition, revision: service.revision }),
	};
}

function textOf(value: JsonObject[string] | undefined): string | undefined {
	return typeof value === "string" ? value : undefined;
}
