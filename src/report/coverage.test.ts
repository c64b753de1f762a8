import { expect, test } from "vitest";
import { SCHEMA_POLICY } from "../admission/policy.ts";
import { coverageJson, coverageOf, coverageTable, type KnownChecks } from "./coverage.ts";

const POLICIES = [
	{ ...SCHEMA_POLICY, id: "network/public-ip", references: ["securityhub/ECS.16", "securityhub/ECS.2", "checkov/CKV_AWS_333"] },
	{ ...SCHEMA_POLICY, id: "network/subnets", references: ["securityhub/ECS.2"] },
];
const KNOWN: KnownChecks = {
	securityhub: { "ECS.2": undefined, "ECS.16": undefined, "ECS.99": undefined, "ECS.100": "It asks what no request shows." },
};

test("every known check with its policies or the reason, numbers sorted as numbers", () => {
	expect(coverageOf(POLICIES, "securityhub", KNOWN)).toEqual([
		{ check: "ECS.2", policies: ["network/public-ip", "network/subnets"] },
		{ check: "ECS.16", policies: ["network/public-ip"] },
		{ check: "ECS.99", policies: [] },
		{ check: "ECS.100", policies: [], reason: "It asks what no request shows." },
	]);
});

test("a source that is not listed has what policies claim of it", () => {
	expect(coverageOf(POLICIES, "checkov", {})).toEqual([{ check: "CKV_AWS_333", policies: ["network/public-ip"] }]);
});

test("the table says what is not covered, and why, within the screen", () => {
	const checks = coverageOf(POLICIES, "securityhub", KNOWN);
	expect(coverageTable(checks, "securityhub", { color: false, width: 40 })).toBe(`ECS.2    network/public-ip,
         network/subnets
ECS.16   network/public-ip
ECS.99   none: not yet answered
ECS.100  none: It asks what no request
         shows.

2 of 4 checks of securityhub are made by policies
`);
	expect(coverageTable(checks, "securityhub", { color: true, width: 80 })).toContain("\u001b[1mECS.2");
});

test("for machines", () => {
	expect(JSON.parse(coverageJson(coverageOf(POLICIES, "checkov", {})))).toEqual([
		{ check: "CKV_AWS_333", policies: ["network/public-ip"] },
	]);
});
