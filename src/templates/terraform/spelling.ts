/** Terraform's resource types of ECS, and where its attribute names are not the API's with underscores. */
import type { Kind } from "../../admission/request.ts";
import type { Spelling } from "../api-spelling.ts";
import { RENAMED as CLOUDFORMATION_RENAMED } from "../cloudformation/spelling.ts";

/** By what follows `aws_ecs_` or `awscc_ecs_`. */
export const KINDS: Readonly<Record<string, Kind>> = {
	task_definition: "TaskDefinition",
	service: "Service",
	task_set: "TaskSet",
	cluster: "Cluster",
	capacity_provider: "CapacityProvider",
	express_gateway_service: "ExpressGatewayService",
	daemon: "Daemon",
	daemon_task_definition: "DaemonTaskDefinition",
	account_setting_default: "AccountSetting",
};

/** What makes nothing of its own, but says something of other resources; `tag` is a single tag of one that exists. */
export const OF_OTHERS: readonly string[] = [
	"cluster_capacity_providers",
	"cluster_capacity_provider_associations",
	"primary_task_set",
	"tag",
];

const unheardOf = (member: string) => member.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The provider hashicorp/aws. */
export const AWS: Spelling = {
	renamed: {
		TaskDefinition: { volume: "volumes", inferenceaccelerator: "inferenceAccelerators" },
		DaemonTaskDefinition: { volume: "volumes", containerdefinition: "containerDefinitions" },
		Volume: { configureatlaunch: "configuredAtLaunch" },
		Service: {
			name: "serviceName",
			iamrole: "role",
			loadbalancer: "loadBalancers",
			orderedplacementstrategy: "placementStrategy",
			volumeconfiguration: "volumeConfigurations",
		},
		TaskSet: { loadbalancer: "loadBalancers" },
		LoadBalancer: { elbname: "loadBalancerName" },
		DeploymentConfiguration: { lifecyclehook: "lifecycleHooks" },
		ServiceConnectConfiguration: { service: "services" },
		ServiceConnectService: { clientalias: "clientAliases" },
		ServiceConnectTlsConfiguration: { issuercertauthority: "issuerCertificateAuthority" },
		LogConfiguration: { secretoption: "secretOptions" },
		ServiceManagedEBSVolumeConfiguration: { sizeingb: "sizeInGiB" },
		Cluster: { name: "clusterName", setting: "settings" },
		ExecuteCommandLogConfiguration: { s3bucketencryptionenabled: "s3EncryptionEnabled" },
		Daemon: { name: "daemonName" },
		ExpressGatewayContainer: { secret: "secrets" },
	},
	unheardOf,
	blocks: true,
};

/** The provider hashicorp/awscc: CloudFormation's names with underscores. */
export const AWSCC: Spelling = {
	renamed: CLOUDFORMATION_RENAMED,
	unheardOf: (member) => (member === "id" ? undefined : unheardOf(member)),
	blocks: false,
};
