/** An ECS that knows what a test tells it, and counts what it is asked. */
import type { JsonObject, Tags } from "../src/admission/request.ts";
import type { Described, EcsReader } from "../src/ecs/ecs-reader.ts";

export interface KnownToEcs {
	/** Bodies by full ARN. */
	readonly definitions?: Readonly<Record<string, JsonObject>>;
	readonly tasks?: readonly JsonObject[];
	readonly service?: JsonObject;
	readonly cluster?: JsonObject;
	/** Daemons, daemon task definitions, Express services, task sets and capacity providers. */
	readonly described?: readonly Described[];
	/** By full ARN. */
	readonly tags?: Readonly<Record<string, Tags>>;
	/** By full ARN. */
	readonly revisions?: Readonly<Record<string, JsonObject>>;
	readonly deployments?: Readonly<Record<string, JsonObject>>;
}

export function fakeEcs(known: KnownToEcs, source: "ecs" | "copy" = "ecs"): EcsReader & { readonly asked: string[] } {
	const asked: string[] = [];
	const described = async (reference: string) => {
		asked.push(reference);
		return known.described?.find(({ arn }) => arn === reference || arn.endsWith(`/${reference}`));
	};
	return {
		daemon: (_place, arn) => described(arn),
		daemonTaskDefinition: (_place, arn) => described(arn),
		expressService: (_place, arn) => described(arn),
		taskSet: (_place, _service, taskSet) => described(taskSet),
		capacityProvider: (_place, provider) => described(provider),
		async tags(_place, arn) {
			asked.push(arn);
			return known.tags?.[arn];
		},
		asked,
		source,
		async taskDefinition(_place, arn) {
			asked.push(arn);
			const body = known.definitions?.[arn];
			return body && { arn, body, status: "ACTIVE" };
		},
		async tasks(_place, cluster, arns) {
			asked.push(`${cluster} ${arns.join(" ")}`);
			return known.tasks ?? [];
		},
		async service(_place, cluster, service) {
			asked.push(`${cluster} ${service}`);
			return known.service;
		},
		async cluster(_place, cluster) {
			asked.push(cluster);
			return known.cluster;
		},
		async serviceRevision(_place, arn) {
			asked.push(arn);
			return known.revisions?.[arn];
		},
		async serviceDeployment(_place, arn) {
			asked.push(arn);
			return known.deployments?.[arn];
		},
	};
}
