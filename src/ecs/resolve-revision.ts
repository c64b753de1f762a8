/** A deployment that is about to bring in a revision of a service: the service as it will be. */
import type { Json, JsonObject } from "../admission/request.ts";
import { asRequest, isObject, tagsOf } from "./api-shape.ts";
import { clusterArn, clusterName, isIn, parseArn, serviceArn } from "./arn.ts";
import { LookUpFailed } from "./ecs-reader.ts";
import { imagesIn } from "./images.ts";
import { known } from "./known.ts";
import { launchTypesFrom } from "./launch-types.ts";
import { type Asked, type Found, referredDefinition } from "./referred-definition.ts";

/** What a revision fixes; everything else of a service is what the service says. */
const OF_REVISION = [
	...["taskDefinition", "networkConfiguration", "platformVersion", "loadBalancers", "serviceRegistries"],
	...["serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations"],
];
/** A revision has one of these, and the other of them is then not the service's any more. */
const CAPACITY = ["launchType", "capacityProviderStrategy"];

export async function resolveRevision(asked: Asked): Promise<Found> {
	const { reader, place, request } = asked;
	if (reader.source === "copy") throw new LookUpFailed("what the deployment brings in is known to ECS alone, and it is not asked", FINAL);
	const { deployment } = request.references;
	const arn = request.references.serviceRevision ?? (await targetOf(asked, deployment));
	const revision = await reader.serviceRevision(place, arn);
	if (revision === undefined) throw new LookUpFailed(`service revision ${arn} is not found`, { transient: true });
	const service = textOf(revision.serviceArn) ?? "";
	const cluster = clusterArn(place, textOf(revision.clusterArn) ?? parseArn(service)?.cluster);
	if (!isIn(place, service) || !isOf(arn, service)) throw new LookUpFailed(`${arn} is not a revision of ${service}`, FINAL);

	const [definition, described, inCluster] = await Promise.all([
		// What a revision names exists.
		referredDefinition({ ...asked, happened: true }, textOf(revision.taskDefinition)),
		reader.service(place, cluster, service),
		reader.cluster(place, cluster),
	]);
	if (described === undefined) throw new LookUpFailed(`service ${service} is not found`, { transient: true });
	const object = { ...asItWillBe(asRequest("Service", described), revision), ...known({ taskDefinition: definition.arn }) };
	return {
		object,
		context: {
			...known({ taskDefinition: definition.body, cluster: inCluster, service: described }),
			...known({ containerImages: imagesIn(revision.containerImages) }),
			serviceRevision: known({ serviceRevisionArn: arn, guardDutyEnabled: revision.guardDutyEnabled }) as JsonObject,
			source: "ecs",
		},
		targets: {
			service: serviceArn(place, cluster, service),
			cluster,
			serviceRevision: arn,
			...known({ taskDefinition: definition.arn, deployment }),
		},
		facts: {
			...known({ cluster: clusterName(cluster) }),
			name: parseArn(service)?.name ?? request.name,
			launchTypes: launchTypesFrom([object], definition.body),
			tags: tagsOf(described.tags),
		},
	};
}

const FINAL = { transient: false };

async function targetOf({ reader, place }: Asked, deployment: string | undefined): Promise<string> {
	if (deployment === undefined) throw new LookUpFailed("the request names no deployment", FINAL);
	const described = await reader.serviceDeployment(place, deployment);
	if (described === undefined) throw new LookUpFailed(`service deployment ${deployment} is not found`, { transient: true });
	const target = isObject(described.targetServiceRevision) ? textOf(described.targetServiceRevision.arn) : undefined;
	if (target === undefined) throw new LookUpFailed(`service deployment ${deployment} names no target revision`, { transient: true });
	if (!isOf(target, deployment)) throw new LookUpFailed(`${target} is not a revision of the service of ${deployment}`, FINAL);
	return target;
}

/** Whether two ARNs are of one service: account, Region, cluster and name. */
function isOf(one: string, other: string): boolean {
	const [a, b] = [parseArn(one), parseArn(other)];
	if (a === undefined || b === undefined || a.service === undefined) return false;
	// A service's short ARN names no cluster.
	const sameCluster = a.cluster === b.cluster || b.cluster === undefined;
	return a.partition === b.partition && a.account === b.account && a.region === b.region && a.service === b.service && sameCluster;
}

function asItWillBe(service: JsonObject, revision: JsonObject): JsonObject {
	const settled = CAPACITY.some((member) => Object.hasOwn(revision, member));
	const kept = Object.entries(service).filter(([member]) => !settled || !CAPACITY.includes(member));
	const fixed = Object.entries(revision).filter(([member, value]) => [...OF_REVISION, ...CAPACITY].includes(member) && value !== null);
	return Object.fromEntries([...kept, ...fixed]);
}

function textOf(value: Json | undefined): string | undefined {
	return typeof value === "string" ? value : undefined;
}
