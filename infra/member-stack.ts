/** What an account of the organization has of Taskgate: rules that forward its events to the hub, and the role by which the hub looks and acts. */
import { Aws, CfnCondition, CfnParameter, Duration, Fn, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { EventBus, type EventPattern, Rule } from "aws-cdk-lib/aws-events";
import { EventBus as BusTarget } from "aws-cdk-lib/aws-events-targets";
import { AccountPrincipal, type CfnRole, PrincipalWithConditions, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acting, answeringPauses, lookingUp, type Reach } from "./ecs-permissions.ts";
import { type Grant, give } from "./grant.ts";
import { declareRolesToPass } from "./parameters.ts";
import { declareRegisterPatched, registeringPatched, registersPatched } from "./register-patched.ts";
import { askingRegistries, asksRegistries, declareRegistries } from "./registries.ts";
import { patterns } from "./rules.ts";

/** In every account, as the hub assumes it: TASKGATE_ROLE_ARN. No path: STS does not tell one, and the gate knows its own calls by this name. */
export const MEMBER_ROLE = "taskgate-member";
/** Begins the name of the role, one for each Region, by which EventBridge sends to the hub. */
export const FORWARD_ROLE = "taskgate-forward";

interface Declared {
	readonly hubBusArn: CfnParameter;
	readonly gateRoleArns: CfnParameter;
	readonly organization: CfnParameter;
	readonly regions: CfnParameter;
	readonly rolesToPass: CfnParameter;
	/** IAM is the account's, not a Region's: the role is made in the first Region alone. */
	readonly roleIsHere: CfnCondition;
	readonly actsHere: CfnCondition;
	readonly asksHere: CfnCondition;
	readonly patchesHere: CfnCondition;
}

/** Deployed by the hub's StackSet in every account and Region, or by hand. */
export class MemberStack extends Stack {
	constructor(scope: Construct, id: string, props: StackProps = {}) {
		super(scope, id, { description: "Taskgate: a member account forwards its ECS events to the hub", ...props });
		const declared = declare(this);
		forward(this, declared);
		memberRole(this, declared);
	}
}

/**
 * Each event goes to the hub once. Of the default bus the rules take what this account itself has done, by `account`: what another account
 * forwards to it is that account's to forward. EventBridge sends no forwarded event to a third account either, and the hub forwards nothing.
 */
function forward(stack: Stack, { hubBusArn }: Declared): void {
	const role = new Role(stack, "Forward", {
		roleName: `${FORWARD_ROLE}-${Aws.REGION}`,
		assumedBy: new ServicePrincipal("events.amazonaws.com"),
		description: "Taskgate: by this EventBridge sends ECS events to the hub",
	});
	give(role, "Send", [{ sid: "SendToTheHub", actions: ["events:PutEvents"], resources: [hubBusArn.valueAsString] }]);
	const undelivered = new Queue(stack, "Undelivered", {
		...{ encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) },
	});
	Validations.of(undelivered).acknowledge({ id: "AwsSolutions-SQS3", reason: "It is a dead-letter queue itself: of the rules below." });
	const hub = EventBus.fromEventBusArn(stack, "Hub", hubBusArn.valueAsString);
	for (const [name, pattern] of patterns()) {
		new Rule(stack, `${name}Rule`, {
			description: `Taskgate: ${pattern.detailType}, to the hub`,
			eventPattern: { ...pattern, account: [Aws.ACCOUNT_ID] } satisfies EventPattern,
			targets: [new BusTarget(hub, { role, deadLetterQueue: undelivered })],
		});
	}
}

/** Only the hub's functions, only of this organization, only in its Regions; what changes something only while Enforce is on. */
function memberRole(stack: Stack, declared: Declared): void {
	const { hubBusArn, gateRoleArns, organization, regions, rolesToPass, roleIsHere, actsHere, asksHere, patchesHere } = declared;
	const hubAccount = Fn.select(4, Fn.split(":", hubBusArn.valueAsString));
	const role = new Role(stack, "Member", {
		roleName: MEMBER_ROLE,
		assumedBy: new PrincipalWithConditions(new AccountPrincipal(hubAccount), {
			StringEquals: { "aws:PrincipalOrgID": organization.valueAsString },
			ArnEquals: { "aws:PrincipalArn": gateRoleArns.valueAsList },
		}),
		description: "Taskgate: the hub looks up what comes into ECS here, and while Enforce is on undoes what is denied",
	});
	(role.node.defaultChild as CfnRole).cfnOptions.condition = roleIsHere;
	const everywhere: Reach = { region: "*" };
	give(role, "Look", [outsideOf(regions), ...lookingUp(everywhere), ...answeringPauses(everywhere)], roleIsHere);
	give(role, "Act", acting(everywhere, rolesToPass.valueAsString), actsHere);
	give(role, "RegisterPatched", registeringPatched(everywhere), patchesHere);
	give(role, "Registries", askingRegistries(), asksHere);
}

/** Said once: with the Regions in each statement the role's policies would grow past what IAM takes. PassRole is no call, and so of no Region. */
function outsideOf(regions: CfnParameter): Grant {
	const conditions = { StringNotEquals: { "aws:RequestedRegion": regions.valueAsList } };
	return { sid: "NowhereElse", actions: ["ecs:*", "ecr:*", "inspector2:*"], resources: ["*"], conditions, refuses: true };
}

function declare(stack: Stack): Declared {
	const regions = new CfnParameter(stack, "Regions", {
		type: "CommaDelimitedList",
		description: "The Regions that are looked after, the same in each; the role is made in the first.",
	});
	const enforce = new CfnParameter(stack, "Enforce", {
		...{ allowedValues: ["off", "on"], default: "off" },
		description: "on: the hub's role may undo what is denied here.",
	});
	const first = Fn.select(0, regions.valueAsList);
	const roleIsHere = new CfnCondition(stack, "RoleIsHere", { expression: Fn.conditionEquals(Aws.REGION, first) });
	const actsHere = new CfnCondition(stack, "ActsHere", { expression: Fn.conditionAnd(roleIsHere, Fn.conditionEquals(enforce, "on")) });
	return {
		regions,
		hubBusArn: new CfnParameter(stack, "HubBusArn", {
			allowedPattern: "^arn:[a-z-]+:events:[a-z0-9-]+:\\d{12}:event-bus/[A-Za-z0-9._/-]+$",
			description: "The hub's bus: its output HubBus.",
		}),
		gateRoleArns: new CfnParameter(stack, "GateRoleArns", {
			type: "CommaDelimitedList",
			description: "The roles of the hub's functions: its output GateRoles.",
		}),
		organization: new CfnParameter(stack, "OrganizationId", {
			allowedPattern: "^o-[a-z0-9]{10,32}$",
			description: "The organization that both accounts are of.",
		}),
		rolesToPass: declareRolesToPass(stack),
		roleIsHere,
		actsHere,
		patchesHere: new CfnCondition(stack, "PatchesHere", { expression: registersPatched(declareRegisterPatched(stack), actsHere) }),
		asksHere: new CfnCondition(stack, "AsksHere", { expression: Fn.conditionAnd(roleIsHere, asksRegistries(declareRegistries(stack))) }),
	};
}
