/** Taskgate for an organization: one gate in one account judges and acts in all of them; a StackSet brings its members in. */
import { Aws, CfnOutput, CfnParameter, CfnStackSet, Fn, Stack } from "aws-cdk-lib";
import { type CfnEventBus, CfnEventBusPolicy, EventBus, type IEventBus } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import type { Functions } from "./functions.ts";
import { core, watched } from "./gate-core.ts";
import type { GateStackProps } from "./gate-stack.ts";
import type { Grant } from "./grant.ts";
import { FORWARD_ROLE, MEMBER_ROLE } from "./member-stack.ts";
import { declareParameters, onlyIf, type Parameters } from "./parameters.ts";
import { telling } from "./permissions.ts";
import { rules } from "./rules.ts";

export interface HubStackProps extends GateStackProps {
	/** MemberStack, as CloudFormation takes it. */
	readonly memberTemplate: string;
}

interface Organization {
	readonly id: CfnParameter;
	readonly units: CfnParameter;
	readonly regions: CfnParameter;
	readonly callAs: CfnParameter;
}

/** Events of many accounts at a time, each with look-up limits of its own. */
const MAX_CONCURRENCY = 50;
const ROLE_ARN = `arn:${Aws.PARTITION}:iam::{account}:role/${MEMBER_ROLE}`;

export class HubStack extends Stack {
	constructor(scope: Construct, id: string, { code, memberTemplate, ...props }: HubStackProps) {
		super(scope, id, { description: "Taskgate: admission control for Amazon ECS in an organization", ...props });
		const parameters = declareParameters(this);
		const organization = declareOrganization(this);
		const entering = [enteringMembers(organization)];
		const gate = core(this, {
			...{ parameters, code, roleArn: ROLE_ARN, maxConcurrency: MAX_CONCURRENCY },
			// What is done in an account is in the hands of that account's role.
			powers: (bus) => ({ judging: entering, finishing: entering, acting: telling(bus) }),
		});
		const bus = hubBus(this, parameters, organization);
		rules(this, gate.queues, bus as IEventBus);
		watched(this, gate);
		const roles = gateRoles(gate.functions);
		members(this, { bus, roles, parameters, organization, memberTemplate });
		new CfnOutput(this, "HubBus", { value: bus.eventBusArn, description: "HubBusArn of a member that is installed by hand" });
		new CfnOutput(this, "GateRoles", { value: roles, description: "GateRoleArns of a member that is installed by hand" });
	}
}

function enteringMembers({ id }: Organization): Grant {
	return {
		sid: "EnterMembers",
		actions: ["sts:AssumeRole"],
		resources: [`arn:${Aws.PARTITION}:iam::*:role/${MEMBER_ROLE}`],
		conditions: { StringEquals: { "aws:ResourceOrgID": id.valueAsString } },
		because: "This one role in every account of the organization; which accounts there are changes by itself.",
	};
}

/**
 * Takes events from EventBridge in the organization's accounts, by the role that the members have for it. The account of an event is set by
 * EventBridge, and PutEvents refuses everybody a `source` of AWS's: nobody can speak for another account, or make up a call.
 */
function hubBus(stack: Stack, { hasKey, keyArn }: Parameters, { id }: Organization): EventBus {
	const bus = new EventBus(stack, "Hub", { eventBusName: "taskgate-hub", description: "ECS events of the organization, for Taskgate" });
	(bus.node.defaultChild as CfnEventBus).kmsKeyIdentifier = onlyIf(hasKey, keyArn.valueAsString) as unknown as string;
	new CfnEventBusPolicy(stack, "MembersForward", {
		eventBusName: bus.eventBusName,
		statementId: "MembersForward",
		statement: {
			Effect: "Allow",
			Principal: "*",
			Action: "events:PutEvents",
			Resource: bus.eventBusArn,
			Condition: {
				StringEquals: { "aws:PrincipalOrgID": id.valueAsString },
				ArnLike: { "aws:PrincipalArn": `arn:${Aws.PARTITION}:iam::*:role/${FORWARD_ROLE}-*` },
			},
		},
	});
	return bus;
}

function gateRoles({ events, schedule }: Functions): string {
	return Fn.join(",", [events.role.roleArn, schedule.role.roleArn]);
}

interface Membership {
	readonly bus: EventBus;
	readonly roles: string;
	readonly parameters: Parameters;
	readonly organization: Organization;
	readonly memberTemplate: string;
}

/** Service-managed: an account that joins one of the units becomes a member by itself, and one that leaves them ceases to be one. */
function members(stack: Stack, { bus, roles, parameters, organization, memberTemplate }: Membership): void {
	const { id, units, regions, callAs } = organization;
	const given = {
		HubBusArn: bus.eventBusArn,
		GateRoleArns: roles,
		OrganizationId: id.valueAsString,
		Regions: Fn.join(",", regions.valueAsList),
		Enforce: parameters.enforce.valueAsString,
		RolesToPass: parameters.rolesToPass.valueAsString,
		Registries: parameters.registries.valueAsString,
		RegisterPatched: parameters.registerPatched.valueAsString,
	};
	new CfnStackSet(stack, "Members", {
		...{ stackSetName: `${Aws.STACK_NAME}-members`, description: "Taskgate: forwards ECS events to the hub, and lets it in" },
		...{ permissionModel: "SERVICE_MANAGED", callAs: callAs.valueAsString, capabilities: ["CAPABILITY_NAMED_IAM"] },
		autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
		managedExecution: { Active: true },
		// An account that is suspended or broken does not keep the others waiting.
		operationPreferences: { failureTolerancePercentage: 20, maxConcurrentPercentage: 20, regionConcurrencyType: "PARALLEL" },
		parameters: Object.entries(given).map(([parameterKey, parameterValue]) => ({ parameterKey, parameterValue })),
		stackInstancesGroup: [{ regions: regions.valueAsList, deploymentTargets: { organizationalUnitIds: units.valueAsList } }],
		templateBody: memberTemplate,
	});
}

function declareOrganization(stack: Stack): Organization {
	return {
		id: new CfnParameter(stack, "OrganizationId", {
			allowedPattern: "^o-[a-z0-9]{10,32}$",
			description: "The organization, such as o-a1b2c3d4e5.",
		}),
		units: new CfnParameter(stack, "OrganizationalUnits", {
			type: "CommaDelimitedList",
			description: "Units (ou-…) or the root (r-…) whose accounts become members, new ones by themselves.",
		}),
		regions: new CfnParameter(stack, "Regions", {
			type: "CommaDelimitedList",
			description: "Regions to look after, such as eu-central-1,us-east-1. The members' role is made in the first.",
		}),
		callAs: new CfnParameter(stack, "CallAs", {
			allowedValues: ["DELEGATED_ADMIN", "SELF"],
			default: "DELEGATED_ADMIN",
			description: "DELEGATED_ADMIN: this account administers StackSets for the organization. SELF: it is the management account.",
		}),
	};
}
