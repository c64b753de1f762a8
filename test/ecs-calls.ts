/** Fifty calls of ECS, in an order in which they make sense, and the three clients that make them. */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { Agent } from "node:https";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import * as sdk from "@aws-sdk/client-ecs";
import { unprivileged } from "./ecs-workload.ts";

export type EcsCalls = readonly (readonly [operation: string, parameters: Record<string, unknown>])[];
/** Each operation, and the error that the client prints; null for success. */
export type Outcomes = readonly (readonly [operation: string, error: string | null])[];

/** `name`: of everything they make. `subnets`, `securityGroups`: as the account has them. */
export function ecsCalls(name: string, { subnets, securityGroups }: { subnets: string[]; securityGroups: string[] }): EcsCalls {
	const cluster = name;
	const arn = (resource: string) => `arn:aws:ecs:us-east-1:123456789012:${resource}`;
	const clusterArn = arn(`cluster/${name}`);
	const awsvpcConfiguration = { subnets, securityGroups, assignPublicIp: "DISABLED" };
	const autoScalingGroupArn = `arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:x:autoScalingGroupName/${name}`;
	const attributes = [{ name: "stack", value: "prod", targetId: clusterArn }];
	return [
		["CreateCluster", { clusterName: name }],
		["DescribeClusters", { clusters: [cluster], include: ["TAGS"] }],
		["ListClusters", {}],
		["UpdateCluster", { cluster, settings: [{ name: "containerInsights", value: "enabled" }] }],
		["UpdateClusterSettings", { cluster, settings: [{ name: "containerInsights", value: "enhanced" }] }],
		["PutClusterCapacityProviders", { cluster, capacityProviders: ["FARGATE"], defaultCapacityProviderStrategy: [] }],
		["CreateCapacityProvider", { name: `${name}-cp`, autoScalingGroupProvider: { autoScalingGroupArn } }],
		["DescribeCapacityProviders", { capacityProviders: [`${name}-cp`] }],
		["UpdateCapacityProvider", { name: `${name}-cp`, autoScalingGroupProvider: { managedScaling: { status: "ENABLED" } } }],
		["RegisterTaskDefinition", unprivileged(name)],
		["DescribeTaskDefinition", { taskDefinition: `${name}:1` }],
		["ListTaskDefinitions", { familyPrefix: name }],
		["ListTaskDefinitionFamilies", { familyPrefix: name }],
		[
			"CreateService",
			{ cluster, serviceName: name, taskDefinition: `${name}:1`, desiredCount: 0, deploymentController: { type: "EXTERNAL" } },
		],
		["DescribeServices", { cluster, services: [name] }],
		["ListServices", { cluster }],
		["UpdateService", { cluster, service: name, desiredCount: 0 }],
		["CreateTaskSet", { cluster, service: name, taskDefinition: `${name}:1` }],
		["DescribeTaskSets", { cluster, service: name }],
		["UpdateServicePrimaryTaskSet", { cluster, service: name, primaryTaskSet: "ecs-svc/1" }],
		["UpdateTaskSet", { cluster, service: name, taskSet: "ecs-svc/1", scale: { value: 50, unit: "PERCENT" } }],
		["DeleteTaskSet", { cluster, service: name, taskSet: "ecs-svc/1" }],
		["RunTask", { cluster, taskDefinition: `${name}:1`, launchType: "FARGATE", networkConfiguration: { awsvpcConfiguration } }],
		["StartTask", { cluster, taskDefinition: `${name}:1`, containerInstances: ["0123456789abcdef"] }],
		["ListTasks", { cluster }],
		["DescribeTasks", { cluster, tasks: ["0123456789abcdef0123456789abcdef"] }],
		["StopTask", { cluster, task: "0123456789abcdef0123456789abcdef" }],
		["RegisterContainerInstance", { cluster, instanceIdentityDocument: JSON.stringify({ instanceId: "i-0123456789abcdef0" }) }],
		["ListContainerInstances", { cluster }],
		["DescribeContainerInstances", { cluster, containerInstances: ["0123456789abcdef"] }],
		["UpdateContainerInstancesState", { cluster, containerInstances: ["0123456789abcdef"], status: "DRAINING" }],
		["DeregisterContainerInstance", { cluster, containerInstance: "0123456789abcdef" }],
		["PutAttributes", { cluster, attributes }],
		["ListAttributes", { cluster, targetType: "container-instance" }],
		["DeleteAttributes", { cluster, attributes }],
		["TagResource", { resourceArn: clusterArn, tags: [{ key: "stage", value: "prüfung ✓" }] }],
		["ListTagsForResource", { resourceArn: clusterArn }],
		["UntagResource", { resourceArn: clusterArn, tagKeys: ["stage"] }],
		["PutAccountSetting", { name: "taskLongArnFormat", value: "enabled" }],
		["ListAccountSettings", {}],
		["DeleteAccountSetting", { name: "taskLongArnFormat" }],
		["ListServiceDeployments", { cluster, service: name }],
		["DescribeServiceDeployments", { serviceDeploymentArns: [arn(`service-deployment/${name}/${name}/abc`)] }],
		["DescribeServiceRevisions", { serviceRevisionArns: [arn(`service-revision/${name}/${name}/123`)] }],
		["StopServiceDeployment", { serviceDeploymentArn: arn(`service-deployment/${name}/${name}/abc`) }],
		["DiscoverPollEndpoint", { cluster }],
		["DeleteService", { cluster, service: name, force: true }],
		["DeregisterTaskDefinition", { taskDefinition: `${name}:1` }],
		["DeleteTaskDefinitions", { taskDefinitions: [`${name}:1`] }],
		["DeleteCapacityProvider", { capacityProvider: `${name}-cp` }],
		["DeleteCluster", { cluster }],
	];
}

/** Without an endpoint to ECS's own, through the proxy of the environment if that names one. */
type Client = (calls: EcsCalls, endpoint: string | undefined, env: Readonly<Record<string, string>>) => Promise<Outcomes>;

/** `awsCli`: the path of the AWS CLI; boto3 lies beside it. */
export function clients(awsCli: string): Readonly<Record<"AWS CLI" | "boto3" | "@aws-sdk/client-ecs", Client>> {
	const python = (which: string): Client => {
		return async (calls, endpoint, env) => {
			const child = spawn(join(dirname(awsCli), "python"), [join(import.meta.dirname, "ecs_calls.py"), which], {
				env: { HOME: "/nonexistent", ...env, AWS_MAX_ATTEMPTS: "1", ...(endpoint && { AWS_ENDPOINT_URL_ECS: endpoint }) },
				stdio: ["pipe", "pipe", "inherit"],
			});
			child.stdin.end(JSON.stringify(calls));
			return JSON.parse(await text(child.stdout)) as Outcomes;
		};
	};
	return { "AWS CLI": python("cli"), boto3: python("boto3"), "@aws-sdk/client-ecs": withSdk };
}

const withSdk: Client = async (calls, endpoint, env) => {
	const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_REGION = "", AWS_CA_BUNDLE } = env;
	const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
	// The SDK for JavaScript reads neither HTTPS_PROXY nor AWS_CA_BUNDLE itself.
	const ca = AWS_CA_BUNDLE === undefined ? {} : { ca: await readFile(AWS_CA_BUNDLE) };
	const requestHandler = { httpsAgent: new Agent({ keepAlive: true, proxyEnv: env, ...ca }) };
	const client = new sdk.ECSClient({ ...(endpoint && { endpoint }), region: AWS_REGION, credentials, maxAttempts: 1, requestHandler });
	const commands = sdk as unknown as Record<string, new (parameters: object) => Parameters<typeof client.send>[0]>;
	const outcomes: [string, string | null][] = [];
	for (const [operation, parameters] of calls) {
		const Command = commands[`${operation}Command`];
		if (Command === undefined) throw new Error(`the SDK has no ${operation}`);
		const error = await client.send(new Command(parameters)).then(
			() => null,
			(fault: Error) => `${fault.name}: ${fault.message}`,
		);
		outcomes.push([operation, error]);
	}
	client.destroy();
	return outcomes;
};
