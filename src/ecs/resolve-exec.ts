/** ExecuteCommand: somebody reaches into a running task. */
import { tagsOf } from "./api-shape.ts";
import { clusterArn, clusterName, familyRevision, taskArn } from "./arn.ts";
import { known } from "./known.ts";
import { launchTypesFrom } from "./launch-types.ts";
import { withOverrides } from "./overrides.ts";
import { type Asked, type Found, referredDefinition } from "./referred-definition.ts";

/** The command is in the request alone; the task tells what it reaches. A task that is gone leaves the request's own words. */
export async function resolveExec(asked: Asked): Promise<Found> {
	const { reader, place, request, happened } = asked;
	const [named] = request.references.tasks ?? [];
	const cluster = request.references.cluster ?? clusterName(named) ?? "default";
	const arn = named === undefined ? undefined : taskArn(place, cluster, named);
	const [task] = arn === undefined ? [] : await reader.tasks(place, cluster, [arn]);
	const definitionArn = typeof task?.taskDefinitionArn === "string" ? task.taskDefinitionArn : undefined;
	const [definition, described] = await Promise.all([
		definitionArn === undefined ? undefined : referredDefinition(asked, definitionArn),
		reader.cluster(place, cluster),
	]);
	const body = definition && withOverrides(definition.body, task?.overrides);
	const launchTypes = launchTypesFrom([task], definition?.body);
	return {
		object: request.object,
		context: { ...known({ taskDefinition: body, cluster: described }), source: task === undefined ? "copy" : "ecs" },
		targets:
			happened && task !== undefined && arn !== undefined
				? { tasks: [arn], cluster: clusterArn(place, cluster), ...known({ taskDefinition: definition?.arn }) }
				: {},
		facts: known({
			cluster: clusterName(cluster),
			name: definitionArn === undefined ? undefined : familyRevision(definitionArn).family,
			launchTypes: launchTypes.length > 0 ? launchTypes : undefined,
			tags: task && tagsOf(task.tags),
		}),
	};
}
