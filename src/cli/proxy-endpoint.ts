/** `taskgate proxy-endpoint`: the endpoint of a team's proxy for whoever is known to it by AWS's word. */
import type { Command } from "commander";
import { readConfig } from "../config.ts";
import { ownCredentials } from "../ecs/proxy-credentials.ts";
import { presignedEndpoint } from "../proxy/endpoint/presigned-endpoint.ts";
import { systemNow } from "../world.ts";
import { print } from "./output.ts";
import { UsageError } from "./usage-error.ts";

const HELP = `
Examples:
  export AWS_ENDPOINT_URL_ECS=$(taskgate proxy-endpoint --url http://proxy:8081 --audience taskgate.example.com)

It holds a presigned sts:GetCallerIdentity, made with your own credentials, and is good for 15 minutes.

Exit codes: 0 printed · 2 used wrongly, or there are no credentials`;

export function registerProxyEndpoint(program: Command): void {
	program
		.command("proxy-endpoint")
		.description("print the endpoint that shows a proxy who you are")
		.requiredOption("--url <url>", "where the proxy listens")
		.requiredOption("--audience <text>", "the proxy's name, as its file of callers has it")
		.option("--region <region>", "whose STS is asked (AWS_REGION)")
		.addHelpText("after", HELP)
		.action(proxyEndpoint);
}

interface Options {
	readonly url: string;
	readonly audience: string;
	readonly region?: string;
}

async function proxyEndpoint({ url, audience, region = readConfig().AWS_REGION }: Options): Promise<void> {
	if (region === undefined) throw new UsageError("give --region, or set AWS_REGION");
	if (!URL.canParse(url)) throw new UsageError("--url must be an address such as http://proxy:8081");
	const key = await ownCredentials()
		.key()
		.catch((cause: unknown) => {
			throw new UsageError("there are no AWS credentials to say who you are with", { cause });
		});
	await print(`${await presignedEndpoint({ url, audience, region, key, now: systemNow() })}\n`);
}
