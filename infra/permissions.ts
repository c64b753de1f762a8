/** Everything that the gate may do in an account, each permission with its reason. The two functions pick theirs in functions.ts. */
import { Aws } from "aws-cdk-lib";
import type { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Grant } from "./grant.ts";
import type { Parameters } from "./parameters.ts";

const ecs = (resource: string) => `arn:${Aws.PARTITION}:ecs:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
const ANY_OF_THIS_KIND = "Whatever comes into ECS in this account and Region is asked about; its name is not known before.";
const ANY_TARGET = "What is denied is not known before; only this account and Region, and only while Enforce is on.";
/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
const NO_RESOURCE_TYPE = "The API knows no resource for this action: IAM takes `*` and nothing else.";

const TAGGED = [
	...["capacity-provider/*", "cluster/*", "container-instance/*", "daemon/*", "daemon-task-definition/*", "service/*", "task/*"],
	...["task-definition/*", "task-set/*"],
];

export function writingLogs(group: LogGroup): readonly Grant[] {
	return [
		{
			sid: "WriteLogs",
			actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
			resources: [group.logGroupArn],
			because: "The log streams of this function's own group, which Lambda names.",
		},
	];
}

export function takingEvents(queue: Queue): readonly Grant[] {
	return [
		{ sid: "TakeEvents", actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], resources: [queue.queueArn] },
	];
}

/** No Scan, no table management. */
export function keepingRecords(table: CfnTable): readonly Grant[] {
	return [
		{
			sid: "KeepRecords",
			actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"],
			resources: [table.attrArn],
		},
		{
			sid: "ListRecords",
			actions: ["dynamodb:Query"],
			resources: [`${table.attrArn}/index/*`],
			because: "The indexes of this one table.",
		},
	];
}

/** Reads only. */
export const LOOKING_UP: readonly Grant[] = [
	{ sid: "LookUpDefinitions", actions: ["ecs:DescribeTaskDefinition"], resources: ["*"], because: NO_RESOURCE_TYPE },
	{ sid: "LookUpTasks", actions: ["ecs:DescribeTasks"], resources: [ecs("task/*")], because: ANY_OF_THIS_KIND },
	{ sid: "LookUpServices", actions: ["ecs:DescribeServices"], resources: [ecs("service/*")], because: ANY_OF_THIS_KIND },
	{
		sid: "LookUpDeployments",
		actions: ["ecs:DescribeServiceDeployments", "ecs:DescribeServiceRevisions"],
		resources: [ecs("service/*"), ecs("service-revision/*"), ecs("service-deployment/*")],
		because: ANY_OF_THIS_KIND,
	},
	{ sid: "LookUpClusters", actions: ["ecs:DescribeClusters"], resources: [ecs("cluster/*")], because: ANY_OF_THIS_KIND },
	{ sid: "LookUpExpress", actions: ["ecs:DescribeExpressGatewayService"], resources: [ecs("service/*")], because: ANY_OF_THIS_KIND },
	{ sid: "LookUpTaskSets", actions: ["ecs:DescribeTaskSets"], resources: [ecs("task-set/*")], because: ANY_OF_THIS_KIND },
	{
		sid: "LookUpDaemons",
		actions: ["ecs:DescribeDaemon", "ecs:DescribeDaemonDeployments", "ecs:DescribeDaemonRevisions", "ecs:DescribeDaemonTaskDefinition"],
		resources: ["daemon/*", "daemon-deployment/*", "daemon-revision/*", "daemon-task-definition/*"].map(ecs),
		because: ANY_OF_THIS_KIND,
	},
	{ sid: "LookUpCapacity", actions: ["ecs:DescribeCapacityProviders"], resources: [ecs("capacity-provider/*")], because: ANY_OF_THIS_KIND },
	{
		sid: "LookUpTags",
		actions: ["ecs:ListTagsForResource"],
		resources: TAGGED.map(ecs),
		because: "Anything in ECS can be tagged, and with what is asked only when somebody has tagged it.",
	},
];
/** Looked up for judging alone, and before no action. */
const JUDGING_ALONE = ["LookUpClusters", "LookUpCapacity"];

/** What undoes a denied deploy, with the reads that come before it. Exists only while Enforce is on. */
export function acting(bus: EventBus, { rolesToPass }: Parameters): readonly Grant[] {
	return [
		{ sid: "Tell", actions: ["events:PutEvents"], resources: [bus.eventBusArn] },
		...LOOKING_UP.filter(({ sid }) => !JUDGING_ALONE.includes(sid)),
		{ sid: "DeregisterTaskDefinition", actions: ["ecs:DeregisterTaskDefinition"], resources: ["*"], because: NO_RESOURCE_TYPE },
		{ sid: "StopTask", actions: ["ecs:StopTask"], resources: [ecs("task/*")], because: ANY_TARGET },
		{
			sid: "RollBackDeployment",
			actions: ["ecs:ListServiceDeployments", "ecs:StopServiceDeployment"],
			resources: [ecs("service/*"), ecs("service-deployment/*")],
			because: ANY_TARGET,
		},
		{
			sid: "AnswerPause",
			actions: ["ecs:ContinueServiceDeployment"],
			resources: [ecs("service/*"), ecs("service-deployment/*")],
			because: ANY_TARGET,
		},
		{ sid: "TellByTag", actions: ["ecs:TagResource"], resources: [ecs("service/*"), ecs("task-definition/*")], because: ANY_TARGET },
		{ sid: "RestoreService", actions: ["ecs:UpdateService"], resources: [ecs("service/*")], because: ANY_TARGET },
		{ sid: "ScaleTaskSetToZero", actions: ["ecs:UpdateTaskSet"], resources: [ecs("task-set/*")], because: ANY_TARGET },
		{ sid: "RestoreDaemon", actions: ["ecs:UpdateDaemon"], resources: [ecs("daemon/*")], because: ANY_TARGET },
		{
			sid: "RestoreExpressService",
			actions: ["ecs:UpdateExpressGatewayService"],
			resources: [ecs("service/*")],
			because: ANY_TARGET,
		},
		{ sid: "RestoreTags", actions: ["ecs:TagResource", "ecs:UntagResource"], resources: TAGGED.map(ecs), because: ANY_TARGET },
		{
			// UpdateService with a task definition passes the definition's roles, and those for volumes and load balancers.
			sid: "PassRolesOfRestoredServices",
			actions: ["iam:PassRole"],
			resources: [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${rolesToPass.valueAsString}`],
			conditions: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com", "ecs.amazonaws.com"] } },
			because: "A service goes back to the roles it had; RolesToPass narrows them, and nothing but ECS can be given them.",
		},
	];
}

/** Only with a key of the customer's own. */
export function usingKey({ keyArn }: Parameters): readonly Grant[] {
	const via = (...services: readonly string[]) => ({
		StringEquals: { "kms:ViaService": services.map((service) => `${service}.${Aws.REGION}.amazonaws.com`) },
	});
	const key = [keyArn.valueAsString];
	return [
		{
			sid: "UseKey",
			actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"],
			resources: key,
			conditions: via("dynamodb", "sqs", "events", "lambda"),
		},
		{
			sid: "LetTheTableUseKey",
			actions: ["kms:CreateGrant"],
			resources: key,
			conditions: { ...via("dynamodb"), Bool: { "kms:GrantIsForAWSResource": "true" } },
		},
	];
}
