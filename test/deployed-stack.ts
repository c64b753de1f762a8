/** A moto server of its own with the plain template deployed in it, by CloudFormation as moto has it. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FUNCTIONS } from "../scripts/build-lambda.ts";
import { AWS_ENV, type AwsCli, awsCli } from "./aws-cli.ts";
import { startMoto } from "./moto.ts";
import { ensurePythonEnvironment } from "./python-environment.ts";
import { type PlainName, plain, type Resource, type Template } from "./template.ts";

export interface Account {
	readonly aws: AwsCli;
	readonly env: Readonly<Record<string, string>>;
	/** Creates the stack of a plain template, the gate's own if none is named, and answers its outputs. */
	deploy(stack: string, parameters: Readonly<Record<string, string>>, template?: PlainName): Promise<Readonly<Record<string, string>>>;
	/** An event on the default bus. */
	put(event: unknown): Promise<void>;
	/** Another account of the same moto. */
	entered(account: string): Promise<Pick<Account, "aws" | "deploy" | "put">>;
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
	const as = (credentials: Readonly<Record<string, string>>) => {
		const call = awsCli(cli, moto.url, credentials);
		// `aws sqs` has an old endpoint of its own, which AWS_ENDPOINT_URL does not move.
		const aws: AwsCli = (...args) => call(...args, "--endpoint-url", moto.url);
		return {
			aws,
			deploy: (stack: string, parameters: Readonly<Record<string, string>>, template?: PlainName) =>
				deploy(aws, join(folder, `${stack}.json`), { stack, parameters, template: plain(template) }),
			put: (event: unknown) => put(aws, event),
		};
	};
	const own = as({});
	const { aws } = own;
	await uploadCode(aws, folder);
	return {
		...own,
		env: { ...AWS_ENV, AWS_ENDPOINT_URL: moto.url },
		entered: async (account) => {
			const role = `arn:aws:iam::${account}:role/organization`;
			const { Credentials } = await aws<{ Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string } }>(
				...["sts", "assume-role", "--role-session-name", "test", "--role-arn", role],
			);
			const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials;
			return as({ AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey, AWS_SESSION_TOKEN: SessionToken });
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
	for (const name of FUNCTIONS) await aws("s3api", "put-object", "--bucket", "code", "--key", `v1/${name}.zip`, "--body", archive);
}

async function put(aws: AwsCli, event: unknown): Promise<void> {
	const { source, "detail-type": type, detail } = event as { source: string; "detail-type": string; detail: object };
	const entry = { Source: source, DetailType: type, Detail: JSON.stringify(detail) };
	await aws("events", "put-events", "--entries", JSON.stringify([entry]));
}

/** What moto lacks: alarms, dashboards, hooks and StackSets; functions, without Docker; and it takes a rule without a pattern as one that matches everything. */
function isBeyondMoto({ Type, Properties }: Resource): boolean {
	return (
		/^AWS::(CloudWatch::|CloudFormation::|Lambda::EventSourceMapping|Lambda::Permission)/.test(Type) ||
		(Type === "AWS::Events::Rule" && Properties.EventPattern === undefined)
	);
}

/** moto takes no reference for a rule's bus: its name stands there instead, and that it comes first. */
function onNamedBus(resource: Resource, { Resources }: Template): object {
	const { Ref } = (resource.Properties.EventBusName ?? {}) as { Ref?: string };
	if (Ref === undefined) return resource;
	return { ...resource, DependsOn: Ref, Properties: { ...resource.Properties, EventBusName: Resources[Ref]?.Properties.Name } };
}

interface Deployed {
	readonly stack: string;
	readonly parameters: Readonly<Record<string, string>>;
	readonly template: Template;
}

async function deploy(aws: AwsCli, file: string, { stack, parameters, template }: Deployed): Promise<Readonly<Record<string, string>>> {
	const kept = Object.entries(template.Resources).filter(([, resource]) => !isBeyondMoto(resource));
	const Resources = Object.fromEntries(kept.map(([id, resource]) => [id, onNamedBus(resource, template)]));
	writeFileSync(file, JSON.stringify({ ...template, Resources }));
	const code = "CodeBucket" in template.Parameters ? { CodeBucket: "code", CodePrefix: "v1/" } : {};
	const given = Object.entries({ ...code, ...parameters });
	// As JSON: a list has commas in it.
	const flags = [JSON.stringify(given.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })))];
	const to = ["--stack-name", stack, "--template-body", `file://${file}`, "--capabilities", "CAPABILITY_NAMED_IAM"];
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
