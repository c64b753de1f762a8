/** A cluster whose storage, logs and shell sessions are encrypted with a key of yours. */
import { Vpc } from "aws-cdk-lib/aws-ec2";
import { Cluster, ContainerInsights, ExecuteCommandLogging } from "aws-cdk-lib/aws-ecs";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";

export class WebCluster extends Construct {
	readonly vpc: Vpc;
	readonly cluster: Cluster;

	constructor(scope: Construct, id: string, { key, logs }: { readonly key: Key; readonly logs: LogGroup }) {
		super(scope, id);
		// The default group is nobody's here: the tasks have one of their own.
		this.vpc = new Vpc(this, "Vpc", { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
		this.cluster = new Cluster(this, "Cluster", {
			vpc: this.vpc,
			enableFargateCapacityProviders: true,
			containerInsightsV2: ContainerInsights.ENHANCED,
			executeCommandConfiguration: {
				kmsKey: key,
				logging: ExecuteCommandLogging.OVERRIDE,
				logConfiguration: { cloudWatchLogGroup: logs, cloudWatchEncryptionEnabled: true },
			},
			managedStorageConfiguration: { kmsKey: key, fargateEphemeralStorageKmsKey: key },
		});
		this.cluster.addDefaultCapacityProviderStrategy([{ capacityProvider: "FARGATE", weight: 1 }]);
	}
}
