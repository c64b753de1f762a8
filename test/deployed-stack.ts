/** A moto server of its own with the plain template deployed in it, by CloudFormation as moto has it. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AWS_ENV, type AwsCli, awsCli } from "./aws-cli.ts";
import { startMoto } from "./moto.ts";
import { ensurePythonEnvironment } from "./python-environment.ts";
import { plain, type Resource } from "./template.ts";

export interface Account {
	readonly aws: AwsCli;
	readonly env: Readonly<Record<string, string>>;
	/** Creates the stack, and answers its outputs. */
	deploy(stack: string, parameters: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>;
	/** An event on the default bus. */
	put(event: unknown): Promise<void>;
	/** What waits in a queue, at most ten, by the queue's name in the template. */
	received(queue: string): Promise<readonly Received[]>;
	/** Forgets everything but the code. */
	reset(): Promise<void>;
	close(): Promise<void>;
}

export interface Received {
	readonly "detail-type": string;
	readonly detail: { readonly eventName?: string };
}

/** Not the server that all tests share: this one is listed for leftovers. `cli`: path of the AWS CLI. */
export async function openAccount(cli: string): Promise<Account> {
	const folder = mkdtempSync(join(tmpdir(), "taskgate-deployed-"));
	const { command } = await ensurePythonEnvironment();
	const moto = await startMoto(command("python"));
	const call = awsCli(cli, moto.url);
	// `aws sqs` has an old endpoint of its own, which AWS_ENDPOINT_URL does not move.
	const aws: AwsCli = (...args) => call(...args, "--endpoint-url", moto.url);
	await uploadCode(aws, folder);
	return {
		aws,
		env: { ...AWS_ENV, AWS_ENDPOINT_URL: moto.url },
		deploy: (stack, parameters) => deploy(aws, folder, stack, parameters),
		put: async (event) => {
			const { source, "detail-type": type, detail } = event as { source: string; "detail-type": string; detail: object };
			const entry = { Source: source, DetailType: type, Detail: JSON.stringify(detail) };
			await aws("events", "put-events", "--entries", JSON.stringify([entry]));
		},
		received: (queue) => received(aws, queue),
		reset: async () => {
			await fetch(`${moto.url}/moto-api/reset`, { method: "POST" });
			await uploadCode(aws, folder);
		},
		close: () => moto.stop(),
	};
}

/** An archive with nothing in it: moto runs no function here. */
async function uploadCode(aws: AwsCli, folder: string): Promise<void> {
	const archive = join(folder, "code.zip");
	writeFileSync(archive, Buffer.from(`504b0506${"00".repeat(18)}`, "hex"));
	await aws("s3api", "create-bucket", "--bucket", "code");
	for (const name of ["events", "schedule"])
		await aws("s3api", "put-object", "--bucket", "code", "--key", `v1/${name}.zip`, "--body", archive);
}

/** What moto lacks: alarms and dashboards; functions, without Docker; and it takes a rule without a pattern as one that matches everything. */
function isBeyondMoto({ Type, Properties }: Resource): boolean {
	return (
		/^AWS::(CloudWatch::|Lambda::EventSourceMapping|Lambda::Permission)/.test(Type) ||
		(Type === "AWS::Events::Rule" && Properties.EventPattern === undefined)
	);
}

async function deploy(
	aws: AwsCli,
	folder: string,
	stack: string,
	parameters: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
	const template = plain();
	const Resources = Object.fromEntries(Object.entries(template.Resources).filter(([, resource]) => !isBeyondMoto(resource)));
	const file = join(folder, `${stack}.json`);
	writeFileSync(file, JSON.stringify({ ...template, Resources }));
	const given = Object.entries({ CodeBucket: "code", CodePrefix: "v1/", ...parameters });
	const flags = given.map(([name, value]) => `ParameterKey=${name},ParameterValue=${value}`);
	const to = ["--stack-name", stack, "--template-body", `file://${file}`, "--capabilities", "CAPABILITY_IAM"];
	await aws("cloudformation", "create-stack", ...to, "--parameters", ...flags);
	const { Stacks } = await aws<{ Stacks: { Outputs: { OutputKey: string; OutputValue: string }[] }[] }>(
		...["cloudformation", "describe-stacks", "--stack-name", stack],
	);
	return Object.fromEntries((Stacks[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}

/** What EventBridge sends and moto does not. */
const LEFT_OUT = { version: "0", account: "123456789012", region: "us-east-1", resources: [], time: new Date().toISOString() };

async function received(aws: AwsCli, queue: string): Promise<readonly Received[]> {
	const { QueueUrls } = await aws<{ QueueUrls: string[] }>("sqs", "list-queues");
	const url = QueueUrls.find((candidate) => candidate.includes(`-${queue}`));
	if (url === undefined) throw new Error(`there is no queue ${queue} in ${QueueUrls.join(", ")}`);
	const { Messages = [] } = await aws<{ Messages?: { Body: string }[] }>(
		...["sqs", "receive-message", "--max-number-of-messages", "10", "--queue-url", url],
	);
	return Messages.map(({ Body }) => ({ ...LEFT_OUT, ...(JSON.parse(Body) as Received) }));
}
