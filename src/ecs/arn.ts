/** ECS resource names, read and written, in the partitions `aws`, `aws-cn` and `aws-us-gov`. Pure. */
import type { Place } from "./ecs-reader.ts";

export interface EcsArn extends Place {
	/** Such as `task-definition`, `service`, `task`, `cluster`, `service-deployment`, `service-revision`. */
	readonly resourceType: string;
	/** All that follows the resource type. */
	readonly resource: string;
	/** The resource's own name or id: a task definition's is `family:revision`. */
	readonly name: string;
	/** The cluster's name; absent in the short forms and for what belongs to no cluster. */
	readonly cluster?: string;
	/** The service's name, where the ARN names one. */
	readonly service?: string;
}

const ARN = /^arn:(aws|aws-cn|aws-us-gov):ecs:([a-z0-9-]+):(\d{12}):([a-z-]+)\/([^\s]+)$/;
const UNDER_CLUSTER = ["service", "task", "container-instance", "daemon"];
const UNDER_SERVICE = ["service-deployment", "service-revision", "task-set"];

/** What an ECS ARN says; undefined for anything else. Long and short forms. */
export function parseArn(text: string): EcsArn | undefined {
	const [, partition, region, account, resourceType, resource] = ARN.exec(text) ?? [];
	if (!partition || !region || !account || !resourceType || !resource) return undefined;
	const parts = resource.split("/");
	const facts = { partition, region, account, resourceType, resource, name: parts.at(-1) ?? resource };
	const [first, second] = parts;
	if (resourceType === "cluster") return { ...facts, cluster: resource };
	if (UNDER_SERVICE.includes(resourceType) && parts.length >= 3 && first && second) return { ...facts, cluster: first, service: second };
	if (!UNDER_CLUSTER.includes(resourceType)) return facts;
	const within = parts.length === 2 && first ? { cluster: first } : {};
	return resourceType === "service" ? { ...facts, ...within, service: facts.name } : { ...facts, ...within };
}

/** `aws-cn` for `cn-…`, `aws-us-gov` for `us-gov-…`, else `aws`. */
export function partitionOf(region: string): string {
	if (region.startsWith("cn-")) return "aws-cn";
	return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The full ARN of `resourceType/resource` in a place. */
export function arnIn(place: Place, resourceType: string, resource: string): string {
	return `arn:${place.partition}:ecs:${place.region}:${place.account}:${resourceType}/${resource}`;
}

/** A reference as typed (ARN, `family` or `family:revision`) as a full ARN; an ARN stays as it is. */
export function taskDefinitionArn(place: Place, reference: string): string {
	return reference.startsWith("arn:") ? reference : arnIn(place, "task-definition", reference);
}

/** A cluster's ARN from its ARN or name; no cluster means `default`, as ECS has it. */
export function clusterArn(place: Place, cluster = "default"): string {
	return cluster.startsWith("arn:") ? cluster : arnIn(place, "cluster", cluster);
}

/** A service's long ARN from its name, short or long ARN. */
export function serviceArn(place: Place, cluster: string | undefined, service: string): string {
	const parsed = parseArn(service);
	if (parsed?.cluster || (service.startsWith("arn:") && !parsed)) return service;
	return arnIn(place, "service", `${clusterName(cluster) ?? "default"}/${parsed?.name ?? service}`);
}

/** A task's long ARN from its id, short or long ARN. */
export function taskArn(place: Place, cluster: string | undefined, task: string): string {
	const parsed = parseArn(task);
	if (parsed?.cluster || (task.startsWith("arn:") && !parsed)) return task;
	return arnIn(place, "task", `${clusterName(cluster) ?? "default"}/${parsed?.name ?? task}`);
}

/** The cluster's name from its name or ARN, or from the long ARN of what runs in it. */
export function clusterName(cluster: string | undefined): string | undefined {
	if (!cluster?.startsWith("arn:")) return cluster || undefined;
	return parseArn(cluster)?.cluster;
}

/** Whether an ARN is of this partition, account and Region. */
export function isIn(place: Place, arn: string): boolean {
	const parsed = parseArn(arn);
	return parsed?.partition === place.partition && parsed.account === place.account && parsed.region === place.region;
}

export interface FamilyRevision {
	readonly family: string;
	/** Absent when only the family is named: ECS would take the newest active one. */
	readonly revision?: number;
}

/** Family and revision of a (daemon) task definition reference: ARN, `family` or `family:revision`. */
export function familyRevision(reference: string): FamilyRevision {
	const name = reference.startsWith("arn:") ? (parseArn(reference)?.resource ?? reference) : reference;
	const [, family, revision] = /^(.*?):(\d+)$/.exec(name) ?? [];
	return family && revision ? { family, revision: Number(revision) } : { family: name };
}
