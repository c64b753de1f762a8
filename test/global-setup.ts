/** One moto server for the whole run. Tests take its address by `inject("motoUrl")`, and the AWS CLI's path by `inject("awsCli")`. */
import type { TestProject } from "vitest/node";
import { startMoto } from "./moto.ts";
import { ensurePythonEnvironment } from "./python-environment.ts";

declare module "vitest" {
	export interface ProvidedContext {
		/** Answers as ECS, EC2, EventBridge and STS do, over HTTP; `AWS_ENDPOINT_URL` for any client. */
		motoUrl: string;
		/** Answers as DynamoDB does: moto, or DynamoDB Local under `npm run dynamodb-local`. */
		dynamoDbUrl: string;
		/** Absolute path of the AWS CLI. */
		awsCli: string;
	}
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
	const python = await ensurePythonEnvironment();
	const moto = await startMoto(python.command("python"));
	project.provide("motoUrl", moto.url);
	project.provide("dynamoDbUrl", moto.url);
	project.provide("awsCli", python.command("aws"));
	return () => moto.stop();
}
