/** The plain template, deployed: rules deliver, the gate judges what they deliver, permissions follow Enforce, uninstalling leaves nothing. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { callEvent } from "../cloudtrail.ts";
import { type Account, openAccount } from "../deployed-stack.ts";
import { privileged, registered, unprivileged } from "../ecs-workload.ts";
import { fixture } from "../fixtures.ts";
import { type BatchAnswer, builtFunctions, sqsBatch, startFunction } from "../lambda-function.ts";

/** Each of dozens of calls is a process of the AWS CLI. */
const PATIENCE_MS = 300_000;
let account: Account;

beforeAll(async () => {
	account = await openAccount(inject("awsCli"));
}, PATIENCE_MS);

afterAll(() => account.close());

describe("deployed", () => {
	beforeAll(() => account.deploy("taskgate", { Enforce: "off" }), PATIENCE_MS);

	test("an event that concerns the gate is in the queue, and noise is not", async () => {
		const call = fixture("cloudtrail-event", "run-task-overrides") as { detail: object };
		await account.put(call);
		await account.put(fixture("task-state-change", "provisioning-by-itself"));
		await account.put(fixture("noise", "ecs-failed-create-service"));
		await account.put(fixture("noise", "task-stopped"));
		const found = await account.received("EventQueue");
		expect(found.map((message) => message["detail-type"]).sort()).toEqual(["AWS API Call via CloudTrail", "ECS Task State Change"]);
		expect(found.find(({ detail }) => detail.eventName === "RunTask")?.detail).toEqual(call.detail);
		expect(await account.received("DeadLetters")).toEqual([]);
	});
	test("what is decided goes to a bus of its own", async () => {
		const { EventBuses } = await account.aws<{ EventBuses: { Name: string }[] }>("events", "list-event-buses");
		expect(EventBuses.map(({ Name }) => Name).sort()).toEqual(["default", "taskgate"]);
	});
	test("no role has what would act", async () => {
		expect(await policyNames()).toEqual(ALWAYS);
	});
	test("the table refuses to be deleted", async () => {
		await expect(account.aws("cloudformation", "delete-stack", "--stack-name", "taskgate")).rejects.toThrow(/DeletionProtectionEnabled/);
	});
});

test(
	"register → CloudTrail → rule → queue → the built function, on the deployed table → deregistered",
	async () => {
		await account.reset();
		const { Store = "" } = await account.deploy("whole", { Enforce: "on" });
		const [bad, good] = [await registered(account.aws, privileged("bad")), await registered(account.aws, unprivileged("good"))];
		for (const { call } of [bad, good]) await account.put(callEvent({ eventName: "RegisterTaskDefinition", ...call }));
		const messages = await account.received("EventQueue");
		expect(messages).toHaveLength(2);

		const folder = `${await builtFunctions()}/events`;
		const env = { TASKGATE_STORE: Store, TASKGATE_ENFORCE: "on", TASKGATE_EVENT_BUS: "taskgate", TASKGATE_RETENTION: "365d" };
		const events = await startFunction(folder, {
			...account.env,
			...env,
			TASKGATE_CONSTRAINTS: `${folder}/policies/profiles/baseline.yaml`,
		});
		try {
			const batch = sqsBatch(Object.fromEntries(messages.map((message, n) => [`message-${n}`, message])));
			expect(await events.invoke<BatchAnswer>(batch), events.output()).toEqual({ batchItemFailures: [] });
		} finally {
			await events.kill();
		}
		expect([await statusOf(bad.arn), await statusOf(good.arn)]).toEqual(["INACTIVE", "ACTIVE"]);
	},
	PATIENCE_MS,
);

test(
	"with Enforce on the two roles that act can, and with registries the four that judge may ask them",
	async () => {
		await account.reset();
		await account.deploy("acting", { Enforce: "on", Registries: "ecr,ghcr.io" });
		expect(await policyNames()).toEqual(["Act", "Act", ...ALWAYS, ...Array.from({ length: 4 }, () => "Registries")]);
	},
	PATIENCE_MS,
);

test(
	"with DeletionProtection off, uninstalling leaves nothing behind",
	async () => {
		await account.reset();
		const before = await everything();
		await account.deploy("other", { Enforce: "on", DeletionProtection: "off" });
		expect((await everything()).length).toBeGreaterThan(before.length + 10);
		await account.aws("cloudformation", "delete-stack", "--stack-name", "other");
		expect(await everything()).toEqual(before);
	},
	PATIENCE_MS,
);

async function statusOf(taskDefinition: string): Promise<string> {
	const describe = ["ecs", "describe-task-definition", "--task-definition", taskDefinition];
	return (await account.aws<{ taskDefinition: { status: string } }>(...describe)).taskDefinition.status;
}

/** Of the events function, the schedule, two hooks with their callers, and the audit. */
const ALWAYS = ["Audit", "Finish", "Invoke", "Invoke", "Judge", "Judge", "Judge", ...Array.from({ length: 5 }, () => "Logs")];

/** Of all roles, without the role's name and the hash that CDK puts around. */
async function policyNames(): Promise<readonly string[]> {
	const { Roles } = await account.aws<{ Roles: { RoleName: string }[] }>("iam", "list-roles");
	expect(Roles).toHaveLength(7);
	const named = Roles.map(({ RoleName }) => account.aws<{ PolicyNames: string[] }>("iam", "list-role-policies", "--role-name", RoleName));
	const names = (await Promise.all(named)).flatMap(({ PolicyNames }) => PolicyNames);
	return names.map((name) => /(?:Role|Caller)([A-Z][a-z]+)[0-9A-F]{8}$/.exec(name)?.[1] ?? name).sort();
}

/** What the template makes, as the services themselves list it; not functions, which moto cannot list when their environment names a bus. */
async function everything(): Promise<readonly string[]> {
	const listings = [
		...["dynamodb list-tables", "s3api list-buckets", "sqs list-queues", "events list-rules", "events list-event-buses"],
		...["logs describe-log-groups", "iam list-roles", "iam list-policies --scope Local"],
	];
	const answers = await Promise.all(listings.map((command) => account.aws<Record<string, unknown>>(...command.split(" "))));
	return answers.flatMap((answer) =>
		Object.values(answer)
			.filter(Array.isArray)
			.flatMap((items: readonly unknown[]) => items.map((item) => JSON.stringify(item))),
	);
}
