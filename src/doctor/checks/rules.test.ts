import { expect, test } from "vitest";
import { examined, only, ruleOf, stackOf } from "../../../test/doctor-patient.ts";
import type { RuleRead } from "../reads.ts";
import { ruleName, rules } from "./rules.ts";

const stack = stackOf();
/** The rule of calls is changed, the others are well. */
const changed = (to: (rule: RuleRead) => RuleRead | undefined, on = stack) => ({
	stack: on,
	reads: {
		rule: async (name: string) => {
			const whole = ruleOf(on, /-(\w+)Rule[0-9A-F]{8}-x$/.exec(name)?.[1] ?? "");
			return name.includes("CallsRule") ? to(whole) : whole;
		},
	},
});

test("a rule that is disabled", async () => {
	const { status, mend, subjects, why } = await only(
		rules,
		changed((rule) => ({ ...rule, state: "DISABLED" })),
	);
	expect([status, mend]).toEqual([
		"problem",
		[`aws events enable-rule --name ${subjects?.[0]} --event-bus-name default --region eu-central-1`],
	]);
	expect(why).toMatch(/no call of the ECS API is heard/);
});

test("a rule that is gone is made again, with its pattern and its target", async () => {
	const { mend = [] } = await only(
		rules,
		changed(() => undefined),
	);
	expect(mend[0]).toMatch(
		/^aws events put-rule --name Taskgate-CallsRule\S+ --event-bus-name default --state ENABLED --event-pattern '\{"source":\["aws.ecs"\]/,
	);
	expect(mend[1]).toContain('"DeadLetterConfig":{"Arn":"arn:aws:sqs:eu-central-1:111122223333:Taskgate-DeadLetters');
});

test("the order of a pattern's keys and values does not matter, its words do", async () => {
	const { pattern } = ruleOf(stack, "Calls");
	const { detail, ...rest } = pattern as { detail: { eventName: string[] } };
	const turned = { detail: { ...detail, eventName: detail.eventName.toReversed() }, ...rest };
	expect(
		(
			await only(
				rules,
				changed((rule) => ({ ...rule, pattern: turned })),
			)
		).status,
	).toBe("ok");
	const fewer = { ...rest, detail: { ...detail, eventName: detail.eventName.slice(1) } };
	expect(
		(
			await only(
				rules,
				changed((rule) => ({ ...rule, pattern: fewer })),
			)
		).seen,
	).toMatch(/not this version's/);
});

test("a rule without our target keeps those that it has", async () => {
	const other = { Id: "Target0", Arn: "arn:aws:sns:eu-central-1:111122223333:other" };
	const { mend = [] } = await only(
		rules,
		changed((rule) => ({ ...rule, targets: [other] })),
	);
	expect(mend[0]).toContain('[{"Id":"Taskgate","Arn":"arn:aws:sqs:');
});

test("a target without dead letters gets them, and keeps what else it has", async () => {
	const bare = ({ targets: [target], ...rule }: RuleRead) => ({ ...rule, targets: [{ Id: "T", Arn: target!.Arn, InputPath: "$.x" }] });
	const { mend = [], seen } = await only(rules, changed(bare));
	expect(seen).toMatch(/dropped/);
	expect(mend[0]).toContain('"InputPath":"$.x","DeadLetterConfig":');
});

test("a hub's rules are on its bus", async () => {
	const { mend } = await only(
		rules,
		changed((rule) => ({ ...rule, state: "DISABLED" }), stackOf("taskgate-hub")),
	);
	expect(mend?.[0]).toContain("--event-bus-name taskgate-hub");
});

test("a member's forward to the hub, by its role, what is its own", async () => {
	const member = stackOf("taskgate-member", { HubBusArn: "arn:aws:events:eu-central-1:444455556666:event-bus/taskgate-hub" });
	const { mend = [] } = await only(
		rules,
		changed(() => undefined, member),
	);
	expect(mend[0]).toContain('"account":["111122223333"]');
	expect(mend[1]).toContain('"RoleArn":"arn:aws:iam::111122223333:role/TaskgateMember-Forward');
});

test("one that cannot be read does not hide the fault of another", async () => {
	const rule = async (name: string) => {
		if (name.includes("TasksRule")) throw new (await import("../found.ts")).Unread("refused", { action: "events:DescribeRule" });
		return name.includes("CallsRule") ? undefined : ruleOf(stack, /-(\w+)Rule[0-9A-F]{8}-x$/.exec(name)?.[1] ?? "");
	};
	expect((await examined(rules, { reads: { rule } })).map(({ status }) => status)).toEqual(["problem", "unknown"]);
});

test.each([
	["Taskgate-CallsRule1-x", { rule: "Taskgate-CallsRule1-x", bus: "default" }],
	["taskgate-hub|TaskgateHub-CallsRule1-x", { rule: "TaskgateHub-CallsRule1-x", bus: "taskgate-hub" }],
])("CloudFormation's name %s", (name, expected) => {
	expect(ruleName({ id: "", type: "", name })).toEqual(expected);
});
