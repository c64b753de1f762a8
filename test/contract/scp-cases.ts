/** For each statement of `taskgate scp` calls that it must refuse, and calls that it must not: missing keys, the gate's own role, forged tags. */

export const ACCOUNT = "123456789012";
export const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
export const CI = role("ci");
const GATE = role("Taskgate-EventsRole-1A2B");
export const ADMIN = role("platform");
const ECS = `arn:aws:ecs:eu-central-1:${ACCOUNT}`;
export const DEFINITION = `${ECS}:task-definition/web:1`;
const SERVICE = `${ECS}:service/main/web`;
const TASK = `${ECS}:task/main/0123456789abcdef0123456789abcdef`;
const DEPLOYMENT = `${ECS}:service-deployment/main/web/abc`;

export interface Called {
	readonly action: string;
	readonly on?: string;
	readonly by?: string;
	readonly with?: Record<string, string | string[]>;
}

const register = { action: "ecs:RegisterTaskDefinition" };
const daemon = { action: "ecs:RegisterDaemonTaskDefinition", on: `${ECS}:daemon-task-definition/agent:1` };
const run = { action: "ecs:RunTask" };
const create = { action: "ecs:CreateService", on: SERVICE };
const update = { action: "ecs:UpdateService", on: SERVICE };
const express = { action: "ecs:CreateExpressGatewayService", on: SERVICE };
const tagged = (...keys: string[]) => ({ with: { "aws:TagKeys": keys } });

export const CASES: Readonly<Record<string, { readonly refuses: readonly Called[]; readonly passes: readonly Called[] }>> = {
	TaskgateDenyPrivileged: {
		refuses: [
			{ ...register, with: { "ecs:privileged": "true" } },
			{ ...register, by: GATE, with: { "ecs:privileged": "true" } },
		],
		passes: [{ ...register, with: { "ecs:privileged": "false" } }, register, { ...daemon, with: { "ecs:privileged": "true" } }],
	},
	TaskgateDenyPrivilegedDaemons: {
		refuses: [{ ...daemon, with: { "ecs:privileged": "true" } }],
		passes: [daemon, { ...register, with: { "ecs:privileged": "true" } }],
	},
	TaskgateDenyCpuAboveLimit: {
		refuses: [register, run, create, update, express].map((call) => ({ ...call, with: { "ecs:task-cpu": "4096" } })),
		passes: [{ ...register, with: { "ecs:task-cpu": "2048" } }, register, run],
	},
	TaskgateDenyMemoryAboveLimit: {
		refuses: [{ ...register, with: { "ecs:task-memory": "4097" } }],
		passes: [{ ...register, with: { "ecs:task-memory": "4096" } }, register],
	},
	TaskgateDenyCpuBelowLimit: {
		refuses: [{ ...run, with: { "ecs:task-cpu": "128" } }],
		passes: [{ ...run, with: { "ecs:task-cpu": "256" } }, run],
	},
	TaskgateDenyMemoryBelowLimit: {
		refuses: [{ ...run, with: { "ecs:task-memory": "256" } }],
		passes: [{ ...run, with: { "ecs:task-memory": "512" } }, run],
	},
	TaskgateDenyPublicIp: {
		refuses: [create, update].map((call) => ({ ...call, with: { "ecs:auto-assign-public-ip": "true" } })),
		passes: [{ ...create, with: { "ecs:auto-assign-public-ip": "false" } }, update, run],
	},
	TaskgateDenyOtherSubnets: {
		refuses: [create, update, express].map((call) => ({ ...call, with: { "ecs:subnet": ["subnet-b", "subnet-c"] } })),
		passes: [{ ...create, with: { "ecs:subnet": ["subnet-a1", "subnet-b"] } }, update, run],
	},
	TaskgateDenyOtherSubnetsOfExpress: {
		refuses: [{ ...express, with: { "ecs:subnet": ["subnet-a1"] } }],
		passes: [{ ...express, with: { "ecs:subnet": ["subnet-b"] } }, express, { ...create, with: { "ecs:subnet": ["subnet-a1"] } }],
	},
	TaskgateDenyExecEnabled: {
		refuses: [run, create, update, { action: "ecs:StartTask" }].map((call) => ({
			...call,
			with: { "ecs:enable-execute-command": "true" },
		})),
		passes: [{ ...run, with: { "ecs:enable-execute-command": "false" } }, update],
	},
	TaskgateDenyExec: { refuses: [{ action: "ecs:ExecuteCommand", on: TASK }], passes: [{ action: "ecs:StopTask", on: TASK }] },
	TaskgateDenyExecBySessionManager: {
		refuses: [{ action: "ssm:StartSession", on: TASK }],
		passes: [{ action: "ssm:StartSession", on: `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/i-1` }],
	},
	TaskgateDenyOtherCompute: {
		refuses: [{ ...register, with: { "ecs:compute-compatibility": ["FARGATE", "EC2"] } }],
		passes: [{ ...register, with: { "ecs:compute-compatibility": ["FARGATE"] } }, register],
	},
	TaskgateDenyUnnamedCompute: { refuses: [register], passes: [{ ...register, with: { "ecs:compute-compatibility": ["EC2"] } }] },
	TaskgateRegisterOnlyThroughTheGate: {
		refuses: [register, { ...register, by: ADMIN }, { ...register, with: { "aws:CalledVia": ["athena.amazonaws.com"] } }],
		passes: [
			{ ...register, by: GATE },
			{ ...register, by: role("cdk-exec") },
			{ ...register, with: { "aws:CalledVia": ["cloudformation.amazonaws.com"] } },
			run,
			daemon,
		],
	},
	TaskgateRunOnlyAdmitted: {
		refuses: [
			...[run, { action: "ecs:StartTask" }, { ...run, by: GATE }],
			{ ...run, with: { "aws:ResourceTag/ecs-admission": "denied" } },
			{ ...run, with: { "aws:ResourceTag/other": "allowed" } },
		],
		passes: [{ ...run, with: { "aws:ResourceTag/ecs-admission": "allowed" } }, create, register],
	},
	TaskgateDenyMarkingAsAdmitted: {
		refuses: ["ecs-admission", "ECS-Admission"].map((key) => ({ action: "ecs:TagResource", ...tagged("team", key) })),
		passes: [
			{ action: "ecs:TagResource", ...tagged("team") },
			{ action: "ecs:TagResource", by: GATE, ...tagged("ecs-admission") },
		],
	},
	TaskgateDenyForgingOnCreate: {
		refuses: ["ecs-admission", "ECS-ADMISSION"].map((key) => ({ ...register, ...tagged(key) })),
		passes: [register, { ...register, ...tagged("team") }, { ...register, by: GATE, ...tagged("ecs-admission") }],
	},
	TaskgateDenyRemovingTheMark: {
		refuses: [{ action: "ecs:UntagResource", ...tagged("ecs-admission") }],
		passes: [
			{ action: "ecs:UntagResource", ...tagged("team") },
			{ action: "ecs:UntagResource", by: GATE, ...tagged("ecs-admission") },
		],
	},
	TaskgateProtectItsRoles: {
		refuses: ["iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole"].flatMap((action) => [
			{ action, on: GATE },
			{ action, on: GATE, by: GATE },
			{ action, on: role("taskgate-hook") },
		]),
		passes: [
			{ action: "iam:PutRolePolicy", on: GATE, by: ADMIN },
			{ action: "iam:PutRolePolicy", on: CI },
		],
	},
	TaskgateLendNoRole: {
		refuses: ["iam:PassRole", "sts:AssumeRole"].map((action) => ({ action, on: GATE })),
		passes: [
			{ action: "iam:PassRole", on: GATE, by: ADMIN },
			{ action: "sts:AssumeRole", on: GATE, by: GATE },
			{ action: "iam:PassRole", on: CI },
		],
	},
	TaskgateProtectItsParts: {
		refuses: [
			{ action: "lambda:UpdateFunctionCode", on: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:Taskgate-Events-1A2B` },
			{ action: "dynamodb:PutItem", on: `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/Taskgate-Table-1A2B` },
			{ action: "sqs:PurgeQueue", on: `arn:aws:sqs:eu-central-1:${ACCOUNT}:Taskgate-Queue-1A2B` },
			{ action: "events:DisableRule", on: `arn:aws:events:eu-central-1:${ACCOUNT}:rule/Taskgate-CallsRule-1A2B` },
			{ action: "events:DisableRule", on: `arn:aws:events:eu-central-1:${ACCOUNT}:rule/bus/Taskgate-Rule-1A2B` },
			{ action: "cloudformation:DeleteStack", on: `arn:aws:cloudformation:eu-central-1:${ACCOUNT}:stack/Taskgate/1` },
		],
		passes: [
			{ action: "dynamodb:PutItem", on: `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/Taskgate-Table-1A2B`, by: GATE },
			{ action: "lambda:UpdateFunctionCode", on: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:Taskgate-Events-1A2B`, by: ADMIN },
			{ action: "lambda:UpdateFunctionCode", on: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:orders` },
			{ action: "dynamodb:GetItem", on: `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/Taskgate-Table-1A2B` },
		],
	},
	TaskgateProtectTheTrail: {
		refuses: ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:PutEventSelectors"].map((action) => ({
			action,
			on: `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/main`,
		})),
		passes: [{ action: "cloudtrail:StopLogging", on: `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/main`, by: ADMIN }],
	},
	TaskgateKeepHeldDeployments: {
		refuses: ["ecs:ContinueServiceDeployment", "ecs:StopServiceDeployment"].map((action) => ({ action, on: DEPLOYMENT })),
		passes: [
			{ action: "ecs:ContinueServiceDeployment", on: DEPLOYMENT, by: GATE },
			{ action: "ecs:StopServiceDeployment", on: DEPLOYMENT, by: role("deployer") },
			update,
		],
	},
	TaskgateProtectTheCloudFormationHook: {
		refuses: [{ action: "cloudformation:SetTypeConfiguration", on: "*" }],
		passes: [{ action: "cloudformation:SetTypeConfiguration", on: "*", by: ADMIN }],
	},
};
