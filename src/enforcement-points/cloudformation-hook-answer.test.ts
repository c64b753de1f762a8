import { describe, expect, test } from "vitest";
import { fixture } from "../../test/fixtures.ts";
import { decision } from "../../test/requests.ts";
import type { Enforcement } from "../admission/decide.ts";
import { cloudformationHook } from "./cloudformation-hook.ts";

interface Hook {
	readonly clientRequestToken?: string;
	readonly [member: string]: unknown;
}

const hook = (name: string, over: object = {}): Hook => ({ ...(fixture("cloudformation-hook", name) as Hook), ...over });
const [found] = decision().enforcements as readonly [Enforcement];

describe("answers", () => {
	const event = hook("resource-create-task-definition");
	const unknownValue = { policy: "image/digest", field: "/containerDefinitions/0/image", message: "image is not known" };
	const annotationsFor = (...decisions: Parameters<typeof decision>[0][]) =>
		cloudformationHook.answer(event, decisions.map(decision)).annotations;

	test("a refusal with the policies first, and each policy that was asked", () => {
		const asked = ["workload/privileged", "image/digest", "network/public-ip"];
		expect(cloudformationHook.answer(event, [decision({ asked, unknowns: [unknownValue] })])).toEqual({
			...{ hookStatus: "FAILED", errorCode: "NonCompliant", message: "workload/privileged: container app is privileged" },
			clientRequestToken: event.clientRequestToken,
			annotations: [
				{
					...{ annotationName: "workload/privileged", status: "FAILED", statusMessage: "container app is privileged" },
					...{ remediationMessage: "Remove privileged.", severityLevel: "CRITICAL" },
				},
				{ annotationName: "image/digest", status: "SKIPPED", statusMessage: "not known yet: image is not known" },
				{ annotationName: "network/public-ip", status: "PASSED" },
			],
		});
	});

	test("never PASSED for what was not found out, does not apply, is warned of or exempted", () => {
		const base = { verdict: "allowed", enforcements: [] } as const;
		const statusOf = (over: Parameters<typeof decision>[0]) =>
			annotationsFor({ ...base, asked: ["workload/privileged"], ...over })?.[0]?.status;
		const policy = "workload/privileged";
		expect(statusOf({})).toBe("PASSED");
		expect(statusOf({ unknowns: [{ ...unknownValue, policy }] })).toBe("SKIPPED");
		expect(statusOf({ notApplicable: [{ policy, reason: "a Windows task" }] })).toBe("SKIPPED");
		expect(statusOf({ failures: [{ policy, reason: "it broke" }] })).toBe("SKIPPED");
		expect(statusOf({ verdict: "undecided", failures: [{ reason: "ECS is away" }] })).toBe("FAILED");
		expect(statusOf({ verdict: "undecided", failurePolicy: "Ignore", failures: [{ reason: "ECS is away" }] })).toBe("SKIPPED");
		for (const action of ["warn", "dryrun"] as const) expect(statusOf({ enforcements: [{ ...found, action }] })).toBe("FAILED");
		expect(statusOf({ enforcements: [{ ...found, action: "exempted", exemption: "legacy" }] })).toBe("SKIPPED");
	});

	test("one annotation a policy, the worst of several objects, and which object is meant", () => {
		const template = hook("stack-update-yaml");
		const decisions = [decision({ verdict: "allowed", enforcements: [] }), decision()];
		const { message: said, annotations } = cloudformationHook.answer(template, decisions);
		expect(said).toBe("workload/privileged: OrdersService: container app is privileged");
		expect(annotations).toMatchObject([{ status: "FAILED", statusMessage: "OrdersService: container app is privileged" }]);
	});

	test("what is let through says so, and what would have been", () => {
		const said = cloudformationHook.answer(event, [decision({ letThrough: "halted by ada: INC-204" })]);
		expect(said).toMatchObject({ hookStatus: "SUCCESS", annotations: [{ status: "FAILED" }] });
		expect(said.message).toBe(
			"let through, because halted by ada: INC-204; it would be refused: workload/privileged: container app is privileged",
		);
	});

	test("undecided by the failure policy", () => {
		const open = { verdict: "undecided", enforcements: [], failures: [{ reason: "ECS is away" }] } as const;
		expect(cloudformationHook.answer(event, [decision(open)])).toMatchObject({
			...{ hookStatus: "FAILED", errorCode: "InternalFailure", message: "undecided: ECS is away" },
		});
		const ignored = cloudformationHook.answer(event, [decision({ ...open, failurePolicy: "Ignore" })]);
		expect(ignored).toMatchObject({ hookStatus: "SUCCESS", message: "let through by failurePolicy Ignore: undecided: ECS is away" });
	});

	test.for([
		[1, "IN_PROGRESS"],
		[2, "IN_PROGRESS"],
		[3, "FAILED"],
		[undefined, "FAILED"],
	] as const)("a look-up that may succeed later, in invocation %s: %s", ([invocation, hookStatus]) => {
		const late = hook("resource-create-task-definition", { requestContext: { invocation } });
		const transient = { verdict: "undecided", enforcements: [], failures: [{ reason: "throttled", transient: true }] } as const;
		const said = cloudformationHook.answer(late, [decision(transient)]);
		expect(said.hookStatus).toBe(hookStatus);
		expect(said.callbackDelaySeconds).toBe(hookStatus === "IN_PROGRESS" ? 5 : undefined);
		expect(cloudformationHook.mayWait?.(late, "")).toBe(hookStatus === "IN_PROGRESS");
		// What is certain need not wait for what is not.
		expect(cloudformationHook.answer(late, [decision(transient), decision()]).hookStatus).toBe("FAILED");
	});

	test.for([
		["resource-create-task-definition", 4096],
		["cloud-control-create-task-definition", 1024],
	] as const)("%s: a message of at most %i characters", ([name, most]) => {
		const enforcements = Array.from({ length: 500 }, (_, i) => ({
			...found,
			message: `container c${i} is privileged`,
		}));
		const { message: said } = cloudformationHook.answer(hook(name), [decision({ enforcements })]);
		expect(said.length).toBeLessThanOrEqual(most);
		expect(said.length).toBeGreaterThan(most - 40);
		expect(said).toMatch(/^workload\/privileged: /);
	});
});
