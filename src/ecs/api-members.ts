/** Which members of ECS's shapes are read-only, which tell a kind, and what a described resource calls differently. */
import type { Kind } from "../admission/request.ts";

export type ShapedKind = "TaskDefinition" | "DaemonTaskDefinition" | "Task" | "Service" | "TaskSet" | "Cluster" | "CapacityProvider";

const DEFINITION = ["revision", "status", "registeredAt", "registeredBy", "deregisteredAt", "deleteRequestedAt"];
const COUNTS = ["runningCount", "pendingCount"];

/** Members that ECS answers with and no request of that kind takes. */
export const READ_ONLY: Readonly<Record<ShapedKind, readonly string[]>> = {
	TaskDefinition: ["taskDefinitionArn", "requiresAttributes", "compatibilities", ...DEFINITION],
	DaemonTaskDefinition: ["daemonTaskDefinitionArn", ...DEFINITION],
	Task: [
		...["taskArn", "attachments", "attributes", "availabilityZone", "capacityProviderName", "connectivity", "connectivityAt", "containers"],
		...[
			"containerInstanceArn",
			"cpu",
			"memory",
			"createdAt",
			"desiredStatus",
			"executionStoppedAt",
			"healthStatus",
			"inferenceAccelerators",
		],
		...[
			"lastStatus",
			"platformFamily",
			"pullStartedAt",
			"pullStoppedAt",
			"startedAt",
			"stopCode",
			"stoppedAt",
			"stoppedReason",
			"stoppingAt",
		],
		...["updatedAt", "version", "ephemeralStorage", "fargateEphemeralStorage"],
	],
	Service: [
		...["serviceArn", "status", "platformFamily", "taskSets", "deployments", "events", "createdAt", "createdBy", ...COUNTS],
		...["currentServiceDeployment", "currentServiceRevisions", "resourceManagementType"],
	],
	TaskSet: [
		...["id", "taskSetArn", "startedBy", "status", "computedDesiredCount", "createdAt", "updatedAt", "platformFamily", ...COUNTS],
		...["stabilityStatus", "stabilityStatusAt", "fargateEphemeralStorage"],
	],
	Cluster: [
		...["clusterArn", "status", "registeredContainerInstancesCount", "runningTasksCount", "pendingTasksCount", "activeServicesCount"],
		...["statistics", "attachments", "attachmentsStatus"],
	],
	CapacityProvider: ["capacityProviderArn", "status", "updateStatus", "updateStatusReason", "type"],
};

/** What a described resource calls one thing and its request another. */
export const RENAMED: Readonly<Partial<Record<ShapedKind, Readonly<Record<string, string>>>>> = {
	Task: { taskDefinitionArn: "taskDefinition", clusterArn: "cluster" },
	Service: { clusterArn: "cluster", roleArn: "role" },
	TaskSet: { clusterArn: "cluster", serviceArn: "service" },
};

const SERVICE_MEMBERS = [
	...["taskDefinition", "desiredCount", "launchType", "capacityProviderStrategy", "deploymentConfiguration", "deploymentController"],
	...["networkConfiguration", "loadBalancers", "serviceRegistries", "schedulingStrategy", "enableExecuteCommand", "forceNewDeployment"],
	...["serviceConnectConfiguration", "volumeConfigurations", "platformVersion", "healthCheckGracePeriodSeconds", "placementConstraints"],
	...["placementStrategy", "availabilityZoneRebalancing", "vpcLatticeConfigurations", "gatewayConnectors", "monitoring"],
];

/** In order: the first that fits is the kind. `any` of these members, and `all` of those. */
export const TELLING: readonly { readonly kind: Kind; readonly any: readonly string[]; readonly all?: readonly string[] }[] = [
	{ kind: "Daemon", any: ["daemonTaskDefinitionArn", "capacityProviderArns"], all: ["daemonName"] },
	{ kind: "DaemonTaskDefinition", any: ["daemonTaskDefinitionArn"] },
	{ kind: "TaskDefinition", any: ["containerDefinitions"] },
	{ kind: "TaskSet", any: ["taskSetArn"] },
	{ kind: "TaskSet", any: ["externalId", "scale", "launchType", "clientToken"], all: ["service", "cluster", "taskDefinition"] },
	{ kind: "Service", any: ["serviceArn"] },
	{ kind: "ExpressGatewayService", any: ["primaryContainer"], all: ["infrastructureRoleArn"] },
	{ kind: "ExpressGatewayService", any: ["executionRoleArn"], all: ["infrastructureRoleArn"] },
	{ kind: "Service", any: SERVICE_MEMBERS, all: ["serviceName"] },
	{ kind: "Service", any: SERVICE_MEMBERS, all: ["service"] },
	{ kind: "Task", any: ["taskArn"] },
	{ kind: "Task", any: ["taskDefinition"] },
	{ kind: "CapacityProvider", any: ["autoScalingGroupProvider", "managedInstancesProvider"], all: ["name"] },
	{ kind: "Cluster", any: ["clusterArn"] },
	{
		kind: "Cluster",
		any: ["settings", "configuration", "capacityProviders", "defaultCapacityProviderStrategy", "serviceConnectDefaults", "tags"],
		all: ["clusterName"],
	},
];
