/** Every IAM action that an audit needs. All of them only read. */
export const READ_ACTIONS = [
	"ecs:DescribeCapacityProviders",
	"ecs:DescribeClusters",
	"ecs:DescribeDaemon",
	"ecs:DescribeDaemonDeployments",
	"ecs:DescribeDaemonRevisions",
	"ecs:DescribeDaemonTaskDefinition",
	"ecs:DescribeExpressGatewayService",
	"ecs:DescribeServices",
	"ecs:DescribeTaskDefinition",
	"ecs:DescribeTaskSets",
	"ecs:DescribeTasks",
	"ecs:ListAccountSettings",
	"ecs:ListClusters",
	"ecs:ListDaemons",
	"ecs:ListServices",
	"ecs:ListTagsForResource",
	"ecs:ListTaskDefinitions",
	"ecs:ListTasks",
] as const;

export type ReadAction = (typeof READ_ACTIONS)[number];
