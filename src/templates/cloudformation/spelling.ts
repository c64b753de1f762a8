/** CloudFormation's resource types, and where its property names are not the API's with a capital letter. */
import type { Kind } from "../../admission/request.ts";
import type { Spelling } from "../api-spelling.ts";

export const KINDS: Readonly<Record<string, Kind>> = {
	"AWS::ECS::TaskDefinition": "TaskDefinition",
	"AWS::ECS::Service": "Service",
	"AWS::ECS::TaskSet": "TaskSet",
	"AWS::ECS::Cluster": "Cluster",
	"AWS::ECS::CapacityProvider": "CapacityProvider",
	"AWS::ECS::ExpressGatewayService": "ExpressGatewayService",
	"AWS::ECS::Daemon": "Daemon",
	"AWS::ECS::DaemonTaskDefinition": "DaemonTaskDefinition",
};

/** What makes nothing of its own, but says something of other resources; see links.ts. */
export const OF_OTHERS: readonly string[] = ["AWS::ECS::PrimaryTaskSet", "AWS::ECS::ClusterCapacityProviderAssociations"];

/** What CloudFormation names by itself when the template does not. */
export const NAMED_BY: Readonly<Partial<Record<Kind, string>>> = {
	TaskDefinition: "family",
	DaemonTaskDefinition: "family",
	Service: "serviceName",
	ExpressGatewayService: "serviceName",
	Cluster: "clusterName",
	CapacityProvider: "name",
	Daemon: "daemonName",
};

export const RENAMED: Spelling["renamed"] = {
	Cluster: { clustersettings: "settings" },
	CapacityProvider: { clustername: "cluster" },
	Service: {
		placementstrategies: "placementStrategy",
		// An object there, and only a trigger of updates.
		forcenewdeployment: undefined,
	},
	ProxyConfiguration: { proxyconfigurationproperties: "properties" },
};

export const CLOUDFORMATION: Spelling = {
	renamed: RENAMED,
	unheardOf: (member) => member.charAt(0).toLowerCase() + member.slice(1),
	blocks: false,
};
