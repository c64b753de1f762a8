/** Actions that gates and members are granted on `*`, each with why there is nothing narrower. */
const NO_RESOURCE_TYPE = "the service authorization reference lists no resource type for it";

export const ON_ALL: Readonly<Record<string, string>> = {
	"ecr:GetAuthorizationToken": NO_RESOURCE_TYPE,
	"ecs:DescribeTaskDefinition": NO_RESOURCE_TYPE,
	"ecs:DeregisterTaskDefinition": NO_RESOURCE_TYPE,
	"ecs:ListAccountSettings": NO_RESOURCE_TYPE,
	"ecs:ListClusters": NO_RESOURCE_TYPE,
	"ecs:ListDaemons": NO_RESOURCE_TYPE,
	"ecs:ListServices": NO_RESOURCE_TYPE,
	"ecs:ListTaskDefinitions": NO_RESOURCE_TYPE,
	"ecs:ListTasks": "its one resource type is the container instance, which a task on Fargate does not have",
	"inspector2:ListCoverage": NO_RESOURCE_TYPE,
	"inspector2:ListFindings": NO_RESOURCE_TYPE,
};

/** The same of the webhook service. */
export const ON_ALL_OF_SERVICE: Readonly<Record<string, string>> = {
	"ecr:GetAuthorizationToken": NO_RESOURCE_TYPE,
	"ecs:DescribeTaskDefinition": NO_RESOURCE_TYPE,
	"inspector2:ListCoverage": NO_RESOURCE_TYPE,
	"inspector2:ListFindings": NO_RESOURCE_TYPE,
};
