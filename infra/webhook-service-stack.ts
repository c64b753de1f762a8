/** The console and the webhook, hosted: `taskgate serve` on Fargate beside a gate's functions, behind a load balancer that asks people who they are. */
import { CfnOutput, Duration, Fn, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { CfnCluster, CfnService } from "aws-cdk-lib/aws-ecs";
import type { Construct } from "constructs";
import { alarmOf } from "./alarms.ts";
import { onlyIf } from "./parameters.ts";
import { type Balancer, balancer, PORT } from "./webhook-service/balancer.ts";
import { declareServiceParameters, type ServiceParameters } from "./webhook-service/parameters.ts";
import { CONTAINER, TAGS, task } from "./webhook-service/task.ts";

/** ECS rolls back what is not answered by then, as TaskgateHook has it. */
const HOOK_MINUTES = 30;
/** Findings of cfn-lint, and of CDK's own validation that finds the same, that are none. */
const EXPLAINED = {
	W1030: "An empty parameter would be no ARN and no name, but every property that takes one stands under a condition that it is given.",
	W2509: "A parameter with Secret in its name takes the ARN of one, which is no secret.",
	W9052: "CDK's own validation looks at so many conditions at once no longer; cfn-lint, which does, has no finding.",
} as const;

export class WebhookServiceStack extends Stack {
	constructor(scope: Construct, id: string, props: StackProps = {}) {
		super(scope, id, { description: "Taskgate: console and webhook on Fargate, behind a login", ...props });
		for (const [rule, reason] of Object.entries(EXPLAINED))
			Validations.of(this).acknowledge({ id: `CloudFormation-Validate::${rule}`, reason });
		this.addMetadata("cfn-lint", { config: { ignore_checks: Object.keys(EXPLAINED) } });
		const parameters = declareServiceParameters(this);
		const front = balancer(this, parameters);
		const { definition, logs } = task(this, parameters, front.loadBalancer.ref);
		const cluster = clusterOf(this, parameters, logs.logGroupName);
		service(this, parameters, { cluster: cluster.ref, definition: definition.ref, front });
		alarm(this, parameters, front);
		new CfnOutput(this, "BalancerAddress", {
			value: front.loadBalancer.attrDnsName,
			description: "Where the certificate's name is to point",
		});
		new CfnOutput(this, "Log", { value: logs.logGroupName, description: "One line for each decision that the webhook makes" });
	}
}

/** ECS Exec is off in the service; whoever turns it on finds it logged and encrypted. */
function clusterOf(stack: Stack, { keyArn }: ServiceParameters, log: string): CfnCluster {
	const keyId = Fn.select(1, Fn.split(":key/", keyArn.valueAsString));
	return new CfnCluster(stack, "Cluster", {
		...{ clusterSettings: [{ name: "containerInsights", value: "enhanced" }], tags: TAGS },
		...{ capacityProviders: ["FARGATE"], defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }] },
		configuration: {
			executeCommandConfiguration: {
				...{ kmsKeyId: keyArn.valueAsString, logging: "OVERRIDE" },
				logConfiguration: { cloudWatchLogGroupName: log, cloudWatchEncryptionEnabled: true },
			},
			managedStorageConfiguration: { kmsKeyId: keyId, fargateEphemeralStorageKmsKeyId: keyId },
		},
	});
}

interface Runs {
	readonly cluster: string;
	readonly definition: string;
	readonly front: Balancer;
}

function service(stack: Stack, { of, asksGate }: ServiceParameters, { cluster, definition, front }: Runs): void {
	const resource = new CfnService(stack, "Service", {
		...{ cluster, taskDefinition: definition, desiredCount: of.Tasks.valueAsNumber, launchType: "FARGATE" },
		// The newest with its security patches, whatever it is called by then.
		...{ platformVersion: "LATEST", enableExecuteCommand: false, enableEcsManagedTags: true, propagateTags: "SERVICE", tags: TAGS },
		...{ deploymentController: { type: "ECS" }, schedulingStrategy: "REPLICA", availabilityZoneRebalancing: "ENABLED" },
		deploymentConfiguration: {
			...{ strategy: "ROLLING", minimumHealthyPercent: 100, maximumPercent: 200 },
			deploymentCircuitBreaker: { enable: true, rollback: true },
		},
		networkConfiguration: {
			awsvpcConfiguration: {
				...{ subnets: of.TaskSubnets.valueAsList, securityGroups: [front.tasksGroup.attrGroupId], assignPublicIp: "DISABLED" },
			},
		},
		loadBalancers: [{ containerName: CONTAINER, containerPort: PORT, targetGroupArn: front.targets.ref }],
		healthCheckGracePeriodSeconds: 90,
	});
	const exported = (name: string) => Fn.importValue(Fn.join("-", [of.AskGate.valueAsString, name]));
	const hook = {
		...{ HookTargetArn: exported("DeploymentHookArn"), RoleArn: exported("DeploymentHookRoleArn"), LifecycleStages: ["PRE_SCALE_UP"] },
		TimeoutConfiguration: { TimeoutInMinutes: HOOK_MINUTES, Action: "ROLLBACK" },
	};
	resource.addPropertyOverride("DeploymentConfiguration.LifecycleHooks", onlyIf(asksGate, [hook]));
	resource.addResourceDependency(front.listener);
}

/** The one thing that the gate's own alarms do not tell: that nobody can see the console. */
function alarm(stack: Stack, parameters: ServiceParameters, { loadBalancer, targets }: Balancer): void {
	const metric = new Metric({
		...{ namespace: "AWS/ApplicationELB", metricName: "HealthyHostCount", statistic: "Minimum", period: Duration.minutes(5) },
		dimensionsMap: { LoadBalancer: loadBalancer.attrLoadBalancerFullName, TargetGroup: targets.attrTargetGroupFullName },
	});
	const says = "No task of the service answers. The gate itself goes on; its console and webhook do not.";
	alarmOf(stack, "ServiceSilenceAlarm", { metric, whenSilent: true, says }, parameters);
}
