import { expect, test } from "vitest";
import { examined, only } from "../../../test/doctor-patient.ts";
import { Unread } from "../found.ts";
import type { GuardDutyRead } from "../reads.ts";
import { guardDuty } from "./guard-duty.ts";

const AGENT = { Name: "ECS_FARGATE_AGENT_MANAGEMENT", Status: "ENABLED" };
const RUNTIME = { Name: "RUNTIME_MONITORING", Status: "ENABLED", AdditionalConfiguration: [AGENT] };
const of = (changed: Partial<GuardDutyRead>) => ({
	reads: { guardDuty: async () => ({ detector: "d-1", status: "ENABLED", features: [RUNTIME], ...changed }) },
});

test.each([
	["a detector that is off", of({ status: "DISABLED" }), "update-detector --detector-id d-1 --enable --features"],
	["no Runtime Monitoring", of({ features: [] }), "update-detector --detector-id d-1 --features"],
	["Runtime Monitoring off", of({ features: [{ ...RUNTIME, Status: "DISABLED" }] }), "update-detector"],
	["no agent on Fargate", of({ features: [{ ...RUNTIME, AdditionalConfiguration: [{ ...AGENT, Status: "DISABLED" }] }] }), AGENT.Name],
	["no detector", { reads: { guardDuty: async () => undefined } }, "create-detector --enable"],
])("%s", async (_, changed, command) => {
	const { status, mend = [] } = await only(guardDuty, changed);
	expect([status, mend[0]]).toEqual(["problem", expect.stringContaining(command)]);
});
test("clusters that are not covered are named with what GuardDuty says", async () => {
	const coverage = async () => [
		{ cluster: "prod", status: "UNHEALTHY", issue: "no execution role" },
		{ cluster: "test", status: "HEALTHY", issue: undefined },
	];
	const { seen, subjects } = await only(guardDuty, { reads: { coverage } });
	expect([seen, subjects]).toEqual(["1 of 2 clusters is not covered: prod (no execution role)", ["prod"]]);
});
test("coverage that cannot be read is no pass", async () => {
	const coverage = () => Promise.reject(new Unread("refused", { action: "guardduty:ListCoverage" }));
	expect((await examined(guardDuty, { reads: { coverage } })).map(({ status }) => status)).toEqual(["ok", "unknown"]);
});
