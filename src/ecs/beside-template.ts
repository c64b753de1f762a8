/** ECS, with a template in front of it: what the template says answers first, and what lies in a cluster that is not known yet is not asked for. */
import type { Declared, JsonObject } from "../admission/request.ts";
import { isUnknown, unknown } from "../admission/unknown.ts";
import type { EcsReader } from "./ecs-reader.ts";

export function besideTemplate(reader: EcsReader, { cluster, service }: Declared, object: JsonObject): EcsReader {
	const reason = whyNowhere(object);
	return {
		source: reader.source,
		taskDefinition: (place, reference) => reader.taskDefinition(place, reference),
		tasks: (place, name, arns) => reader.tasks(place, name, arns),
		daemon: (place, arn) => reader.daemon(place, arn),
		daemonTaskDefinition: (place, arn) => reader.daemonTaskDefinition(place, arn),
		expressService: (place, arn) => reader.expressService(place, arn),
		taskSet: (place, of, taskSet) => reader.taskSet(place, of, taskSet),
		capacityProvider: (place, provider, of) => reader.capacityProvider(place, provider, of),
		tags: (place, arn) => reader.tags(place, arn),
		serviceRevision: (place, arn) => reader.serviceRevision(place, arn),
		serviceDeployment: (place, arn) => reader.serviceDeployment(place, arn),
		service: async (place, name, asked) => (reason === undefined ? await reader.service(place, name, asked) : undefined) ?? service,
		cluster: async (place, name) => cluster ?? (reason === undefined ? reader.cluster(place, name) : unknown(`cluster: ${reason}`)),
	};
}

/** Why nobody knows in which cluster it will be; undefined where the request says, or leaves it to ECS. */
export function whyNowhere(object: JsonObject): string | undefined {
	if (isUnknown(object)) return object.$unknown;
	return isUnknown(object.cluster) ? object.cluster.$unknown : undefined;
}
