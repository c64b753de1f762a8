import { expect, test } from "vitest";
import { examined, FUNCTION, only, stackOf } from "../../../test/doctor-patient.ts";
import { Unread } from "../found.ts";
import type { FunctionRead } from "../reads.ts";
import { functions } from "./functions.ts";

/** The schedule function is changed, the others are well. */
const with_ = (to: Partial<FunctionRead> | undefined) => ({
	reads: { function: async (name: string) => (name.includes("ScheduleFunction") ? to && { ...FUNCTION, ...to } : FUNCTION) },
});

test("all of them, and which code they run", async () => {
	const { seen, subjects } = await only(functions, { stack: stackOf("taskgate", { CodePrefix: "taskgate/0.1.0/" }) });
	expect(subjects).toHaveLength(5);
	expect(seen).toMatch(/^5 functions are active.*TASKGATE_ENFORCE=off; code from taskgate\/0.1.0\/, deployed 2026-11-01T00:00:00$/);
});
test("by CDK the code has a digest", async () => {
	expect((await only(functions)).seen).toContain("code with the digest abc=");
});
test("one that is gone, failed, or may not run", async () => {
	expect((await only(functions, with_(undefined))).seen).toMatch(/ScheduleFunction\w+-x is gone/);
	expect((await only(functions, with_({ state: "Failed", stateReason: "no key" }))).seen).toMatch(
		/is Failed, its last update Successful: no key/,
	);
	expect((await only(functions, with_({ lastUpdate: "Failed" }))).status).toBe("problem");
	const { mend = [] } = await only(functions, with_({ reservedConcurrency: 0 }));
	expect(mend[0]).toMatch(/^aws lambda delete-function-concurrency --function-name Taskgate-ScheduleFunction/);
	expect((await only(functions, with_({ reservedConcurrency: 10 }))).status).toBe("ok");
});
test("one that is of another mind than the stack's parameter: the command keeps what else stands there, and prints none of it", async () => {
	const environment = { TASKGATE_ENFORCE: "on", TASKGATE_BUNDLE_TOKEN: "hunter2hunter2" };
	const found = await only(functions, with_({ environment }));
	expect(found.seen).toMatch(/has TASKGATE_ENFORCE=on, and the stack's parameter Enforce is off/);
	expect(found.mend?.[0]).toContain("merge(Environment.Variables, {TASKGATE_ENFORCE:");
	expect(JSON.stringify(found)).not.toContain("hunter2");
});
test("an environment that cannot be decrypted is unknown", async () => {
	const [found] = await examined(functions, with_({ environment: {}, environmentError: "KMS says no" }));
	expect(found).toMatchObject({ status: "unknown", seen: expect.stringContaining("KMS says no") });
});
test("errors of the last day, with the log of that function", async () => {
	const metrics = async (asked: readonly { metric: string; dimensions: Readonly<Record<string, string>> }[]) =>
		asked.map(({ metric, dimensions }) => (metric === "Errors" && dimensions.FunctionName?.includes("AuditFunction") ? 4 : 0));
	const { seen, mend = [] } = await only(functions, { reads: { metrics } });
	expect(seen).toMatch(/AuditFunction\w+-x had 4 errors and 0 throttles/);
	expect(mend[0]).toMatch(/^aws logs tail Taskgate-AuditLogs/);
});
test("a queue that nobody reads", async () => {
	const queueArn = stackOf().arnOf(stackOf().part("AWS::SQS::Queue", "EventQueue"));
	const of = (mappings: readonly { uuid: string; state: string; queueArn: string }[]) =>
		only(functions, { reads: { sourceMappings: async () => mappings } });
	expect((await of([])).mend?.[0]).toMatch(/^aws lambda create-event-source-mapping .*ReportBatchItemFailures/);
	expect((await of([{ uuid: "u", state: "Disabled", queueArn }])).mend).toEqual([
		"aws lambda update-event-source-mapping --uuid u --enabled --region eu-central-1",
	]);
});
test("where none may be read it is told once, with all of them", async () => {
	const refused = () => Promise.reject(new Unread("refused", { action: "lambda:GetFunctionConfiguration" }));
	const found = await examined(functions, { reads: { function: refused } });
	expect(found).toEqual([expect.objectContaining({ status: "unknown", denied: "lambda:GetFunctionConfiguration" })]);
	expect(found[0]?.subjects).toHaveLength(5);
});
