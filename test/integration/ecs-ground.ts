/** An account in moto with a cluster and a network, and the clients that a test sets it up with. */
import {
	CreateClusterCommand,
	CreateServiceCommand,
	type CreateServiceCommandInput,
	ECSClient,
	RegisterTaskDefinitionCommand,
	type RegisterTaskDefinitionCommandInput,
	RunTaskCommand,
} from "@aws-sdk/client-ecs";
import { vi } from "vitest";

export const PLACE = { partition: "aws", account: "123456789012", region: "eu-west-1" };
export const ARN = `arn:aws:ecs:${PLACE.region}:${PLACE.account}`;

/** Sends every client that is made from now on to `url`. */
export function pointAwsAt(url: string): void {
	vi.stubEnv("AWS_ENDPOINT_URL", url);
	vi.stubEnv("AWS_ACCESS_KEY_ID", "testing");
	vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testing");
	vi.stubEnv("AWS_REGION", PLACE.region);
	vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
}

export interface Ground {
	readonly client: ECSClient;
	readonly cluster: string;
	register(family: string, more?: Partial<RegisterTaskDefinitionCommandInput>): Promise<string>;
	run(taskDefinition: string, more?: object): Promise<string>;
	service(serviceName: string, taskDefinition: string, more?: Partial<CreateServiceCommandInput>): Promise<string>;
}

/** moto keeps one account for these credentials; a Region of its own keeps a test's things apart from the others'. */
export async function ground(motoUrl: string, cluster: string, region: string = PLACE.region): Promise<Ground> {
	const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
	const client = new ECSClient({ endpoint: motoUrl, region, credentials });
	await client.send(new CreateClusterCommand({ clusterName: cluster, tags: [{ key: "stage", value: "test" }] }));
	const awsvpcConfiguration = { subnets: [await firstSubnet(motoUrl, region)], securityGroups: [] as string[] };
	return {
		client,
		cluster,
		async register(family, more = {}) {
			const input = {
				family,
				networkMode: "bridge" as const,
				containerDefinitions: [{ name: "app", image: "nginx:1", memory: 128 }],
				...more,
			};
			const { taskDefinition } = await client.send(new RegisterTaskDefinitionCommand(input));
			return taskDefinition?.taskDefinitionArn ?? "";
		},
		async run(taskDefinition, more = {}) {
			const networkConfiguration = { awsvpcConfiguration };
			const command = new RunTaskCommand({ cluster, taskDefinition, launchType: "FARGATE", networkConfiguration, ...more });
			return (await client.send(command)).tasks?.[0]?.taskArn ?? "";
		},
		async service(serviceName, taskDefinition, more = {}) {
			const { service } = await client.send(new CreateServiceCommand({ cluster, serviceName, taskDefinition, desiredCount: 1, ...more }));
			return service?.serviceArn ?? "";
		},
	};
}

async function firstSubnet(motoUrl: string, region: string): Promise<string> {
	const answer = await fetch(motoUrl, {
		method: "POST",
		headers: {
			"content-type": "application/x-www-form-urlencoded",
			authorization: `AWS4-HMAC-SHA256 Credential=testing/20260101/${region}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
		},
		body: "Action=DescribeSubnets&Version=2016-11-15",
	});
	return /subnet-[0-9a-f]+/.exec(await answer.text())?.[0] ?? "";
}
