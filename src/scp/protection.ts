/** What keeps Taskgate itself standing: its roles, its parts, the trail it hears by, and the deployments it holds. Pure. */
import { deny, exceptFor, type Noted } from "./statement.ts";

export interface Protection {
	readonly gateRoles: readonly string[];
	/** Roles by which ECS and CloudFormation call the hooks. */
	readonly hookRoles: readonly string[];
	/** Who installs and updates Taskgate. */
	readonly adminRoles: readonly string[];
	/** Who may stop and continue deployments besides the gate. */
	readonly deployerRoles: readonly string[];
	/** The name of its stack, with which the names of its parts begin. */
	readonly stack: string;
	/** Whether something is let pass because the CloudFormation hook stands. */
	readonly hooked: boolean;
}

const CHANGE_A_ROLE = [
	...["iam:AttachRolePolicy", "iam:DeleteRole", "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy", "iam:DetachRolePolicy"],
	...["iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"],
];
const CHANGE_A_PART = [
	...["lambda:AddPermission", "lambda:DeleteFunction", "lambda:PutFunctionConcurrency", "lambda:RemovePermission"],
	...["lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration"],
	...["dynamodb:DeleteItem", "dynamodb:DeleteTable", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:UpdateTable"],
	...["sqs:DeleteMessage", "sqs:DeleteQueue", "sqs:PurgeQueue", "sqs:SetQueueAttributes"],
	...["events:DeleteRule", "events:DisableRule", "events:PutRule", "events:RemoveTargets"],
	...["cloudformation:DeleteStack", "cloudformation:UpdateStack", "cloudformation:ExecuteChangeSet"],
];
const STOP_THE_TRAIL = ["cloudtrail:DeleteTrail", "cloudtrail:PutEventSelectors", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail"];
const CHANGE_THE_HOOK = ["cloudformation:DeactivateType", "cloudformation:DeregisterType", "cloudformation:SetTypeConfiguration"];

export function protection(given: Protection): readonly Noted[] {
	const { gateRoles, hookRoles, adminRoles, deployerRoles, stack, hooked } = given;
	if (gateRoles.length === 0) return [];
	const roles = [...gateRoles, ...hookRoles];
	const keepers = [...gateRoles, ...adminRoles];
	const admins = adminRoles.length === 0 ? {} : { Condition: exceptFor(adminRoles) };
	return [
		{
			statement: deny("TaskgateProtectItsRoles", CHANGE_A_ROLE, { Resource: roles, ...admins }),
			does: "keeps the permissions and the trust of Taskgate's roles as they are",
			leavesOpen: "whoever is named with --admin-role; the management account",
		},
		{
			statement: deny("TaskgateLendNoRole", ["iam:PassRole", "sts:AssumeRole"], { Resource: roles, Condition: exceptFor(keepers) }),
			does: "lends Taskgate's roles to nobody: neither to a person nor, by PassRole, to a function or a task of somebody's own",
			leavesOpen: "AWS services that a role trusts, which an SCP does not bind; code that runs in Taskgate's own functions",
		},
		{
			statement: deny("TaskgateProtectItsParts", CHANGE_A_PART, { Resource: partsOf(stack), Condition: exceptFor(keepers) }),
			does: `keeps the functions, table, queues, rules and stack whose names begin with ${stack}`,
			leavesOpen:
				"event source mappings and keys, whose ARNs hold no name; parts that you named otherwise. `taskgate halt` writes the table, so it needs one of the roles named here",
		},
		{
			statement: deny("TaskgateProtectTheTrail", STOP_THE_TRAIL, { ...admins }),
			does: "keeps CloudTrail logging: without a trail EventBridge hears of no call",
			leavesOpen:
				"events that CloudTrail loses; a trail that was never there; an organization's trail is changed in the management account",
		},
		{
			statement: deny("TaskgateKeepHeldDeployments", ["ecs:ContinueServiceDeployment", "ecs:StopServiceDeployment"], {
				Condition: exceptFor([...gateRoles, ...deployerRoles]),
			}),
			does: "leaves it to the gate to continue a deployment that waits at a pause hook, or to roll one back",
			leavesOpen:
				"UpdateService, which may take the hook off a service first: IAM has no key for lifecycleHooks. A pause hook whose time-out says CONTINUE continues by itself. StopServiceDeployment is refused to everybody else too: name with --deployer-role who may roll back by hand",
		},
		...(hooked ? [keepTheHook(adminRoles)] : []),
	];
}

function keepTheHook(adminRoles: readonly string[]): Noted {
	return {
		statement: deny(
			"TaskgateProtectTheCloudFormationHook",
			CHANGE_THE_HOOK,
			adminRoles.length === 0 ? {} : { Condition: exceptFor(adminRoles) },
		),
		does: "keeps the CloudFormation hook enabled, and its FailureMode",
		leavesOpen:
			"IAM ties these calls to no resource, so that they are refused for every extension, not for Taskgate's hook alone; an update's clean-up, which calls no hook, deletes and never registers",
	};
}

function partsOf(stack: string): readonly string[] {
	return [
		`arn:*:lambda:*:*:function:${stack}-*`,
		`arn:*:dynamodb:*:*:table/${stack}-*`,
		`arn:*:sqs:*:*:${stack}-*`,
		...[`arn:*:events:*:*:rule/${stack}-*`, `arn:*:events:*:*:rule/*/${stack}-*`],
		`arn:*:cloudformation:*:*:stack/${stack}/*`,
	];
}
