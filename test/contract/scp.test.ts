/** The service control policies, in a simulation of IAM with AWS's service authorization data: for each statement what is refused, and what is not. */
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { beforeAll, describe, expect, test } from "vitest";
import { refusalText } from "../../src/admission/refusal.ts";
import { loadConstraints } from "../../src/constraints/profile.ts";
import { GUARDED_CALLS } from "../../src/enforcement-points/wire/calls.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import { onlyOn } from "../../src/scp/compute.ts";
import { fromPolicies } from "../../src/scp/from-policies.ts";
import { onlyAdmitted } from "../../src/scp/only-admitted.ts";
import { MOST_CHARACTERS, type Packed, pack } from "../../src/scp/pack.ts";
import { protection } from "../../src/scp/protection.ts";
import type { Noted } from "../../src/scp/statement.ts";
import { constraint, exemption } from "../requests.ts";
import { ACCOUNT, ADMIN, CASES, type Called, CI, DEFINITION, role } from "./scp-cases.ts";

const roles = {
	gateRoles: ["arn:aws:iam::*:role/Taskgate-*"],
	hookRoles: [role("taskgate-hook")],
	adminRoles: [ADMIN],
	deployerRoles: [role("deployer")],
};
const admitted = { ...roles, cloudFormationRoles: [role("cdk-exec")], byCloudFormation: true, admissionTag: "ecs-admission" };

let statements: readonly Noted[];
let policies: readonly Packed[];
beforeAll(async () => {
	const bundle = await openBuiltIn();
	const { constraints } = await loadConstraints({ profile: "restricted", files: [] }, bundle.policies);
	const more = [
		constraint({
			name: "size",
			policy: "workload/size",
			parameters: { maxCpu: 2048, maxMemory: 4096, minTaskCpu: 256, minTaskMemory: 512 },
		}),
		constraint({ name: "subnets", policy: "network/subnets", parameters: { allowedSubnets: ["subnet-a*", "subnet-b"] } }),
		constraint({ name: "express", policy: "express/subnets", parameters: { allowedSubnets: ["subnet-b"] } }),
	];
	const said = fromPolicies(
		[...constraints.filter(({ policy }) => !more.some((one) => one.policy === policy)), ...more],
		[],
		bundle.policies,
	);
	statements = [
		...said.statements,
		...onlyOn(["FARGATE"]),
		...onlyAdmitted(admitted),
		...protection({ ...roles, stack: "Taskgate", hooked: true }),
	];
	policies = pack(statements);
});

/** Whether the statement alone, beside FullAWSAccess, refuses the call of somebody whose own policy allows everything. */
async function refused(sid: string, { action, on = DEFINITION, by = CI, with: context = {} }: Called): Promise<boolean> {
	const statement = statements.find((noted) => noted.statement.Sid === sid)?.statement;
	if (statement === undefined) throw new Error(`there is no statement ${sid}`);
	const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
	const scp = { Version: "2012-10-17", Statement: [statement] };
	const simulated = await runSimulation(
		{
			request: {
				principal: by,
				action,
				resource: { resource: on, accountId: ACCOUNT },
				contextVariables: { "aws:PrincipalArn": by, ...context },
			},
			identityPolicies: [{ name: "everything", policy: everything }],
			serviceControlPolicies: [
				{
					orgIdentifier: "ou",
					policies: [
						{ name: "FullAWSAccess", policy: everything },
						{ name: sid, policy: scp },
					],
				},
			],
			resourceControlPolicies: [],
		} as unknown as Parameters<typeof runSimulation>[0],
		{},
	);
	if (simulated.resultType === "error") throw new Error(JSON.stringify(simulated.errors));
	if (simulated.overallResult === "ImplicitlyDenied") throw new Error(`${sid} was not what decided`);
	return simulated.overallResult === "ExplicitlyDenied";
}

test("every statement has its cases", () => {
	expect(Object.keys(CASES).sort()).toEqual(statements.map(({ statement }) => statement.Sid).sort());
});

describe.for(Object.entries(CASES))("%s", ([sid, { refuses, passes }]) => {
	test.for(refuses)("refuses $action by $by with $with on $on", async (call) => {
		expect(await refused(sid, call)).toBe(true);
	});
	test.for(passes)("lets pass $action by $by with $with on $on", async (call) => {
		expect(await refused(sid, call)).toBe(false);
	});
});

test("they fit what AWS Organizations takes, and grow only on purpose", () => {
	for (const { size, document } of policies) {
		expect(size).toBe(JSON.stringify(document).length);
		expect(size).toBeLessThanOrEqual(MOST_CHARACTERS);
	}
	expect(policies.flatMap(({ document }) => document.Statement)).toEqual(statements.map(({ statement }) => statement));
	expect(policies.map(({ size }) => size)).toMatchInlineSnapshot(`
		[
		  5091,
		  2117,
		]
	`);
});

test("a statement that is too long for any policy is said to be", () => {
	const many = Array.from({ length: 200 }, (_, i) => role(`Taskgate-${i}`));
	expect(() => pack(protection({ ...roles, gateRoles: many, stack: "Taskgate", hooked: false }))).toThrow(
		/^TaskgateProtectItsRoles alone is \d+ characters/,
	);
});

test("Sids are their own, and letters and digits alone", () => {
	const sids = statements.map(({ statement }) => statement.Sid);
	expect(new Set(sids).size).toBe(sids.length);
	for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
});

describe("what IAM cannot say is not said", () => {
	const said = async (...args: [Parameters<typeof constraint>[0], ...Parameters<typeof exemption>]) => {
		const bundle = await openBuiltIn();
		const [given, exempted] = args;
		return fromPolicies([constraint(given)], exempted === undefined ? [] : [exemption(exempted)], bundle.policies);
	};
	const privileged = { name: "p", policy: "workload/privileged" };

	test("a constraint with a match, or from which somebody is exempt", async () => {
		expect((await said(privileged)).statements).toHaveLength(1);
		expect(await said({ ...privileged, match: { accounts: [ACCOUNT] } })).toMatchObject({
			statements: [],
			skipped: [{ constraint: "p", reason: expect.stringMatching(/match/) }],
		});
		expect(await said(privileged, { policy: "workload/privileged" })).toMatchObject({
			statements: [],
			skipped: [{ reason: expect.stringMatching(/exemptions/) }],
		});
	});

	test("one that only warns, or allows everything", async () => {
		expect(await said({ ...privileged, enforcementAction: "warn" })).toEqual({ statements: [], skipped: [] });
		expect((await said({ name: "s", policy: "network/subnets", parameters: { allowedSubnets: ["*"] } })).statements).toEqual([]);
	});

	test("two constraints on one policy are two statements", async () => {
		const bundle = await openBuiltIn();
		const { statements: two } = fromPolicies([constraint(privileged), constraint({ ...privileged, name: "q" })], [], bundle.policies);
		expect(two.map(({ statement }) => statement.Sid)).toEqual(["TaskgateDenyPrivileged", "TaskgateDenyPrivileged2"]);
	});
});

test("whoever is refused a guarded call is told which policies and what to do instead", () => {
	const actions = new Set(statements.flatMap(({ statement }) => [statement.Action].flat()));
	const guarded = [...actions].flatMap((action) => (GUARDED_CALLS.has(action.replace("ecs:", "")) ? [action.replace("ecs:", "")] : []));
	expect(guarded).toContain("RegisterTaskDefinition");
	const untold = guarded.filter((action) =>
		refusalText(action, CI, { by: "a service control policy" }).includes("the organization's policies"),
	);
	expect(untold).toEqual([]);
});
