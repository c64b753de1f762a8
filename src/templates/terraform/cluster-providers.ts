/** aws_ecs_cluster_capacity_providers: what a cluster of the same plan gets besides its own attributes. */
import type { JsonObject } from "../../admission/request.ts";
import { isObject } from "../../ecs/api-shape.ts";
import type { Placed, PlacedObject } from "../placed.ts";
import { memberOf } from "../placed.ts";
import { plannedValue } from "./after.ts";

/** An entry of `resource_changes`. */
export interface Change extends JsonObject {
	readonly address: string;
	readonly change: JsonObject;
	/** Where it stands in the file. */
	readonly at: string;
}

export const CLUSTER_PROVIDERS = "aws_ecs_cluster_capacity_providers";

const ADDED = ["capacity_providers", "default_capacity_provider_strategy"];

/** By the cluster's name, which a plan knows unless it is generated. */
export function withClusterProviders(cluster: PlacedObject, planned: Change, providers: readonly Change[]): PlacedObject {
	const name = isObject(planned.change.after) ? planned.change.after.name : undefined;
	const added = providers.flatMap(({ change, at }): [string, Placed][] => {
		const { after, after_unknown } = change;
		if (typeof name !== "string" || !isObject(after) || after.cluster_name !== name) return [];
		const value = plannedValue(after, after_unknown, `${at}/change/after`);
		return ADDED.flatMap((member): [string, Placed][] => {
			const found = memberOf(value, member);
			return found === undefined ? [] : [[member, found]];
		});
	});
	return { at: cluster.at, members: new Map([...cluster.members, ...added]) };
}
