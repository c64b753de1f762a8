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
