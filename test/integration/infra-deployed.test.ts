/** The plain template, deployed by CloudFormation as moto has it: rules deliver, permissions follow Enforce, uninstalling leaves nothing. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type AwsCli, awsCli } from "../aws-cli.ts";
import { fixture } from "../fixtures.ts";
import { type Moto, startMoto } from "../moto.ts";
import { ensurePythonEnvironment } from "../python-environment.ts";
import { plain, type Resource, type Template } from "../template.ts";

const folder = mkdtempSync(join(tmpdir(), "taskgate-deployed-"));
let moto: Moto;
let aws: AwsCli;

beforeAll(async () => {
	// A server of its own: the one that all tests share is not to be listed for leftovers.
	const { command } = await ensurePythonEnvironment();
	moto = await startMoto(command("python"));
	const cli = awsCli(inject("awsCli"), moto.url);
	// `aws sqs` has an old endpoint of its own, which AWS_ENDPOINT_URL does not move.
	aws = (...args) => cli(...args, "--endpoint-url", moto.url);
	await uploadCode();
});

afterAll(() => moto.stop());

describe("deployed", () => {
	beforeAll(() => deploy("taskgate", { Enforce: "off" }));

	test("an event that concerns the gate is in the queue, and noise is not", async () => {
		await put(fixture("cloudtrail-event", "run-task-overrides"));
		await put(fixture("task-state-change", "provisioning-by-itself"));
		await put(fixture("noise", "ecs-failed-create-service"));
		await put(fixture("noise", "task-stopped"));
		const received = await receiveAll("EventQueue");
		expect(received.map((message) => message["detail-type"]).sort()).toEqual(["AWS API Call via CloudTrail", "ECS Task State Change"]);
		expect(received.find(({ detail }) => detail.eventName === "RunTask")?.detail).toEqual(
			(fixture("cloudtrail-event", "run-task-overrides") as { detail: object }).detail,
		);
		expect(await receiveAll("DeadLetters")).toEqual([]);
	});
	test("what is decided goes to a bus of its own", async () => {
		const { EventBuses } = await aws<{ EventBuses: { Name: string }[] }>("events", "list-event-buses");
		expect(EventBuses.map(({ Name }) => Name).sort()).toEqual(["default", "taskgate"]);
	});
	test("neither role has what would act", async () => {
		expect(await policyNames()).toEqual(["Finish", "Judge", "Logs", "Logs"]);
	});
	test("the table refuses to be deleted", async () => {
		await expect(aws("cloudformation", "delete-stack", "--stack-name", "taskgate")).rejects.toThrow(/DeletionProtectionEnabled/);
	});
});

test("with Enforce on both roles can act; with DeletionProtection off, uninstalling leaves nothing behind", async () => {
	await fetch(`${moto.url}/moto-api/reset`, { method: "POST" });
	await uploadCode();
	const before = await everything();
	await deploy("other", { Enforce: "on", DeletionProtection: "off" });
	expect(await policyNames()).toEqual(["Act", "Act", "Finish", "Judge", "Logs", "Logs"]);
	expect((await everything()).length).toBeGreaterThan(before.length + 10);
	await aws("cloudformation", "delete-stack", "--stack-name", "other");
	expect(await everything()).toEqual(before);
});

/** An archive with nothing in it: moto runs no function here. */
async function uploadCode(): Promise<void> {
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

async function deploy(stack: string, parameters: Readonly<Record<string, string>>): Promise<void> {
	const template: Template = plain();
	const Resources = Object.fromEntries(Object.entries(template.Resources).filter(([, resource]) => !isBeyondMoto(resource)));
	const file = join(folder, `${stack}.json`);
	writeFileSync(file, JSON.stringify({ ...template, Resources }));
	const given = Object.entries({ CodeBucket: "code", CodePrefix: "v1/", ...parameters });
	const flags = given.map(([name, value]) => `ParameterKey=${name},ParameterValue=${value}`);
	const to = ["--stack-name", stack, "--template-body", `file://${file}`, "--capabilities", "CAPABILITY_IAM"];
	await aws("cloudformation", "create-stack", ...to, "--parameters", ...flags);
}

async function put(event: unknown): Promise<void> {
	const { source, "detail-type": type, detail } = event as { source: string; "detail-type": string; detail: object };
	await aws("events", "put-events", "--entries", JSON.stringify([{ Source: source, DetailType: type, Detail: JSON.stringify(detail) }]));
}

interface Received {
	readonly "detail-type": string;
	readonly detail: { readonly eventName?: string };
}

async function receiveAll(queue: string): Promise<readonly Received[]> {
	const { QueueUrls } = await aws<{ QueueUrls: string[] }>("sqs", "list-queues");
	const url = QueueUrls.find((candidate) => candidate.includes(`-${queue}`));
	expect(url).toBeDefined();
	const { Messages = [] } = await aws<{ Messages?: { Body: string }[] }>(
		...["sqs", "receive-message", "--max-number-of-messages", "10", "--queue-url", url!],
	);
	return Messages.map(({ Body }) => JSON.parse(Body) as Received);
}

/** Of both roles, without the role's name and the hash that CDK puts around. */
async function policyNames(): Promise<readonly string[]> {
	const { Roles } = await aws<{ Roles: { RoleName: string }[] }>("iam", "list-roles");
	expect(Roles).toHaveLength(2);
	const named = Roles.map(({ RoleName }) => aws<{ PolicyNames: string[] }>("iam", "list-role-policies", "--role-name", RoleName));
	const names = (await Promise.all(named)).flatMap(({ PolicyNames }) => PolicyNames);
	return names.map((name) => /Role([A-Z][a-z]+)[0-9A-F]{8}$/.exec(name)?.[1] ?? name).sort();
}

/** What the template makes, as the services themselves list it; not functions, which moto cannot list when their environment names a bus. */
async function everything(): Promise<readonly string[]> {
	const listings = [
		...["dynamodb list-tables", "s3api list-buckets", "sqs list-queues", "events list-rules", "events list-event-buses"],
		...["logs describe-log-groups", "iam list-roles", "iam list-policies --scope Local"],
	];
	const answers = await Promise.all(listings.map((command) => aws<Record<string, unknown>>(...command.split(" "))));
	return answers.flatMap((answer) =>
		Object.values(answer)
			.filter(Array.isArray)
			.flatMap((items: readonly unknown[]) => items.map((item) => JSON.stringify(item))),
	);
}
