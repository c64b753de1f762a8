/** Who is asked beforehand: the function that ECS invokes at the stages of a deployment, the one that CloudFormation does, and their ways in. */
import { Aws, CfnLambdaHook, Duration, Fn } from "aws-cdk-lib";
import { PrincipalWithConditions, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { lookingUp, OWN_REGION } from "./ecs-permissions.ts";
import { type GateFunction, gateFunction, type Surroundings } from "./gate-function.ts";
import { give } from "./grant.ts";
import type { GateParameters } from "./parameters.ts";

export interface Hooks {
	readonly deploymentHook: GateFunction;
	readonly cloudformationHook: GateFunction;
	/** By which ECS invokes the deployment hook. */
	readonly deploymentHookRole: Role;
}

/** The alias of a hook has three names, and is one in an account and Region. */
const ALIAS = "Taskgate::Gate::Hook";
/** A deployment's revision, and what it refers to. */
const OF_DEPLOYMENTS = ["LookUpDefinitions", "LookUpServices", "LookUpDeployments", "LookUpClusters"];
/** No template makes a task, deploys a service or tags what it does not make. */
const NOT_OF_TEMPLATES = ["LookUpTasks", "LookUpDeployments", "LookUpTags"];

export function hooks(scope: Construct, around: Surroundings & { readonly parameters: GateParameters }): Hooks {
	const reads = lookingUp(OWN_REGION);
	const deploymentHook = gateFunction(
		scope,
		{
			...{
				id: "DeploymentHook",
				code: "deployment-hook",
				does: "Answers ECS whether a deployment may go on",
				timeout: Duration.minutes(1),
			},
			may: ["Judge", reads.filter(({ sid }) => OF_DEPLOYMENTS.includes(sid))],
		},
		around,
	);
	const cloudformationHook = gateFunction(
		scope,
		{
			// CloudFormation waits no longer.
			...{
				id: "TemplateHook",
				code: "cloudformation-hook",
				does: "Answers CloudFormation before it provisions",
				timeout: Duration.seconds(30),
			},
			may: ["Judge", reads.filter(({ sid }) => !NOT_OF_TEMPLATES.includes(sid))],
		},
		around,
	);
	lambdaHook(scope, cloudformationHook, around.parameters);
	return { deploymentHook, cloudformationHook, deploymentHookRole: deploymentHookRole(scope, deploymentHook) };
}

/**
 * A service names it in its deployment configuration, beside the function. No condition on its trust: AWS documents none for ECS here, and a
 * role that ECS could not assume would refuse every deployment. PassRole keeps it within its account.
 */
function deploymentHookRole(scope: Construct, hook: GateFunction): Role {
	const role = new Role(scope, "DeploymentHookCaller", {
		assumedBy: new ServicePrincipal("ecs.amazonaws.com"),
		description: "Taskgate: by this ECS invokes the deployment hook",
	});
	give(role, "Invoke", [{ sid: "AskTheGate", actions: ["lambda:InvokeFunction"], resources: [hook.function.functionArn] }]);
	return role;
}

/** Only with CloudFormationHook=on. While Enforce is off a function that fails costs a warning, not a deployment. */
function lambdaHook(scope: Construct, hook: GateFunction, { enforceOn, cloudformationHookOn }: GateParameters): void {
	const caller = new Role(scope, "TemplateHookCaller", {
		assumedBy: new PrincipalWithConditions(new ServicePrincipal("hooks.cloudformation.amazonaws.com"), {
			StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
		}),
		description: "Taskgate: by this CloudFormation invokes its hook",
	});
	give(caller, "Invoke", [{ sid: "AskTheGate", actions: ["lambda:InvokeFunction"], resources: [hook.function.functionArn] }]);
	const resource = new CfnLambdaHook(scope, "TemplateHook", {
		...{ alias: ALIAS, executionRole: caller.roleArn, lambdaFunction: hook.function.functionArn, hookStatus: "ENABLED" },
		failureMode: Fn.conditionIf(enforceOn.logicalId, "FAIL", "WARN").toString(),
		targetOperations: ["RESOURCE", "CLOUD_CONTROL"],
	});
	// The schema has two forms of a filter; CDK's type knows the other one alone.
	resource.addPropertyOverride("TargetFilters", { TargetNames: ["AWS::ECS::*"], Actions: ["CREATE", "UPDATE"] });
	resource.cfnOptions.condition = cloudformationHookOn;
	resource.node.addDependency(caller);
}
