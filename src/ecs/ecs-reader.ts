/** What resolve asks of ECS. Answered by AWS itself, or by the copies in recorded events where ECS is not asked. */
import type { JsonObject, Tags, UnresolvedRequest } from "../admission/request.ts";

/** Whose ECS to ask: from the event's own account, Region and partition. */
export interface Place {
	readonly partition: string;
	readonly account: string;
	readonly region: string;
}

export interface DescribedTaskDefinition {
	readonly arn: string;
	/** Without the read-only fields: the body of RegisterTaskDefinition, tags included. */
	readonly body: JsonObject;
	readonly status: string;
	readonly registeredBy?: string;
	/** RFC 3339. */
	readonly registeredAt?: string;
}

/** What ECS describes, as the body of the request that would make it. */
export interface Described {
	readonly arn: string;
	readonly body: JsonObject;
	/** As ECS spells it; empty where it says none. */
	readonly status: string;
	/** Full ARN of the (daemon) task definition in use. */
	readonly taskDefinition?: string;
	/** Full ARN of the daemon's or the service's revision that is described. */
	readonly revision?: string;
	/** Of a daemon task definition: the principal that registered it. */
	readonly registeredBy?: string;
	/** RFC 3339. */
	readonly createdAt?: string;
}

/** Every method answers `undefined` for what ECS says does not exist, and throws LookUpFailed for everything else that goes wrong. */
export interface EcsReader {
	/** `ecs`: asks AWS. `copy`: answers from what was recorded. */
	readonly source: "ecs" | "copy";
	/** Of a copy: why ECS is not asked, for whoever is refused because of it. */
	readonly whyNotAsked?: string;
	/** `reference`: family, family:revision or ARN. A revision never changes, so it is looked up once. */
	taskDefinition(place: Place, reference: string): Promise<DescribedTaskDefinition | undefined>;
	/** As DescribeTasks returns them, tags included; a task that is gone is left out. `cluster`: ARN or name. */
	tasks(place: Place, cluster: string, taskArns: readonly string[]): Promise<readonly JsonObject[]>;
	/**
	 * The one running task of the cluster that has a container with this id of the container runtime, or an id that begins so;
	 * absent where ECS is not asked. @throws {LookUpFailed} too when the cluster has too many tasks to look through.
	 */
	taskOfContainer?(place: Place, cluster: string, runtimeId: string): Promise<JsonObject | undefined>;
	/** As DescribeServices returns it, tags included. */
	service(place: Place, cluster: string, service: string): Promise<JsonObject | undefined>;
	cluster(place: Place, cluster: string): Promise<JsonObject | undefined>;
	/** As its newest deployment has it; ECS tells no tags of a daemon, nor of its definition. `arn`: full. */
	daemon(place: Place, arn: string): Promise<Described | undefined>;
	daemonTaskDefinition(place: Place, arn: string): Promise<Described | undefined>;
	/** As its newest configuration has it, tags included. `arn`: full. */
	expressService(place: Place, arn: string): Promise<Described | undefined>;
	/** `service`: full ARN; `taskSet`: id or full ARN. */
	taskSet(place: Place, service: string, taskSet: string): Promise<Described | undefined>;
	/** Of Managed Instances they belong to a cluster. `provider`: name or full ARN. */
	capacityProvider(place: Place, provider: string, cluster: string | undefined): Promise<Described | undefined>;
	/** The tags of anything in ECS, by its full ARN. */
	tags(place: Place, arn: string): Promise<Tags | undefined>;
	/** As DescribeServiceRevisions returns it, by its ARN. It never changes, so it is looked up once. */
	serviceRevision(place: Place, arn: string): Promise<JsonObject | undefined>;
	/** As DescribeServiceDeployments returns it, by its ARN. */
	serviceDeployment(place: Place, arn: string): Promise<JsonObject | undefined>;
	/** Where ECS is not asked, what an event registers answers for the events after it. */
	remember?(request: UnresolvedRequest): void;
}

/** A look-up that failed is `unknown`, never a pass: the request stays undecided. */
export class LookUpFailed extends Error {
	override readonly name = "LookUpFailed";
	/** Worth asking again later: throttling, time-outs, server faults. */
	readonly transient: boolean;
	constructor(message: string, options: { transient: boolean; cause?: unknown }) {
		super(message, { cause: options.cause });
		this.transient = options.transient;
	}
}
