import { expect, test } from "vitest";
import { only, stackOf } from "../../../test/doctor-patient.ts";
import { cloudFormationHook } from "./cloudformation-hook.ts";

const stack = stackOf("taskgate", { CloudFormationHook: "on" }, ["CloudFormationHookOn"]);
const having = (hook: object, on = stack) => ({
	stack: on,
	reads: { hookType: async () => ({ isActivated: true, configuration: { CloudFormationConfiguration: { HookConfiguration: hook } } }) },
});

test("where the stack has none it is not here", async () => {
	expect((await only(cloudFormationHook)).status).toBe("notApplicable");
	expect((await only(cloudFormationHook, { stack: stackOf("taskgate-hub") })).status).toBe("notApplicable");
});
test("enabled, and as strict as Enforce says", async () => {
	expect((await only(cloudFormationHook, { stack })).status).toBe("ok");
	const acting = stackOf("taskgate", { CloudFormationHook: "on", Enforce: "on" });
	expect((await only(cloudFormationHook, { stack: acting })).seen).toContain(
		"with FailureMode WARN, and the stack wants it enabled with FAIL",
	);
	expect((await only(cloudFormationHook, having({ TargetStacks: "ALL", FailureMode: "FAIL" }, acting))).status).toBe("ok");
});
test("disabled: what else it has stays", async () => {
	const { seen, mend = [] } = await only(
		cloudFormationHook,
		having({ HookInvocationStatus: "DISABLED", FailureMode: "WARN", Properties: { a: 1 } }),
	);
	expect(seen).toContain("is DISABLED");
	expect(mend[0]).toContain('{"HookInvocationStatus":"ENABLED","FailureMode":"WARN","Properties":{"a":1}}');
	const older = await only(cloudFormationHook, having({ TargetStacks: "NONE", FailureMode: "WARN" }));
	expect(older.mend?.[0]).toContain('{"TargetStacks":"ALL","FailureMode":"WARN"}');
});
test("gone, or never configured: off and on again", async () => {
	for (const hookType of [
		async () => undefined,
		async () => ({ isActivated: true, configuration: undefined }),
		async () => ({ isActivated: false, configuration: {} }),
	]) {
		const { status, mend = [] } = await only(cloudFormationHook, { stack, reads: { hookType } });
		expect([status, mend.length]).toEqual(["problem", 2]);
		expect(mend[0]).toContain('{"ParameterKey":"CloudFormationHook","ParameterValue":"off"}');
	}
});
