/** The look-ups of a reader that knows nothing of what they ask. */
import type { EcsReader } from "./ecs-reader.ts";

export const NOTHING_FOUND = {
	tasks: async () => [],
	service: nothing,
	cluster: nothing,
	daemon: nothing,
	daemonTaskDefinition: nothing,
	expressService: nothing,
	taskSet: nothing,
	capacityProvider: nothing,
	tags: nothing,
	serviceRevision: nothing,
	serviceDeployment: nothing,
} satisfies Omit<EcsReader, "source" | "taskDefinition">;

async function nothing(): Promise<undefined> {
	return undefined;
}

/** ECS where it is not asked: nothing is found but what its heirs know by themselves. */
export abstract class UnaskedEcsReader {
	readonly source = "copy";
	readonly tasks = NOTHING_FOUND.tasks;
	readonly service = NOTHING_FOUND.service;
	readonly cluster = NOTHING_FOUND.cluster;
	readonly daemon = NOTHING_FOUND.daemon;
	readonly expressService = NOTHING_FOUND.expressService;
	readonly taskSet = NOTHING_FOUND.taskSet;
	readonly capacityProvider = NOTHING_FOUND.capacityProvider;
	readonly tags = NOTHING_FOUND.tags;
	readonly serviceRevision = NOTHING_FOUND.serviceRevision;
	readonly serviceDeployment = NOTHING_FOUND.serviceDeployment;
}
