/** A Fargate service that Taskgate's profile `restricted` has nothing against. */
import { Duration, Fn, Stack, type StackProps } from "aws-cdk-lib";
import { SecurityGroup, SubnetType } from "aws-cdk-lib/aws-ec2";
import { Repository } from "aws-cdk-lib/aws-ecr";
import * as ecs from "aws-cdk-lib/aws-ecs";
import { Key } from "aws-cdk-lib/aws-kms";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { WebCluster } from "./cluster.ts";

export interface WebStackProps extends StackProps {
	/** Of the image in this account's repository `web`: a tag could be moved after the review. */
	readonly imageDigest: string;
	/** The stack of a gate in this account and Region, asked before any task of a new revision starts. */
	readonly gate: string | undefined;
}

export class WebStack extends Stack {
	constructor(scope: Construct, id: string, { imageDigest, gate, ...props }: WebStackProps) {
		super(scope, id, props);
		const key = new Key(this, "Key", { enableKeyRotation: true });
		const logs = new LogGroup(this, "Logs", { logGroupName: "/ecs/web", retention: RetentionDays.ONE_YEAR });
		const { vpc, cluster } = new WebCluster(this, "Cluster", { key, logs });
		const service = new ecs.FargateService(this, "Service", {
			cluster,
			taskDefinition: this.taskDefinition(imageDigest, logs),
			desiredCount: 2,
			capacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
			// No address of its own: nobody gets past the load balancer, and out it goes by NAT.
			assignPublicIp: false,
			vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
			securityGroups: [new SecurityGroup(this, "Tasks", { vpc, description: "Tasks of the web service" })],
			minHealthyPercent: 100,
			circuitBreaker: { rollback: true },
			enableExecuteCommand: false,
			propagateTags: ecs.PropagatedTagSource.SERVICE,
			enableECSManagedTags: true,
		});
		if (gate !== undefined) askBeforeDeployment(service, gate);
	}

	/** CloudFormation's first two: for names of its own CDK would ask AWS. */
	override get availabilityZones(): string[] {
		return [0, 1].map((index) => Fn.select(index, Fn.getAzs()));
	}

	private taskDefinition(imageDigest: string, logGroup: LogGroup): ecs.FargateTaskDefinition {
		const size = { cpu: 512, memoryLimitMiB: 1024 };
		const definition = new ecs.FargateTaskDefinition(this, "TaskDefinition", {
			...size,
			family: "web",
			runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.ARM64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX },
		});
		const linuxParameters = new ecs.LinuxParameters(this, "Linux", { initProcessEnabled: true });
		linuxParameters.dropCapabilities(ecs.Capability.ALL);
		definition.addContainer("web", {
			...size,
			image: ecs.ContainerImage.fromEcrRepository(Repository.fromRepositoryName(this, "Images", "web"), imageDigest),
			user: "10001:10001",
			privileged: false,
			readonlyRootFilesystem: true,
			linuxParameters,
			portMappings: [{ containerPort: 8080 }],
			healthCheck: { command: ["CMD", "/app/healthy"], interval: Duration.seconds(15), startPeriod: Duration.seconds(30) },
			// A log that is slow must not keep an answer waiting.
			logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: "web", mode: ecs.AwsLogDriverMode.NON_BLOCKING }),
		});
		return definition;
	}
}

/** The gate's deployment hook, by the outputs of its stack: docs/install.md, "Ask before a deployment". */
function askBeforeDeployment(service: ecs.FargateService, gate: string): void {
	const resource = service.node.defaultChild as ecs.CfnService;
	resource.addPropertyOverride("DeploymentConfiguration.LifecycleHooks", [
		{
			HookTargetArn: Fn.importValue(`${gate}-DeploymentHookArn`),
			RoleArn: Fn.importValue(`${gate}-DeploymentHookRoleArn`),
			LifecycleStages: ["PRE_SCALE_UP"],
			TimeoutConfiguration: { TimeoutInMinutes: 30, Action: "ROLLBACK" },
		},
	]);
}
