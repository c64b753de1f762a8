import { expect, test } from "vitest";
import { only, stackOf } from "../../../test/doctor-patient.ts";
import type { RuleRead } from "../reads.ts";
import { Stack } from "../stack.ts";
import { audit, schedule, windowOf } from "./schedule.ts";

const minute = (changed: Partial<RuleRead>) => {
	const Arn = stackOf().arnOf(stackOf().part("AWS::Lambda::Function", "ScheduleFunction"));
	const rule = { state: "ENABLED", pattern: undefined, schedule: "rate(1 minute)", targets: [{ Id: "Target0", Arn }] };
	return { reads: { rule: async () => ({ ...rule, ...changed }) } };
};

test("it ran", async () => {
	expect((await only(schedule)).seen).toMatch(/EveryMinute\w+-x is enabled, and \S+ ran 3 times in the last 15 minutes/);
});
test("disabled, gone, by another clock, or aimed elsewhere", async () => {
	expect((await only(schedule, minute({ state: "DISABLED" }))).mend?.[0]).toMatch(/^aws events enable-rule --name Taskgate-EveryMinute/);
	expect((await only(schedule, { reads: { rule: async () => undefined } })).mend).toHaveLength(2);
	expect((await only(schedule, minute({ schedule: "rate(1 day)" }))).seen).toContain("goes by rate(1 day) instead of rate(1 minute)");
	expect((await only(schedule, minute({ targets: [] }))).mend?.[0]).toMatch(/put-targets .*ScheduleFunction/);
});
test("enabled, and nothing runs: EventBridge may lack the permission", async () => {
	const { status, mend = [] } = await only(schedule, { reads: { metrics: async () => [undefined] } });
	expect([status, mend[1]]).toEqual(["problem", expect.stringContaining("aws lambda add-permission")]);
});
test("a stack that is younger than the window need not have run", async () => {
	const old = stackOf();
	const stack = new Stack({ ...old.read, createdAt: "2026-11-29T11:00:00.000Z" }, old.where);
	expect((await only(audit, { stack, reads: { metrics: async () => [undefined] } })).status).toBe("ok");
});
test("an audit that is off is not here, and a hub has none", async () => {
	expect((await only(audit, { stack: stackOf("taskgate", { AuditSchedule: "off" }) })).status).toBe("notApplicable");
	expect((await only(audit, { stack: stackOf("taskgate-hub") })).status).toBe("notApplicable");
});
test.each([
	["rate(1 day)", 172_800],
	["rate(12 hours)", 86_400],
	["cron(0 3 * * ? *)", 2_678_400],
])("an audit by %s must have run within %d s", (expression, seconds) => {
	expect(windowOf(expression)).toBe(seconds);
});
