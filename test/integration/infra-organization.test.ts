/** Two accounts in moto, a hub and a member: what the member does is judged by the hub's function, and undone in the member's account. */
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { callEvent } from "../cloudtrail.ts";
import { type Account, openAccount } from "../deployed-stack.ts";
import { privileged, registered, unprivileged } from "../ecs-workload.ts";
import { type BatchAnswer, builtFunctions, sqsBatch, startFunction } from "../lambda-function.ts";

const MEMBER = "222233334444";
const ORGANIZATION = { OrganizationId: "o-a1b2c3d4e5", Regions: "us-east-1" };

let hub: Account;
let member: Awaited<ReturnType<Account["entered"]>>;
let outputs: Readonly<Record<string, string>>;

beforeAll(async () => {
	hub = await openAccount(inject("awsCli"));
	outputs = await hub.deploy(
		"hub",
		{ ...ORGANIZATION, OrganizationalUnits: "ou-ab12-cdefghij", Enforce: "on" },
		"taskgate-hub.template.json",
	);
	const { HubBus = "", GateRoles = "" } = outputs;
	member = await hub.entered(MEMBER);
	const given = { ...ORGANIZATION, HubBusArn: HubBus, GateRoleArns: GateRoles, Enforce: "on" };
	await member.deploy("member", given, "taskgate-member.template.json");
}, 300_000);

afterAll(() => hub.close());

test("a member has the role that the hub enters it by, and one to forward with", async () => {
	const { Roles } = await member.aws<{ Roles: { RoleName: string }[] }>("iam", "list-roles");
	expect(Roles.map(({ RoleName }) => RoleName).sort()).toEqual(["taskgate-forward-us-east-1", "taskgate-member"]);
	const { PolicyNames } = await member.aws<{ PolicyNames: string[] }>("iam", "list-role-policies", "--role-name", "taskgate-member");
	expect(PolicyNames).toHaveLength(2);
});

test("registered in the member → its rule → the hub's bus → its rule → queue → the built function → deregistered in the member", async () => {
	const [bad, good] = [await registered(member.aws, privileged("bad")), await registered(member.aws, unprivileged("good"))];
	for (const { call } of [bad, good]) await member.put(callEvent({ eventName: "RegisterTaskDefinition", account: MEMBER, ...call }));
	// moto says that a forwarded event is of the receiver's account; EventBridge leaves it the sender's.
	const messages = (await hub.received("EventQueue")).map((message) => ({ ...message, account: MEMBER }));
	expect(messages).toHaveLength(2);
	expect(bad.arn).toContain(`:${MEMBER}:task-definition/`);

	const folder = `${await builtFunctions()}/events`;
	const events = await startFunction(folder, {
		...{ ...hub.env, TASKGATE_STORE: outputs.Store ?? "", TASKGATE_ENFORCE: "on", TASKGATE_EVENT_BUS: "taskgate" },
		TASKGATE_ROLE_ARN: "arn:aws:iam::{account}:role/taskgate-member",
	});
	try {
		const batch = sqsBatch(Object.fromEntries(messages.map((message, n) => [`message-${n}`, message])));
		expect(await events.invoke<BatchAnswer>(batch), events.output()).toEqual({ batchItemFailures: [] });
	} finally {
		await events.kill();
	}
	expect([await statusOf(bad.arn), await statusOf(good.arn)], events.output()).toEqual(["INACTIVE", "ACTIVE"]);
}, 120_000);

async function statusOf(taskDefinition: string): Promise<string> {
	const described = await member.aws<{ taskDefinition: { status: string } }>(
		...["ecs", "describe-task-definition", "--task-definition", taskDefinition],
	);
	return described.taskDefinition.status;
}
