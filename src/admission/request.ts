/** The question that every enforcement point asks: may this run here? The narrow waist of the program. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
	readonly [key: string]: Json;
}

export const KINDS = [
	"TaskDefinition",
	"Task",
	"TaskSet",
	"Service",
	"DaemonTaskDefinition",
	"Daemon",
	"ExpressGatewayService",
	"Cluster",
	"CapacityProvider",
	"TaskExec",
	"Tags",
	"AccountSetting",
	"RuntimeAlert",
] as const;
export type Kind = (typeof KINDS)[number];

export const OPERATIONS = ["CREATE", "UPDATE", "DELETE", "CONNECT"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** prevent: nothing has started. revert: it has happened and can be undone. report: it exists and is told. */
export type Reach = "prevent" | "revert" | "report";

/** Who asked. For an assumed role `arn` is the session's and `issuerArn` the role's own. */
export interface UserInfo {
	readonly arn: string;
	readonly issuerArn?: string;
	/** The AWS service that called on somebody's behalf, such as `batch.amazonaws.com`. */
	readonly invokedBy?: string;
	/** Somebody calls, and it cannot be told who: no principal is excluded or exempted, and without an `account` no account either. */
	readonly unknown?: true;
}

/** Tag values by key; a value that exists only at deploy time is an unknown marker (see unknown.ts). */
export type Tags = Readonly<Record<string, Json>>;

/** What the request names elsewhere and resolve has to look up; each as the caller typed it: ARN, name or family[:revision]. */
export interface References {
	readonly taskDefinition?: string;
	/** Full task ARNs; of ExecuteCommand as the caller typed it. */
	readonly tasks?: readonly string[];
	readonly service?: string;
	readonly cluster?: string;
	/** Full ARN of a service revision: what a deployment is about to bring in. */
	readonly serviceRevision?: string;
	/** Full ARN of a service deployment. */
	readonly deployment?: string;
	readonly taskSet?: string;
	readonly daemon?: string;
	readonly daemonTaskDefinition?: string;
	/** `sha256:…`: every revision that runs the image. */
	readonly imageDigest?: string;
	/** What the revision's containers are known to run, as in the context. */
	readonly containerImages?: readonly JsonObject[];
	/** Full ARN of what is tagged. */
	readonly tagged?: string;
	/** Name or full ARN. */
	readonly capacityProvider?: string;
}

/** The AWS resources that an action could reach, by full ARN: as ECS answered. Where it was not asked, as the event names them, and then never acted on. */
export interface Targets {
	readonly taskDefinition?: string;
	readonly tasks?: readonly string[];
	readonly service?: string;
	readonly cluster?: string;
	readonly serviceRevision?: string;
	readonly deployment?: string;
	readonly taskSet?: string;
	readonly daemon?: string;
	readonly daemonTaskDefinition?: string;
	/** Of a daemon or an Express service: the revision of it that the request brought in. */
	readonly revision?: string;
	readonly tagged?: string;
	readonly capacityProvider?: string;
}

interface RequestFacts {
	readonly enforcementPoint: string;
	readonly kind: Kind;
	readonly operation: Operation;
	/** The API call (`RunTask`) or the event's detail-type. */
	readonly action: string;
	readonly partition: string;
	readonly account?: string;
	readonly region?: string;
	/** The cluster's name, not its ARN; absent where the kind has none. */
	readonly cluster?: string;
	readonly name: string;
	/** Upper case, as ECS spells them: FARGATE, EC2, EXTERNAL, MANAGED_INSTANCES. Empty when nothing says. */
	readonly launchTypes: readonly string[];
	readonly tags: Tags;
	readonly userInfo: UserInfo;
	/** The ECS API's camelCase request body. For a task definition: the body of RegisterTaskDefinition. */
	readonly object: JsonObject;
	readonly oldObject?: JsonObject;
	readonly dryRun: boolean;
	/** RFC 3339, of the happening, not of our hearing about it. */
	readonly time: string;
	/** The deployment stands still and waits to be told whether it goes on. */
	readonly pause?: Pause;
}

/** A PAUSE hook that awaits its answer. */
export interface Pause {
	readonly hookId: string;
	/** Full ARN. */
	readonly deployment: string;
	/** The lifecycle stage, such as PRE_SCALE_UP. */
	readonly stage: string;
}

/** A call that somebody else has refused, so that nothing has happened. */
export interface Refusal {
	/** Such as `a service control policy`. */
	readonly by: string;
	/** What the call was about, where that is told: an ARN. */
	readonly on?: string;
}

/** What a point reads out of an event or a call, before anything was looked up. */
export interface UnresolvedRequest extends RequestFacts {
	/** The same for one happening however often it is heard of; absent when every call is a question of its own. */
	readonly duplicateKey?: string;
	readonly references: References;
	/** RFC 3339: it is judged after this instant, and by what is learned of images after it. */
	readonly notBefore?: string;
	/** Somebody else has refused it: there is nothing to look up, to judge or to undo. */
	readonly refusal?: Refusal;
	/** An EventBridge replay: recorded, never acted on. */
	readonly replayed?: boolean;
	/** The AWS request id of the call that caused the event; tells Taskgate's own calls from others'. */
	readonly awsRequestId?: string;
	/** A built-in profile that is judged besides what is in force. */
	readonly profile?: string;
	/** What the template that the request comes from says of what it refers to: ECS may not know of it yet. Empty where it says nothing. */
	readonly declared?: Declared;
	/** Why nobody can tell what the object is: then nothing is judged. */
	readonly opaque?: string;
	/** The same is asked again once its values are known, and before it takes effect. */
	readonly askedAgain?: true;
}

/** Each as the body of the request that makes it; the service or cluster that is itself changed, as it was declared before. */
export interface Declared {
	readonly taskDefinition?: JsonObject;
	readonly cluster?: JsonObject;
	readonly service?: JsonObject;
}

export interface Context {
	/** What the request's task definition says, RunTask overrides merged in; the body of RegisterTaskDefinition. An unknown marker where it could not be looked up because ECS is not asked. */
	readonly taskDefinition?: JsonObject;
	/** As DescribeClusters returns it. */
	readonly cluster?: JsonObject;
	/** As DescribeServices returns it, for a service that exists. */
	readonly service?: JsonObject;
	/** What a deployment brings in, as DescribeServiceRevisions returns it: `serviceRevisionArn` and `guardDutyEnabled`. */
	readonly serviceRevision?: JsonObject;
	/** The task that a runtime alert is about, whole as DescribeTasks returns it, absent where it is gone; of another task that exists, as DescribeTasks returns it: `lastStatus`, `healthStatus`, and name and status of each container, AWS's own included. */
	readonly task?: JsonObject;
	/** What is known of each image, by its reference as written; absent where no policy asks. */
	readonly images?: JsonObject;
	/** What ECS says the tags of the containers' images have come to, `{containerName, image, imageDigest}`; absent where it does not say. */
	readonly containerImages?: readonly JsonObject[];
	/** Of that task: the decision by which it came in, as far as the store knows one, with the exemptions that were used. */
	readonly admittedBy?: JsonObject;
	/** Of that task's service: how many of its tasks were stopped for alerts in the last hour. */
	readonly priorStops?: number;
	/** How many of those may not have stopped yet: ECS still counts them as running. */
	readonly stopsUnderWay?: number;
	/** What is quarantined of what the request would run: which revision or digest, why and until when. Absent where no store is asked. */
	readonly quarantine?: readonly JsonObject[];
	/** `ecs`: read back from ECS. `copy`: the event's or file's own words were all there was. */
	readonly source: "ecs" | "copy";
}

/** Complete: everything the policies need is here. This is `input.request` in Rego. */
export interface AdmissionRequest extends RequestFacts {
	readonly uid: string;
	readonly context: Context;
	readonly targets: Targets;
}
