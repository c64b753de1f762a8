/** ECS behind a proxy: moto, with answers to what it lacks, and every byte noted on the way in. */
import { awsCli } from "../aws-cli.ts";
import { type HttpTap, startTap } from "../http-tap.ts";
import { startEcsStub } from "./ecs-stub.ts";

export interface ProxiedEcs extends HttpTap {
	/** As moto's account has them. */
	readonly network: { readonly subnets: string[]; readonly securityGroups: string[] };
}

export async function startProxiedEcs(cli: string, motoUrl: string): Promise<ProxiedEcs> {
	const aws = awsCli(cli, motoUrl);
	const { Subnets } = await aws<{ Subnets: { SubnetId: string }[] }>("ec2", "describe-subnets");
	const { SecurityGroups } = await aws<{ SecurityGroups: { GroupId: string }[] }>("ec2", "describe-security-groups");
	const stub = await startEcsStub(motoUrl);
	stub.answer("ListServiceDeployments", () => ({ serviceDeployments: [], note: "größer als ASCII, и больше" }));
	stub.answer("DescribeServiceDeployments", () => ({ serviceDeployments: [], failures: [] }));
	stub.answer("DescribeServiceRevisions", () => ({ serviceRevisions: [], failures: [] }));
	stub.answer("StopServiceDeployment", ({ serviceDeploymentArn }) => ({ serviceDeploymentArn }));
	stub.answer("DiscoverPollEndpoint", () => ({ endpoint: "https://ecs-a-1.us-east-1.amazonaws.com/" }));
	const tap = await startTap(stub.url);
	return {
		...tap,
		network: { subnets: [Subnets[0]?.SubnetId ?? ""], securityGroups: [SecurityGroups[0]?.GroupId ?? ""] },
		close: async () => {
			await tap.close();
			await stub.close();
		},
	};
}
