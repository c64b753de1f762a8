/** ECS itself, asked through its API. What it answers is checked against what was asked. */
import {
	DescribeClustersCommand,
	DescribeServicesCommand,
	DescribeTaskDefinitionCommand,
	DescribeTasksCommand,
	type ECSClient,
} from "@aws-sdk/client-ecs";
import type { JsonObject, Tags } from "../admission/request.ts";
import { allKnown } from "../admission/unknown.ts";
import { asRequest } from "./api-shape.ts";
import { clusterArn, familyRevision, serviceArn, taskArn, taskDefinitionArn } from "./arn.ts";
import { anotherArn, askOrMissing, refuseElsewhere, refuseFailures, toJson } from "./ask-ecs.ts";
import type { AwsClients } from "./aws-clients.ts";
import type { Described, DescribedTaskDefinition, EcsReader, Place } from "./ecs-reader.ts";
import { known } from "./known.ts";
import { describeCapacityProvider } from "./look-ups/capacity-provider.ts";
import { describeDaemon, describeDaemonTaskDefinition } from "./look-ups/daemon.ts";
import { describeExpressService } from "./look-ups/express-service.ts";
import { describeServiceDeployment, describeServiceRevision } from "./look-ups/service-deployment.ts";
import { describeTags } from "./look-ups/tags.ts";
import { hasContainer, runningTasks } from "./look-ups/task-of-container.ts";
import { describeTaskSet } from "./look-ups/task-set.ts";
import { RevisionCache } from "./revision-cache.ts";

/** DescribeTasks takes no more at a time. */
const TASKS_A_CALL = 100;
/** A revision never changes, but its tags can: they are at most this old. */
const DEFINITION_MAX_AGE_MS = 5 * 60_000;

export class AwsEcsReader implements EcsReader {
	readonly source = "ecs";
	readonly #aws: Pick<AwsClients, "ecs">;
	readonly #definitions = new RevisionCache<DescribedTaskDefinition>({
		limit: 2_000,
		maxAgeMs: DEFINITION_MAX_AGE_MS,
		elapsed: () => performance.now(),
	});
	readonly #revisions = new RevisionCache<JsonObject>({
		limit: 2_000,
		maxAgeMs: Number.POSITIVE_INFINITY,
		elapsed: () => performance.now(),
	});

	constructor(aws: Pick<AwsClients, "ecs">) {
		this.#aws = aws;
	}

	taskDefinition(place: Place, reference: string): Promise<DescribedTaskDefinition | undefined> {
		const arn = taskDefinitionArn(place, reference);
		const { revision } = familyRevision(arn);
		return this.#definitions.get(arn, revision !== undefined, async () => describeTaskDefinition(await this.#aws.ecs(place), place, arn));
	}

	async tasks(place: Place, cluster: string, taskArns: readonly string[]): Promise<readonly JsonObject[]> {
		const inCluster = clusterArn(place, cluster);
		const wanted = new Set(taskArns.map((arn) => taskArn(place, inCluster, arn)));
		refuseElsewhere(place, inCluster, ...wanted);
		const ecs = await this.#aws.ecs(place);
		const found: JsonObject[] = [];
		for (let i = 0; i < taskArns.length; i += TASKS_A_CALL) {
			const batch = taskArns.slice(i, i + TASKS_A_CALL);
			const command = new DescribeTasksCommand({ cluster: inCluster, tasks: batch, include: ["TAGS"] });
			const answer = await askOrMissing("ecs:DescribeTasks", `tasks in ${inCluster}`, () => ecs.send(command));
			refuseFailures("ecs:DescribeTasks", answer?.failures);
			for (const task of answer?.tasks ?? []) {
				if (!wanted.has(taskArn(place, inCluster, task.taskArn ?? ""))) throw anotherArn(inCluster, task.taskArn);
				found.push(toJson(task));
			}
		}
		return found;
	}

	async taskOfContainer(place: Place, cluster: string, runtimeId: string): Promise<JsonObject | undefined> {
		const inCluster = clusterArn(place, cluster);
		refuseElsewhere(place, inCluster);
		const arns = await runningTasks(await this.#aws.ecs(place), inCluster);
		const having = (await this.tasks(place, inCluster, arns)).filter((task) => hasContainer(task, runtimeId));
		return having.length === 1 ? having[0] : undefined;
	}

	async service(place: Place, cluster: string, service: string): Promise<JsonObject | undefined> {
		const arn = serviceArn(place, cluster, service);
		const inCluster = clusterArn(place, cluster);
		refuseElsewhere(place, inCluster, arn);
		const ecs = await this.#aws.ecs(place);
		const command = new DescribeServicesCommand({ cluster: inCluster, services: [arn], include: ["TAGS"] });
		const answer = await askOrMissing("ecs:DescribeServices", arn, () => ecs.send(command));
		refuseFailures("ecs:DescribeServices", answer?.failures);
		const found = answer?.services?.[0];
		if (found === undefined || found.status === "INACTIVE") return undefined;
		if (serviceArn(place, cluster, found.serviceArn ?? "") !== arn) throw anotherArn(arn, found.serviceArn);
		return toJson(found);
	}

	async cluster(place: Place, cluster: string): Promise<JsonObject | undefined> {
		const arn = clusterArn(place, cluster);
		refuseElsewhere(place, arn);
		const ecs = await this.#aws.ecs(place);
		const command = new DescribeClustersCommand({ clusters: [arn], include: ["TAGS", "SETTINGS", "CONFIGURATIONS"] });
		const answer = await askOrMissing("ecs:DescribeClusters", arn, () => ecs.send(command));
		refuseFailures("ecs:DescribeClusters", answer?.failures);
		const found = answer?.clusters?.[0];
		if (found !== undefined && found.clusterArn !== arn) throw anotherArn(arn, found.clusterArn);
		return found && toJson(found);
	}

	async daemon(place: Place, arn: string): Promise<Described | undefined> {
		return describeDaemon(await this.#aws.ecs(place), place, arn);
	}

	async daemonTaskDefinition(place: Place, arn: string): Promise<Described | undefined> {
		return describeDaemonTaskDefinition(await this.#aws.ecs(place), place, arn);
	}

	async expressService(place: Place, arn: string): Promise<Described | undefined> {
		return describeExpressService(await this.#aws.ecs(place), place, arn);
	}

	async taskSet(place: Place, service: string, taskSet: string): Promise<Described | undefined> {
		return describeTaskSet(await this.#aws.ecs(place), place, service, taskSet);
	}

	async capacityProvider(place: Place, provider: string, cluster: string | undefined): Promise<Described | undefined> {
		return describeCapacityProvider(await this.#aws.ecs(place), place, provider, cluster);
	}

	async tags(place: Place, arn: string): Promise<Tags | undefined> {
		return describeTags(await this.#aws.ecs(place), place, arn);
	}

	serviceRevision(place: Place, arn: string): Promise<JsonObject | undefined> {
		return this.#revisions.get(arn, true, async () => describeServiceRevision(await this.#aws.ecs(place), place, arn));
	}

	async serviceDeployment(place: Place, arn: string): Promise<JsonObject | undefined> {
		const described = await describeServiceDeployment(await this.#aws.ecs(place), place, arn);
		return described && toJson(described);
	}
}

/** Read anew, whatever was read before. `arn`: a full ARN, with or without a revision. @throws {LookUpFailed} */
export async function describeTaskDefinition(
	ecs: ECSClient,
	place: Place,
	arn: string,
	options: { abortSignal?: AbortSignal } = {},
): Promise<DescribedTaskDefinition | undefined> {
	const { family, revision } = familyRevision(arn);
	refuseElsewhere(place, arn);
	const command = new DescribeTaskDefinitionCommand({ taskDefinition: revision === undefined ? family : arn, include: ["TAGS"] });
	const answer = await askOrMissing("ecs:DescribeTaskDefinition", arn, () => ecs.send(command, options));
	const definition = answer?.taskDefinition;
	if (definition === undefined) return undefined;
	const given = definition.taskDefinitionArn ?? "";
	if (revision === undefined ? !given.startsWith(`${arn}:`) : given !== arn) throw anotherArn(arn, given);
	const tags = answer?.tags ?? [];
	const body = asRequest("TaskDefinition", allKnown(toJson({ ...definition, ...(tags.length > 0 ? { tags } : {}) })));
	const { registeredBy, registeredAt, status = "" } = definition;
	return { arn: given, body, status, ...known({ registeredBy, registeredAt: registeredAt?.toISOString() }) };
}
