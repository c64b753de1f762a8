/** Task definitions and tasks made through the AWS CLI, with the request and answer that CloudTrail would tell of. */
import type { AwsCli } from "./aws-cli.ts";

/** What CloudTrail records of one call. */
export interface Call {
	readonly requestParameters: Record<string, unknown>;
	readonly responseElements: Record<string, unknown>;
}

interface Made {
	readonly arn: string;
	readonly call: Call;
}

const container = {
	name: "app",
	image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
};

export function unprivileged(family: string): Record<string, unknown> {
	return {
		family,
		networkMode: "awsvpc",
		requiresCompatibilities: ["FARGATE"],
		cpu: "256",
		memory: "512",
		containerDefinitions: [
			{
				...container,
				essential: true,
				memory: 256, // moto adds these up and answers 500 without
				user: "1000",
				readonlyRootFilesystem: true,
				logConfiguration: {
					logDriver: "awslogs",
					options: { "awslogs-group": "/ecs/web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web" },
				},
			},
		],
	};
}

export function privileged(family: string): Record<string, unknown> {
	const definition = unprivileged(family);
	const [app] = definition.containerDefinitions as object[];
	return { ...definition, containerDefinitions: [{ ...app, privileged: true }] };
}

export async function registered(aws: AwsCli, requestParameters: Record<string, unknown>): Promise<Made> {
	const responseElements = await aws<{ taskDefinition: { taskDefinitionArn: string } }>(
		...["ecs", "register-task-definition", "--cli-input-json", JSON.stringify(requestParameters)],
	);
	return { arn: responseElements.taskDefinition.taskDefinitionArn, call: { requestParameters, responseElements } };
}

export interface EcsWorkload {
	run(taskDefinition: string): Promise<Made>;
	task(arn: string): Promise<{ lastStatus: string; desiredStatus: string; stoppedReason?: string }>;
	definition(arn: string): Promise<{ status: string }>;
}

/** A cluster with a network to run in. */
export async function started(aws: AwsCli, cluster: string): Promise<EcsWorkload> {
	await aws("ecs", "create-cluster", "--cluster-name", cluster);
	const { Subnets } = await aws<{ Subnets: { SubnetId: string }[] }>("ec2", "describe-subnets");
	const { SecurityGroups } = await aws<{ SecurityGroups: { GroupId: string }[] }>("ec2", "describe-security-groups");
	const awsvpcConfiguration = { subnets: [Subnets[0]?.SubnetId], securityGroups: [SecurityGroups[0]?.GroupId], assignPublicIp: "DISABLED" };
	return {
		async run(taskDefinition) {
			const requestParameters = { cluster, taskDefinition, launchType: "FARGATE", networkConfiguration: { awsvpcConfiguration } };
			const responseElements = await aws<{ tasks: { taskArn: string }[] }>(
				"ecs",
				"run-task",
				"--cli-input-json",
				JSON.stringify(requestParameters),
			);
			return { arn: responseElements.tasks[0]?.taskArn ?? "", call: { requestParameters, responseElements } };
		},
		async task(arn) {
			const { tasks } = await aws<{ tasks: [{ lastStatus: string; desiredStatus: string; stoppedReason?: string }] }>(
				...["ecs", "describe-tasks", "--cluster", cluster, "--tasks", arn],
			);
			return tasks[0];
		},
		async definition(arn) {
			const answer = await aws<{ taskDefinition: { status: string } }>("ecs", "describe-task-definition", "--task-definition", arn);
			return answer.taskDefinition;
		},
	};
}
