import { expect, test } from "vitest";
import { AUDITED, audited } from "../../test/audited.ts";
import { decision, PRIVILEGED, reportOf, STYLE, violation } from "../../test/reported.ts";
import { jsonReport } from "./json.ts";
import { outcomesOf } from "./outcome.ts";
import type { ReportedDecision } from "./report.ts";
import { complianceOf } from "./standard.ts";
import { complianceTables } from "./standard-table.ts";

const ID = PRIVILEGED.id;
const asked = (given: Partial<ReportedDecision>) => decision({ asked: [ID], ...given });
const ecs4 = (decisions: readonly ReportedDecision[], more = {}) => {
	const [found] = complianceOf(reportOf(decisions, more), "securityhub");
	const { control, policies, ...counts } = found?.controls.find((one) => one.control === "ECS.4") ?? { control: "", policies: [] };
	return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
};

test.each<[expected: string, given: Partial<ReportedDecision>]>([
	["passed", {}],
	["failed", { violations: [violation()] }],
	["failed", { violations: [violation({ action: "dryrun" })] }],
	["failed", { violations: [violation({ action: "exempted", exemption: "x" }), violation()] }],
	["exempted", { violations: [violation({ action: "exempted", exemption: "x" })] }],
	["unknown", { unknown: [{ policy: ID, field: "/x", message: "m", reason: "r" }] }],
	["unknown", { failures: [{ policy: ID, reason: "r" }] }],
	["unknown", { verdict: "undecided", failures: [{ reason: "the look-up failed" }] }],
	["unknown", { violations: [violation({ policy: "manifest/schema" })] }],
	["notApplicable", { notApplicable: [{ policy: ID, reason: "r" }] }],
	["notAsked", { asked: [] }],
])("%s: %j", (expected, given) => {
	expect(ecs4([asked(given)])).toEqual({ [expected]: 1 });
});

test("an object of which nobody knows what was asked has passed nothing", () => {
	expect(outcomesOf(decision())).toEqual([]);
	expect(ecs4([decision()])).toEqual({ notAsked: 1 });
});

test("it takes all of a control's policies to pass", () => {
	const other = { ...PRIVILEGED, id: "workload/other" };
	expect(ecs4([asked({})], { catalogue: [PRIVILEGED, other] })).toEqual({ notAsked: 1 });
	expect(ecs4([asked({ asked: [ID, other.id] })], { catalogue: [PRIVILEGED, other] })).toEqual({ passed: 1 });
});

test("objects of other kinds are none of a control's business", () => {
	expect(ecs4([asked({ kind: "Cluster", asked: [] }), asked({ kind: "File", verdict: "undecided", failures: [{ reason: "r" }] })])).toEqual(
		{},
	);
});

test("standards, their controls in people's order, and what nobody asked", () => {
	const rows = complianceOf(AUDITED).map(({ standard, controls }) => [standard.id, controls.map(({ control }) => control)]);
	expect(rows).toEqual([
		["securityhub", ["ECS.4", "ECS.5"]],
		["config", ["ECS_ECRIMAGE_CHECK"]],
		["fargate", ["size"]],
	]);
	const [table] = complianceTables(complianceOf(AUDITED, "securityhub"));
	expect(table?.text).toContain("2 controls: 1 failed, 0 unknown, 0 passed, 1 excused");
	expect(complianceOf(reportOf([audited({})], { policies: [] }))).toEqual([]);
});

test("NIST SP 800-53 is what a public pack maps, by its own rule", () => {
	const policy = { ...PRIVILEGED, references: ["cdk-nag/NIST.800.53.R5-ECSTaskDefinitionUserForHostMode"] };
	const [found] = complianceOf(reportOf([], { policies: [policy] }), "nist-800-53");
	expect(found?.controls.map(({ control }) => control)).toEqual(["ECSTaskDefinitionUserForHostMode"]);
});

test("JSON has it with --explain", () => {
	const explained = JSON.parse(jsonReport(AUDITED, { ...STYLE, explain: true, standard: "securityhub" }));
	expect(explained.compliance).toEqual([
		{
			standard: "securityhub",
			title: expect.any(String),
			controls: [expect.objectContaining({ control: "ECS.4", failed: 3, unknown: 2, passed: 2 }), expect.anything()],
		},
	]);
	expect(JSON.parse(jsonReport(AUDITED, STYLE))).not.toHaveProperty("compliance");
});
