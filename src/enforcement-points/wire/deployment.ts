/** The ARNs by which ECS names a deployment: all of one service, in one account and Region. */
import { parseArn } from "../../ecs/arn.ts";
import { UnreadableEvent } from "../enforcement-point.ts";

/** By the field's name: the resource type that it must be of, and the ARN. */
export type DeploymentArns = Readonly<Record<string, readonly [resourceType: string, arn: string]>>;

export interface DeploymentPlace {
	readonly place: { readonly partition: string; readonly account: string; readonly region: string };
	/** The cluster's name. */
	readonly cluster: string;
	/** The service's. */
	readonly name: string;
}

/** @throws {UnreadableEvent} naming the field that is of another type, or disagrees with the one before it. */
export function placeOf(arns: DeploymentArns): DeploymentPlace {
	let agreed: DeploymentPlace | undefined;
	for (const [field, [resourceType, text]] of Object.entries(arns)) {
		const arn = parseArn(text);
		if (arn?.resourceType !== resourceType) throw new UnreadableEvent(field, `must be the ARN of a ${resourceType}`);
		const { partition, account, region, cluster, service } = arn;
		if (service === undefined || (cluster === undefined && agreed === undefined))
			throw new UnreadableEvent(field, "must name its cluster and its service");
		// A service's short ARN names no cluster.
		const found = { place: { partition, account, region }, cluster: cluster ?? agreed?.cluster ?? "", name: service };
		agreed ??= found;
		if (JSON.stringify(found) !== JSON.stringify(agreed))
			throw new UnreadableEvent(field, "must be of the same service as the ARNs before it");
	}
	if (agreed === undefined) throw new Error("there are no ARNs to tell a place by");
	return agreed;
}
