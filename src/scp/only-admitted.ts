/** The fail-closed half: only the gate registers, only what is admitted runs, and only the gate says what is. Pure. */
import { deny, exceptFor, type Noted } from "./statement.ts";

export interface OnlyAdmitted {
	/** Patterns of the ARNs of the gate's roles. */
	readonly gateRoles: readonly string[];
	/** Service roles that only CloudFormation can assume, such as CDK's; its hook judges what they do. */
	readonly cloudFormationRoles: readonly string[];
	/** Whether calls pass that CloudFormation makes with its caller's own credentials. */
	readonly byCloudFormation: boolean;
	readonly admissionTag?: string | undefined;
}

export function onlyAdmitted({ gateRoles, cloudFormationRoles, byCloudFormation, admissionTag }: OnlyAdmitted): readonly Noted[] {
	if (gateRoles.length === 0) return [];
	const register = registerOnly([...gateRoles, ...cloudFormationRoles], byCloudFormation, cloudFormationRoles.length > 0);
	return admissionTag === undefined ? [register] : [register, runOnly(admissionTag), ...protectTag(admissionTag, gateRoles)];
}

const HOOK_MUST_STAND =
	"WARNING: in every account and Region to which this applies, Taskgate's CloudFormation hook must be enabled with FailureMode FAIL for AWS::ECS::*: without it CloudFormation registers unseen. ";

function registerOnly(roles: readonly string[], byCloudFormation: boolean, hasRoles: boolean): Noted {
	// Without the key, which only some calls carry, ForAllValues holds, so that such a call is refused.
	const unlessByCloudFormation = byCloudFormation
		? { "ForAllValues:StringNotEquals": { "aws:CalledVia": ["cloudformation.amazonaws.com"] } }
		: {};
	return {
		statement: deny("TaskgateRegisterOnlyThroughTheGate", ["ecs:RegisterTaskDefinition"], {
			Condition: { ...exceptFor(roles), ...unlessByCloudFormation },
		}),
		does: "leaves RegisterTaskDefinition to the gate's role, so that every new revision is an admitted one",
		leavesOpen: `${byCloudFormation || hasRoles ? HOOK_MUST_STAND : ""}Revisions that exist already (\`taskgate register --adopt\` judges them), daemon task definitions, what ECS itself registers for an Express service${
			byCloudFormation
				? "; a stack with a service role does not carry aws:CalledVia and is refused: name that role with --cloudformation-role"
				: ""
		}`,
		unverified: "under which identity ECS registers an Express service's definition",
	};
}

/** A negated operator holds when the key is missing: a definition without the tag is refused. */
function runOnly(tag: string): Noted {
	return {
		statement: deny("TaskgateRunOnlyAdmitted", ["ecs:RunTask", "ecs:StartTask"], {
			Resource: "arn:*:ecs:*:*:task-definition/*",
			Condition: { StringNotEquals: { [`aws:ResourceTag/${tag}`]: "allowed" } },
		}),
		does: "refuses to run a task from a definition that the gate did not mark as admitted",
		leavesOpen:
			"services, task sets, Express services and daemons, for which IAM does not see the definition's tags: the deployment hook stands there. Overrides of command, environment and roles. Revoking the tag stops no running service",
		unverified: "that ECS shows a definition's tags to an SCP for RunTask, as the service authorization reference says",
	};
}

/** Condition keys are the same in upper and lower case, and so must be what protects them. */
function protectTag(tag: string, gateRoles: readonly string[]): readonly Noted[] {
	const Condition = { "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": [tag] }, ...exceptFor(gateRoles) };
	return [
		{
			statement: deny("TaskgateDenyMarkingAsAdmitted", ["ecs:TagResource"], { Condition }),
			does: "leaves it to the gate to mark a definition as admitted",
			leavesOpen: "other tags",
		},
		{
			statement: deny("TaskgateDenyForgingOnCreate", ["ecs:RegisterTaskDefinition", "ecs:CreateExpressGatewayService"], { Condition }),
			does: "refuses a definition that brings the mark along",
			leavesOpen: "the mark on tasks, services and clusters, where nobody asks for it",
		},
		{
			statement: deny("TaskgateDenyRemovingTheMark", ["ecs:UntagResource"], { Condition }),
			does: "leaves it to the gate to take the mark away",
			leavesOpen: "deregistering an admitted revision, which IAM can neither tell apart nor tie to a resource",
		},
	];
}
