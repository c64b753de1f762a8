/** The ground that integration tests stand on: moto answers as ECS, EC2, EventBridge and STS, and the AWS CLI reaches it. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";

const run = promisify(execFile);

async function aws(...args: readonly string[]): Promise<Record<string, unknown>> {
	const { stdout } = await run(inject("awsCli"), [...args, "--output", "json"], {
		env: {
			AWS_ENDPOINT_URL: inject("motoUrl"),
			AWS_ACCESS_KEY_ID: "test",
			AWS_SECRET_ACCESS_KEY: "test",
			AWS_DEFAULT_REGION: "eu-west-1",
			AWS_EC2_METADATA_DISABLED: "true",
		},
	});
	return JSON.parse(stdout) as Record<string, unknown>;
}

test("the AWS CLI creates a cluster that moto keeps", async () => {
	await aws("ecs", "create-cluster", "--cluster-name", "ground");
	const { clusters } = await aws("ecs", "describe-clusters", "--clusters", "ground");
	expect(clusters).toMatchObject([{ clusterArn: "arn:aws:ecs:eu-west-1:123456789012:cluster/ground", status: "ACTIVE" }]);
});

test.each([
	["ec2", "describe-subnets", "Subnets"],
	["events", "list-event-buses", "EventBuses"],
	["sts", "get-caller-identity", "Account"],
])("%s %s is answered", async (service, operation, member) => {
	expect(await aws(service, operation)).toHaveProperty(member);
});
