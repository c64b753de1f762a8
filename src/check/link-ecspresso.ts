/** A service definition of ecspresso with what ecspresso.yml says of it. */
import { basename, resolve } from "node:path";
import type { UnresolvedRequest } from "../admission/request.ts";
import type { EcsObject } from "./ecs-object.ts";
import type { EcspressoConfig } from "./ecspresso.ts";

/** The service of a configuration with its name, its cluster and the task definition beside it. */
export function withConfig(object: EcsObject, config: EcspressoConfig, all: readonly EcsObject[]): EcsObject {
	const { request, source } = object;
	if (request.kind !== "Service" || config.serviceDefinition !== resolve(source)) return object;
	const taskDefinition = all.find((each) => each.request.kind === "TaskDefinition" && resolve(each.source) === config.taskDefinition);
	const said = { ...(config.service && { serviceName: config.service }), ...(config.cluster && { cluster: config.cluster }) };
	const named: UnresolvedRequest = {
		...request,
		...(config.cluster && { cluster: config.cluster }),
		name: config.service ?? request.name,
		object: { ...request.object, ...said },
		references: {
			...request.references,
			...(config.service && { service: config.service }),
			...(config.cluster && { cluster: config.cluster }),
			...(config.taskDefinition && { taskDefinition: basename(config.taskDefinition) }),
		},
	};
	return { ...object, request: named, ...(taskDefinition === undefined ? {} : { linked: { taskDefinition } }) };
}
