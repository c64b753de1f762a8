/** ECS behind a proxy: moto, with answers to what it lacks, and every byte noted on the way in. */
import { awsCli } from "../aws-cli.ts";
import { type HttpTap, startTap } from "../http-tap.ts";
import { startEcsStub } from "./ecs-stub.ts";

export interface ProxiedEcs extends HttpTap {
	/** The same, for look-ups that are nobody's calls. */
	readonly lookUpUrl: string;
	/** As moto's account has them. */
	readonly network: { readonly subnets: string[]; readonly securityGroups: string[] };
}

/** What moto has not, or needs more than a test's ground for. */
const LACKING: Readonly<Record<string, Record<string, unknown>>> = {
	ListServiceDeployments: { serviceDeployments: [], note: "größer als ASCII, и больше" },
	DescribeServiceDeployments: { serviceDeployments: [], failures: [] },
	DescribeServiceRevisions: { serviceRevisions: [], failures: [] },
	StopServiceDeployment: { serviceDeploymentArn: "arn" },
	DiscoverPollEndpoint: { endpoint: "https://ecs-a-1.us-east-1.amazonaws.com/" },
	UpdateClusterSettings: { cluster: { clusterName: "bytes" } },
	UpdateServicePrimaryTaskSet: { taskSet: { id: "ecs-svc/1" } },
	UpdateTaskSet: { taskSet: { id: "ecs-svc/1" } },
	DeleteTaskSet: { taskSet: { id: "ecs-svc/1" } },
	StartTask: { tasks: [], failures: [] },
	StopTask: { task: { taskArn: "arn" } },
	RegisterContainerInstance: { containerInstance: { ec2InstanceId: "i-0123456789abcdef0" } },
	DescribeContainerInstances: { containerInstances: [], failures: [] },
	UpdateContainerInstancesState: { containerInstances: [], failures: [] },
	DeregisterContainerInstance: { containerInstance: { status: "INACTIVE" } },
	PutAttributes: { attributes: [] },
	DeleteAttributes: { attributes: [] },
};

/** Each task set that is asked for by ARN, of the first revision of its service's own name. */
function taskSets({ taskSets = [] }: { readonly taskSets?: readonly string[] }): Record<string, unknown> {
	const described = taskSets.map((taskSetArn) => {
		const [, place, service] = /^(arn:aws:ecs:[^:]*:\d+):task-set\/[^/]+\/([^/]+)\//.exec(taskSetArn) ?? [];
		return { taskSetArn, taskDefinition: `${place}:task-definition/${service}:1`, status: "ACTIVE" };
	});
	return { taskSets: described, failures: [] };
}

export async function startProxiedEcs(cli: string, motoUrl: string): Promise<ProxiedEcs> {
	const aws = awsCli(cli, motoUrl);
	const { Subnets } = await aws<{ Subnets: { SubnetId: string }[] }>("ec2", "describe-subnets");
	const { SecurityGroups } = await aws<{ SecurityGroups: { GroupId: string }[] }>("ec2", "describe-security-groups");
	const stub = await startEcsStub(motoUrl);
	for (const [operation, answer] of Object.entries(LACKING)) stub.answer(operation, () => answer);
	stub.answer("DescribeTaskSets", taskSets);
	const tap = await startTap(stub.url);
	return {
		...tap,
		lookUpUrl: stub.url,
		network: { subnets: [Subnets[0]?.SubnetId ?? ""], securityGroups: [SecurityGroups[0]?.GroupId ?? ""] },
		close: async () => {
			await tap.close();
			await stub.close();
		},
	};
}
