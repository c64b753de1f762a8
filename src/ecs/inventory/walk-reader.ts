/** ECS as the walk has read it; what it has not read is asked for, once. */
import type { JsonObject, Tags } from "../../admission/request.ts";
import { clusterArn, familyRevision, serviceArn, taskArn, taskDefinitionArn } from "../arn.ts";
import type { Described, DescribedTaskDefinition, EcsReader, Place } from "../ecs-reader.ts";
import { AskedOnce } from "./asked-once.ts";

/** More than what refers to the same thing lies apart in a walk; a few megabytes. */
const LIMIT = 2_000;

export class WalkReader implements EcsReader {
	readonly source = "ecs";
	readonly #beyond: EcsReader;
	readonly #definitions = new AskedOnce<DescribedTaskDefinition | undefined>(LIMIT);
	readonly #clusters = new AskedOnce<JsonObject | undefined>(LIMIT);
	readonly #services = new AskedOnce<JsonObject | undefined>(LIMIT);
	readonly #tasks = new AskedOnce<JsonObject | undefined>(LIMIT);
	readonly #described = new AskedOnce<Described | undefined>(LIMIT);
	readonly #tags = new AskedOnce<Tags | undefined>(LIMIT);

	constructor(beyond: EcsReader) {
		this.#beyond = beyond;
	}

	/** By full ARN, as DescribeClusters has it; an error is what everybody is told who asks for it. */
	knowsCluster(arn: string, cluster: JsonObject | Error): void {
		this.#clusters.put(arn, cluster);
	}

	/** By long ARN, as DescribeServices has it. Its event messages are left out: they are many, and change by themselves. */
	knowsService(arn: string, service: JsonObject | Error): void {
		const { events: _, ...told } = service instanceof Error ? {} : service;
		this.#services.put(arn, service instanceof Error ? service : told);
	}

	/** By long ARN, as DescribeTasks has it. */
	knowsTask(arn: string, task: JsonObject): void {
		this.#tasks.put(arn, task);
	}

	/** By full ARN. */
	knowsCapacityProvider(provider: Described): void {
		this.#described.put(provider.arn, provider);
	}

	taskDefinition(place: Place, reference: string): Promise<DescribedTaskDefinition | undefined> {
		const arn = taskDefinitionArn(place, reference);
		const look = () => this.#beyond.taskDefinition(place, arn);
		// Which revision is the newest may change under way.
		return familyRevision(arn).revision === undefined ? look() : this.#definitions.get(arn, look);
	}

	async tasks(place: Place, cluster: string, taskArns: readonly string[]): Promise<readonly JsonObject[]> {
		const asked = taskArns.map((task) => {
			const arn = taskArn(place, cluster, task);
			return this.#tasks.get(arn, async () => (await this.#beyond.tasks(place, cluster, [arn]))[0]);
		});
		return (await Promise.all(asked)).filter((task) => task !== undefined);
	}

	service(place: Place, cluster: string, service: string): Promise<JsonObject | undefined> {
		const arn = serviceArn(place, cluster, service);
		return this.#services.get(arn, () => this.#beyond.service(place, cluster, service));
	}

	cluster(place: Place, cluster: string): Promise<JsonObject | undefined> {
		const arn = clusterArn(place, cluster);
		return this.#clusters.get(arn, () => this.#beyond.cluster(place, arn));
	}

	daemon(place: Place, arn: string): Promise<Described | undefined> {
		return this.#described.get(arn, () => this.#beyond.daemon(place, arn));
	}

	daemonTaskDefinition(place: Place, arn: string): Promise<Described | undefined> {
		return this.#described.get(arn, () => this.#beyond.daemonTaskDefinition(place, arn));
	}

	expressService(place: Place, arn: string): Promise<Described | undefined> {
		return this.#described.get(arn, () => this.#beyond.expressService(place, arn));
	}

	taskSet(place: Place, service: string, taskSet: string): Promise<Described | undefined> {
		return this.#described.get(`${service} ${taskSet}`, () => this.#beyond.taskSet(place, service, taskSet));
	}

	capacityProvider(place: Place, provider: string, cluster: string | undefined): Promise<Described | undefined> {
		const key = provider.startsWith("arn:") ? provider : [place.account, place.region, cluster, provider].join("/");
		return this.#described.get(key, () => this.#beyond.capacityProvider(place, provider, cluster));
	}

	tags(place: Place, arn: string): Promise<Tags | undefined> {
		return this.#tags.get(arn, () => this.#beyond.tags(place, arn));
	}

	serviceRevision(place: Place, arn: string): Promise<JsonObject | undefined> {
		return this.#beyond.serviceRevision(place, arn);
	}

	serviceDeployment(place: Place, arn: string): Promise<JsonObject | undefined> {
		return this.#beyond.serviceDeployment(place, arn);
	}
}
