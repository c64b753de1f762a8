import { expect, test } from "vitest";
import { examined, only, stackOf } from "../../../test/doctor-patient.ts";
import { Unread } from "../found.ts";
import { grantedBy } from "../granted.ts";
import type { Simulated, Simulation } from "../reads.ts";
import { permissions } from "./permissions.ts";

const answering = (action: string, answer: Partial<Simulation>) => ({
	reads: {
		simulate: async ({ actions, resources }: Simulated) =>
			actions.map((one) => ({
				...{ action: one, resource: resources[0] ?? "*", decision: "allowed", byOrganization: false, byBoundary: false },
				...(one === action ? { decision: "implicitDeny", ...answer } : {}),
			})),
	},
});

test("all roles may", async () => {
	const { status, seen } = await only(permissions);
	expect([status, seen]).toEqual([
		"ok",
		expect.stringMatching(/^7 roles may all of the \d+ actions that the stack gives them \(Enforce=off\)/),
	]);
});
test.each([
	[
		{ byOrganization: true, decision: "explicitDeny" },
		"a service control policy of the organization refuses it",
		"simulate-principal-policy",
	],
	[{ byBoundary: true }, "the role's permissions boundary leaves it out", "get-role"],
	[{ decision: "explicitDeny" }, "a policy denies it", "simulate-principal-policy"],
	[{}, "no policy allows it", "detect-stack-drift"],
] as const)("refused because %j", async (answer, because, command) => {
	const [found] = await examined(permissions, answering("ecs:DescribeTasks", answer));
	expect(found?.seen).toMatch(/Taskgate-(Events|Audit)Role\w+-x may not ecs:DescribeTasks: /);
	expect(found?.seen).toContain(because);
	expect(found?.mend?.[0]).toContain(command);
});
test("where nobody may simulate it is unknown, with what somebody else would run", async () => {
	const simulate = () => Promise.reject(new Unread("refused", { action: "iam:SimulatePrincipalPolicy" }));
	const found = await only(permissions, { reads: { simulate } });
	expect(found).toMatchObject({ status: "unknown", denied: "iam:SimulatePrincipalPolicy" });
	expect(found.mend).toHaveLength(7);
	for (const command of found.mend ?? [])
		expect(command).toMatch(/--policy-source-arn arn:aws:iam::111122223333:role\/Taskgate-\S+ --action-names '\["/);
});

test("what the stack gives: by role, with this account's names, and what acts only while Enforce is on", () => {
	const off = grantedBy(stackOf());
	const events = off.filter(({ roleName }) => roleName.startsWith("Taskgate-EventsRole"));
	expect(events.find(({ actions }) => actions.includes("sqs:ReceiveMessage"))?.resources).toEqual([
		"arn:aws:sqs:eu-central-1:111122223333:Taskgate-EventQueueFD722DCD-x",
	]);
	expect(events.find(({ actions }) => actions.includes("ecs:DescribeServices"))?.resources).toEqual([
		"arn:aws:ecs:eu-central-1:111122223333:service/*",
	]);
	expect(events.find(({ actions }) => actions.includes("dynamodb:Query") && actions.length === 1)?.resources).toEqual([
		"arn:aws:dynamodb:eu-central-1:111122223333:table/Taskgate-Table-x/index/*",
	]);
	expect(off.flatMap(({ actions }) => actions)).not.toContain("ecs:StopTask");
	const on = grantedBy(stackOf("taskgate", { Enforce: "on" }, ["EnforceOn"]));
	const passing = on.find(({ actions }) => actions.includes("iam:PassRole"));
	expect([passing?.resources, passing?.context]).toEqual([
		["arn:aws:iam::111122223333:role/*"],
		{ "iam:PassedToService": ["ecs-tasks.amazonaws.com"] },
	]);
	expect(on.flatMap(({ actions }) => actions)).toContain("ecs:StopTask");
});
test("a member's role is asked in one of its Regions, and not for what it is refused", () => {
	const member = grantedBy(stackOf("taskgate-member", { Regions: "eu-central-1,us-east-1" }));
	expect(member.find(({ actions }) => actions.includes("ecs:DescribeTasks"))?.context).toEqual({ "aws:RequestedRegion": ["eu-central-1"] });
	expect(member.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
});
test("nothing is left that the template says by an intrinsic unknown to us", () => {
	for (const kind of ["taskgate", "taskgate-hub", "taskgate-member"] as const)
		for (const { resources, actions } of grantedBy(
			stackOf(kind, { HubBusArn: "arn:aws:events:x:1:event-bus/h" }, ["EnforceOn", "ActsHere"]),
		))
			for (const resource of resources) if (resource === "*") expect(actions.every((action) => action.startsWith("ecs:"))).toBe(true);
});
