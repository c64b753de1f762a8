import { expect, test } from "vitest";
import { examined, HOOK, only, patientOf, stackOf } from "../../../test/doctor-patient.ts";
import { unknown } from "../found.ts";
import type { ClusterServices, ServiceRead } from "../reads.ts";
import { hook } from "./hook.ts";

const service = (name: string, changed: Partial<ServiceRead> = {}): ServiceRead => ({
	name,
	controller: "ECS",
	isExpress: false,
	hooks: [HOOK],
	...changed,
});
const of = (services: readonly ServiceRead[], unread: ClusterServices["unread"] = []) => ({
	reads: {
		async *services() {
			yield { cluster: "prod", services, unread };
		},
	},
});

test("services that ask, by the function, by a version of it, by a pause, and by which profile besides", async () => {
	const versioned = { ...HOOK, hookTargetArn: `${HOOK.hookTargetArn}:7`, hookDetails: { taskgate: { profile: "restricted" } } };
	const pause = { targetType: "PAUSE", lifecycleStages: ["PRE_SCALE_UP"] };
	const { status, seen } = await only(hook, of([service("a"), service("b", { hooks: [versioned] }), service("c", { hooks: [pause] })]));
	expect([status, seen]).toEqual(["ok", "all 3 services ask at PRE_SCALE_UP, 1 of them by a pause, besides by 1 with restricted"]);
});
test.each([
	["does not ask", { hooks: [] }],
	["does not ask", { hooks: [{ ...HOOK, hookTargetArn: `${HOOK.hookTargetArn}2` }] }],
	["asks at other stages than PRE_SCALE_UP", { hooks: [{ ...HOOK, lifecycleStages: ["POST_SCALE_UP"] }] }],
	["asks by no role, which is not the stack's", { hooks: [{ ...HOOK, roleArn: undefined as unknown as string }] }],
	[
		"asks by arn:aws:iam::111122223333:role/mine, which is not the stack's",
		{ hooks: [{ ...HOOK, roleArn: "arn:aws:iam::111122223333:role/mine" }] },
	],
	[
		"goes on when no answer comes (timeoutConfiguration.action CONTINUE)",
		{ hooks: [{ ...HOOK, timeoutConfiguration: { action: "CONTINUE" } }] },
	],
])("one that %s", async (fault, changed) => {
	const { status, seen, mend = [] } = await only(hook, of([service("web", changed), service("b")]));
	expect([status, seen]).toEqual(["problem", `1 of 2 services: prod/web (${fault})`]);
	expect(mend[0]).toMatch(
		/^aws ecs update-service --cluster prod --service web --deployment-configuration "\$\(aws ecs describe-services .* --query 'merge\(services/,
	);
});
test("many that do not: all are counted and named, the first have a command", async () => {
	const many = Array.from({ length: 25 }, (_, n) => service(`s${n}`, { hooks: [] }));
	const { seen, mend, subjects } = await only(hook, of(many));
	expect(seen).toBe("25 of 25 services: prod/s0 (does not ask), prod/s1 (does not ask), prod/s2 (does not ask) and 22 more");
	expect([mend?.length, subjects?.length]).toEqual([10, 25]);
});
test("what runs no hooks is not here, with the reason", async () => {
	const found = await examined(
		hook,
		of([service("a", { controller: "CODE_DEPLOY", hooks: [] }), service("b", { isExpress: true }), service("c")]),
	);
	expect(found.map(({ status, seen }) => [status, seen])).toEqual([
		["ok", "the one service asks at PRE_SCALE_UP"],
		["notApplicable", "1 with controller CODE_DEPLOY, 1 with Express Mode run no deployment hooks"],
	]);
});
test("what could not be read is no pass, and what was read is told", async () => {
	const found = await examined(hook, of([service("a")], [unknown("ecs:DescribeServices of b failed")]));
	expect(found.map(({ status }) => status)).toEqual(["ok", "unknown"]);
	expect((await examined(hook, of([], [unknown("refused")]))).map(({ status }) => status)).toEqual(["unknown"]);
});
test("no services at all", async () => {
	expect((await only(hook, of([]))).status).toBe("notApplicable");
});
test("under a hub services stand still at a pause", async () => {
	const patient = patientOf({ stack: stackOf("taskgate-hub"), ...of([service("web")]) });
	const [found] = await hook.examine(patient);
	expect(found?.mend?.[0]).toContain('`[{"targetType":"PAUSE","lifecycleStages":["PRE_SCALE_UP"]');
});
