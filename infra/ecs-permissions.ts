/** Everything that the gate may do to ECS in an account, each permission with its reason. Who has which: functions.ts and member.ts. */
import { Aws } from "aws-cdk-lib";
import type { Grant } from "./grant.ts";

/** Where in the account: one Region, or `*` for a role that several Regions are looked after by. */
export interface Reach {
	readonly region: string;
}

export const OWN_REGION: Reach = { region: Aws.REGION };

type InAccount = (resource: string) => string;
const ecsIn =
	({ region }: Reach): InAccount =>
	(resource) =>
		`arn:${Aws.PARTITION}:ecs:${region}:${Aws.ACCOUNT_ID}:${resource}`;

const ANY_OF_THIS_KIND = "Whatever comes into ECS in this account is asked about; its name is not known before.";
const ANY_TARGET = "What is denied is not known before; only this account, and only while Enforce is on.";
const ANY_PAUSE = "Which deployment stands still is not known before. An admitted one must go on whether Enforce is on or off.";
/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
const NO_RESOURCE_TYPE = "The API knows no resource for this action: IAM takes `*` and nothing else.";

const TAGGED = [
	...["capacity-provider/*", "cluster/*", "container-instance/*", "daemon/*", "daemon-task-definition/*", "service/*", "task/*"],
	...["task-definition/*", "task-set/*"],
];

/** Reads only. */
export function lookingUp(reach: Reach): readonly Grant[] {
	const ecs = ecsIn(reach);
	return [
		{ sid: "LookUpDefinitions", actions: ["ecs:DescribeTaskDefinition"], resources: ["*"], because: NO_RESOURCE_TYPE },
		{ sid: "LookUpTasks", actions: ["ecs:DescribeTasks"], resources: [ecs("task/*")], because: ANY_OF_THIS_KIND },
		{
			sid: "FindTaskOfContainer",
			actions: ["ecs:ListTasks"],
			resources: ["*"],
			because: "An alert may know a container and no task. Its one resource type is the container instance, and Fargate's tasks have none.",
		},
		{ sid: "LookUpServices", actions: ["ecs:DescribeServices"], resources: [ecs("service/*")], because: ANY_OF_THIS_KIND },
		deployments(ecs),
		{ sid: "LookUpClusters", actions: ["ecs:DescribeClusters"], resources: [ecs("cluster/*")], because: ANY_OF_THIS_KIND },
		{ sid: "LookUpExpress", actions: ["ecs:DescribeExpressGatewayService"], resources: [ecs("service/*")], because: ANY_OF_THIS_KIND },
		{ sid: "LookUpTaskSets", actions: ["ecs:DescribeTaskSets"], resources: [ecs("task-set/*")], because: ANY_OF_THIS_KIND },
		{
			sid: "LookUpDaemons",
			actions: ["ecs:DescribeDaemon", "ecs:DescribeDaemonDeployments", "ecs:DescribeDaemonRevisions", "ecs:DescribeDaemonTaskDefinition"],
			resources: ["daemon/*", "daemon-deployment/*", "daemon-revision/*", "daemon-task-definition/*"].map(ecs),
			because: ANY_OF_THIS_KIND,
		},
		{
			sid: "LookUpCapacity",
			actions: ["ecs:DescribeCapacityProviders"],
			resources: [ecs("capacity-provider/*")],
			because: ANY_OF_THIS_KIND,
		},
		{
			sid: "LookUpTags",
			actions: ["ecs:ListTagsForResource"],
			resources: TAGGED.map(ecs),
			because: "Anything in ECS can be tagged, and with what is asked only when somebody has tagged it.",
		},
	];
}

function deployments(ecs: InAccount): Grant {
	return {
		sid: "LookUpDeployments",
		actions: ["ecs:DescribeServiceDeployments", "ecs:DescribeServiceRevisions"],
		resources: [ecs("service/*"), ecs("service-revision/*"), ecs("service-deployment/*")],
		because: ANY_OF_THIS_KIND,
	};
}

/**
 * A deployment that stands still at a PAUSE hook gets its answer. Given always: while Enforce is off the answer is CONTINUE, without which
 * a pause would end by its time-out. IAM cannot tell CONTINUE from ROLLBACK; the code never says the second while enforcement is off.
 */
export function answeringPauses(reach: Reach): readonly Grant[] {
	const ecs = ecsIn(reach);
	const resources = [ecs("service/*"), ecs("service-deployment/*")];
	return [{ sid: "AnswerPause", actions: ["ecs:ContinueServiceDeployment"], resources, because: ANY_PAUSE }];
}

/** What that needs where nothing else is looked up. */
export function lookingUpPauses(reach: Reach): readonly Grant[] {
	return [deployments(ecsIn(reach))];
}

/** Looked up for judging alone, and before no action. */
const JUDGING_ALONE = ["LookUpClusters", "LookUpCapacity", "FindTaskOfContainer"];

/** The reads that come before an action, where they are not given already. */
export function lookingBeforeActing(reach: Reach): readonly Grant[] {
	return lookingUp(reach).filter(({ sid }) => !JUDGING_ALONE.includes(sid));
}

/** What undoes a denied deploy. Exists only while Enforce is on. `rolesToPass`: names of roles, `*` allowed. */
export function acting(reach: Reach, rolesToPass: string): readonly Grant[] {
	const ecs = ecsIn(reach);
	const services = [ecs("service/*")];
	return [
		{ sid: "DeregisterTaskDefinition", actions: ["ecs:DeregisterTaskDefinition"], resources: ["*"], because: NO_RESOURCE_TYPE },
		{ sid: "StopTask", actions: ["ecs:StopTask"], resources: [ecs("task/*")], because: ANY_TARGET },
		{
			sid: "RollBackDeployment",
			actions: ["ecs:ListServiceDeployments", "ecs:StopServiceDeployment"],
			resources: [ecs("service/*"), ecs("service-deployment/*")],
			because: ANY_TARGET,
		},
		{ sid: "TellByTag", actions: ["ecs:TagResource"], resources: [ecs("service/*"), ecs("task-definition/*")], because: ANY_TARGET },
		{ sid: "RestoreService", actions: ["ecs:UpdateService"], resources: services, because: ANY_TARGET },
		{ sid: "ScaleTaskSetToZero", actions: ["ecs:UpdateTaskSet"], resources: [ecs("task-set/*")], because: ANY_TARGET },
		{ sid: "RestoreDaemon", actions: ["ecs:UpdateDaemon"], resources: [ecs("daemon/*")], because: ANY_TARGET },
		{ sid: "RestoreExpressService", actions: ["ecs:UpdateExpressGatewayService"], resources: services, because: ANY_TARGET },
		{ sid: "RestoreTags", actions: ["ecs:TagResource", "ecs:UntagResource"], resources: TAGGED.map(ecs), because: ANY_TARGET },
		{
			// UpdateService with a task definition passes the definition's roles, and those for volumes and load balancers.
			sid: "PassRolesOfRestoredServices",
			actions: ["iam:PassRole"],
			resources: [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${rolesToPass}`],
			conditions: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com", "ecs.amazonaws.com"] } },
			because:
				"A service goes back to the roles it had, and takes them to a patched revision; RolesToPass narrows them, and nothing but ECS can be given them.",
		},
	];
}

/** What an audit lists besides what is looked up. Reads only. */
export const WALKING: readonly Grant[] = [
	{
		sid: "Walk",
		actions: ["ecs:ListAccountSettings", "ecs:ListClusters", "ecs:ListDaemons", "ecs:ListServices", "ecs:ListTaskDefinitions"],
		resources: ["*"],
		because: NO_RESOURCE_TYPE,
	},
	{
		sid: "WalkTasks",
		actions: ["ecs:ListTasks"],
		resources: ["*"],
		because: "Its one resource type is the container instance, and tasks are listed by cluster: Fargate's have no instance.",
	},
];
