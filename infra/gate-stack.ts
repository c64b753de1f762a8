/** Taskgate in one account and Region: asked beforehand, told of events, what is denied undone, what exists audited. */
import { Aws, CfnCondition, CfnOutput, Fn, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { type AlarmOf, SUM } from "./alarms.ts";
import { audit } from "./audit.ts";
import { acting, answeringPauses, lookingBeforeActing, lookingUp, lookingUpPauses, OWN_REGION } from "./ecs-permissions.ts";
import { core, watched } from "./gate-core.ts";
import type { CodeOf, GateFunction } from "./gate-function.ts";
import { give } from "./grant.ts";
import { type Hooks, hooks } from "./hooks.ts";
import { declareGateParameters } from "./parameters.ts";
import { telling } from "./permissions.ts";
import { registeringPatched } from "./register-patched.ts";
import { askingRegistries } from "./registries.ts";
import { rules } from "./rules.ts";

export interface GateStackProps extends StackProps {
	/** Where the functions' code comes from: asked with the stack itself, which may declare parameters for it. */
	readonly code: (stack: Stack) => CodeOf;
}

export class GateStack extends Stack {
	constructor(scope: Construct, id: string, { code, ...props }: GateStackProps) {
		super(scope, id, { description: "Taskgate: admission control for Amazon ECS", ...props });
		const parameters = declareGateParameters(this);
		const gate = core(this, {
			parameters,
			code,
			powers: (bus) => ({
				judging: [...lookingUp(OWN_REGION), ...answeringPauses(OWN_REGION)],
				finishing: [...lookingUpPauses(OWN_REGION), ...answeringPauses(OWN_REGION)],
				acting: [...telling(bus), ...acting(OWN_REGION, parameters.rolesToPass.valueAsString)],
				lookingBefore: lookingBeforeActing(OWN_REGION),
			}),
		});
		rules(this, gate.queues);
		const asked = hooks(this, gate.around);
		const audits = audit(this, gate.around);
		const { events, schedule } = gate.functions;
		for (const { role } of [events, schedule]) give(role, "RegisterPatched", registeringPatched(OWN_REGION), parameters.registersPatched);
		// Whoever judges; the schedule function only finishes, and judges what it patches.
		for (const { role } of [events, asked.deploymentHook, asked.cloudformationHook, audits])
			give(role, "Registries", askingRegistries(), parameters.hasRegistries);
		const asksWhilePatching = new CfnCondition(this, "AsksWhilePatching", {
			expression: Fn.conditionAnd(parameters.hasRegistries, parameters.registersPatched),
		});
		give(schedule.role, "Registries", askingRegistries(), asksWhilePatching);
		watched(this, gate, {
			deciding: { DeploymentHook: asked.deploymentHook, TemplateHook: asked.cloudformationHook },
			others: { Audit: audits },
			alarms: alarmsOf(asked, audits),
		});
		tellHook(this, asked);
	}
}

function alarmsOf({ deploymentHook, cloudformationHook }: Hooks, audits: GateFunction): Readonly<Record<string, AlarmOf>> {
	return {
		DeploymentHookErrors: {
			metric: deploymentHook.function.metricErrors(SUM),
			says: "The deployment hook failed, which ECS takes for a refusal: deployments are being rolled back.",
		},
		DeploymentHookThrottles: {
			metric: deploymentHook.function.metricThrottles(SUM),
			says: "Lambda throttled the deployment hook, which ECS takes for a refusal: raise the account's concurrency.",
		},
		TemplateHookErrors: {
			metric: cloudformationHook.function.metricErrors(SUM),
			says: "The CloudFormation hook failed; while Enforce is on, the third time in a row refuses the resource.",
		},
		AuditDropped: {
			metric: audits.function.metric("AsyncEventsDropped", SUM),
			says: "The audit did not end in three attempts: there is more than it can read, or it fails. Its log says which.",
		},
	};
}

/** For services of other stacks. Exported: the hook cannot be deleted while a service of CloudFormation refers to it. */
function tellHook(stack: Stack, { deploymentHook, deploymentHookRole }: Hooks): void {
	const told = {
		DeploymentHookArn: [deploymentHook.function.functionArn, "hookTargetArn of a service's lifecycle hook"],
		DeploymentHookRoleArn: [deploymentHookRole.roleArn, "roleArn of a service's lifecycle hook"],
	} as const;
	for (const [name, [value, description]] of Object.entries(told))
		new CfnOutput(stack, name, { value, description, exportName: `${Aws.STACK_NAME}-${name}` });
}
