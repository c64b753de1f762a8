/** Clusters, capacity providers and tags: what workloads run on, and what is said about them. */
import { unknown } from "../admission/unknown.ts";
import { asRequest, tagsOf } from "./api-shape.ts";
import { clusterArn, clusterName } from "./arn.ts";
import { known } from "./known.ts";
import type { Asked, Found } from "./referred-definition.ts";
import { withSent } from "./sent.ts";

/** What an update does not mention the policies find in `context.cluster`. */
export async function resolveCluster({ reader, place, request, happened }: Asked): Promise<Found> {
	const { cluster = "default" } = request.references;
	const described = await reader.cluster(place, cluster);
	const readBack = happened && reader.source === "ecs" && described !== undefined;
	const made = readBack && request.operation === "CREATE" ? asRequest("Cluster", described) : {};
	return {
		object: withSent(made, request.object, happened),
		context: { ...known({ cluster: described }), source: readBack ? "ecs" : "copy" },
		targets: readBack ? { cluster: clusterArn(place, cluster) } : {},
		facts: known({ cluster: clusterName(cluster), tags: described && tagsOf(described.tags) }),
	};
}

/** What an update does not mention is as it was, so that ECS tells it after the call as before. Where it was not asked nobody can tell. */
export async function resolveCapacityProvider({ reader, place, request, happened }: Asked): Promise<Found> {
	const { references, operation, object, name } = request;
	const { capacityProvider, cluster } = references;
	const exists = happened || operation === "UPDATE";
	const [provider, described] = await Promise.all([
		exists && capacityProvider !== undefined ? reader.capacityProvider(place, capacityProvider, cluster) : undefined,
		cluster === undefined ? undefined : reader.cluster(place, cluster),
	]);
	const oldObject =
		operation === "UPDATE" ? (provider?.body ?? request.oldObject ?? unknown(`capacity provider ${name} is not looked up`)) : undefined;
	const readBack = happened && provider !== undefined;
	return {
		object: withSent(readBack && operation === "CREATE" ? provider.body : {}, object, happened),
		context: { ...known({ cluster: described }), source: readBack ? "ecs" : "copy" },
		targets: readBack ? { capacityProvider: provider.arn, ...(cluster === undefined ? {} : { cluster: clusterArn(place, cluster) }) } : {},
		facts: known({ cluster: clusterName(cluster), oldObject, tags: provider && tagsOf(provider.body.tags) }),
	};
}

/** The resource's tags as they are now; what it is its ARN says. */
export async function resolveTags({ reader, place, request, happened }: Asked): Promise<Found> {
	const { tagged, cluster } = request.references;
	const [tags, described] = await Promise.all([
		tagged === undefined ? undefined : reader.tags(place, tagged),
		cluster === undefined ? undefined : reader.cluster(place, cluster),
	]);
	const found = tagged !== undefined && tags !== undefined;
	return {
		object: request.object,
		context: { ...known({ cluster: described }), source: found ? "ecs" : "copy" },
		targets: found && happened ? { tagged } : {},
		facts: known({ cluster: clusterName(cluster), tags }),
	};
}
