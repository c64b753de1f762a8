import { beforeAll, expect, test } from "vitest";
import { only, stackOf, WHERE } from "../../../test/doctor-patient.ts";
import { loadConstraints } from "../../constraints/profile.ts";
import { openBuiltIn } from "../../rego/built-in-bundle.ts";
import { fromPolicies } from "../../scp/from-policies.ts";
import { onlyAdmitted } from "../../scp/only-admitted.ts";
import { protection } from "../../scp/protection.ts";
import type { Statement } from "../../scp/statement.ts";
import { scp } from "./scp.ts";

/** What `taskgate scp` prints for somebody who names other roles than doctor would. */
let printed: readonly Statement[];

beforeAll(async () => {
	const { policies } = await openBuiltIn();
	const { constraints, exemptions } = await loadConstraints({ profile: "baseline", files: [] }, policies);
	const gateRoles = ["arn:aws:iam::*:role/gate-*"];
	const roles = { gateRoles, hookRoles: [], adminRoles: ["arn:aws:iam::*:role/platform"], deployerRoles: ["arn:aws:iam::*:role/deploy"] };
	printed = [
		...fromPolicies(constraints, exemptions, policies).statements,
		...onlyAdmitted({ gateRoles, cloudFormationRoles: [], byCloudFormation: false }),
		...protection({ ...roles, stack: "Taskgate", hooked: false }),
	].map(({ statement }) => statement);
});

const inForce = (...documents: readonly (readonly object[])[]) => ({
	reads: {
		controlPolicies: async () => ({
			managementAccount: "999900001111",
			attached: documents.map((Statement, n) => ({
				target: "r-1",
				policy: `taskgate-${n + 1}`,
				document: { Version: "2012-10-17", Statement },
			})),
		}),
	},
});

test("all of them, wherever they are attached, with other roles excepted", async () => {
	const half = Math.ceil(printed.length / 2);
	const { status, seen } = await only(scp, inForce(printed.slice(0, half), printed.slice(half)));
	expect([status, seen]).toEqual(["ok", `all ${printed.length} statements are in force, by taskgate-1, taskgate-2`]);
});
test("each that is missing is named, and the commands print, make and attach", async () => {
	const { status, subjects, mend = [] } = await only(scp, inForce(printed.filter(({ Sid }) => Sid !== "TaskgateProtectTheTrail")));
	expect([status, subjects]).toEqual(["problem", ["TaskgateProtectTheTrail"]]);
	expect(mend[0]).toMatch(
		/^npx taskgate scp --profile baseline --gate-role 'arn:aws:iam::\*:role\/Taskgate-\*' .*--stack Taskgate --format json > scp.json/,
	);
	expect(mend[1]).toMatch(/^aws organizations attach-policy --target-id 111122223333 --policy-id "\$\(aws organizations create-policy/);
});
test.each([
	["allows", (statement: Statement) => ({ ...statement, Effect: "Allow" })],
	["refuses less", (statement: Statement) => ({ ...statement, Action: statement.Action.slice(1) })],
	[
		"refuses under other conditions",
		(statement: Statement) => ({ ...statement, Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } }),
	],
])("one of that name that %s is none", async (_, changed) => {
	const { subjects } = await only(scp, inForce(printed.map((one) => (one.Sid === "TaskgateDenyPrivileged" ? changed(one) : one))));
	expect(subjects).toEqual(["TaskgateDenyPrivileged"]);
});
test("policies without a statement of ours", async () => {
	const FullAWSAccess = { Effect: "Allow", Action: "*", Resource: "*" };
	expect((await only(scp, inForce([FullAWSAccess]))).subjects).toHaveLength(printed.length);
});
test("no organization, and the management account, which no such policy binds", async () => {
	expect((await only(scp)).status).toBe("notApplicable");
	const controlPolicies = async () => ({ managementAccount: WHERE.account, attached: [] });
	expect((await only(scp, { reads: { controlPolicies } })).status).toBe("notApplicable");
});
test("a hub's command names the members' role too, and the StackSet's parts by their own prefix", async () => {
	const { mend = [] } = await only(scp, { ...inForce([]), stack: stackOf("taskgate-hub") });
	expect(mend[0]).toContain("--gate-role 'arn:aws:iam::*:role/TaskgateHub-*' --gate-role 'arn:aws:iam::*:role/taskgate-member'");
});
