/** OCSF, ASFF and OpenReports: that they say the same, and never a pass of what nobody knows. Their schemas are held in test/contract. */
import { describe, expect, test } from "vitest";
import { AUDITED, audited, history, MANY } from "../../test/audited.ts";
import { decision, PRIVILEGED, reportOf, STYLE, violation } from "../../test/reported.ts";
import { asffReport } from "./asff.ts";
import { judgementsOf, shortened } from "./judgement.ts";
import { ocsfReport } from "./ocsf.ts";
import { openreportsReport } from "./openreports.ts";
import type { Report, ReportedDecision } from "./report.ts";

const ID = PRIVILEGED.id;
const said = (report: Report) => ({
	ocsf: JSON.parse(ocsfReport(report, STYLE)).map((event: { compliance: { status: string } }) => event.compliance.status),
	asff: JSON.parse(asffReport(report, STYLE)).Findings.map((one: { Compliance: { Status: string } }) => one.Compliance.Status),
	openreports: JSON.parse(openreportsReport(report, STYLE)).items.flatMap((item: { results: { result: string }[] }) =>
		item.results.map(({ result }) => result),
	),
});
const of = (given: Partial<ReportedDecision>) => said(reportOf([audited({ asked: [ID], ...given })]));

test.each<[string, string, string, string, Partial<ReportedDecision>]>([
	["passed", "Pass", "PASSED", "pass", {}],
	["denied", "Fail", "FAILED", "fail", { violations: [violation()] }],
	["warned of", "Fail", "FAILED", "warn", { violations: [violation({ action: "warn" })] }],
	["exempted", "Fail", "FAILED", "skip", { violations: [violation({ action: "exempted", exemption: "x" })] }],
	["masked", "Unknown", "WARNING", "error", { unknown: [{ policy: ID, field: "/x", message: "m", reason: "masked" }] }],
	["failed to judge", "Unknown", "NOT_AVAILABLE", "error", { failures: [{ policy: ID, reason: "r" }] }],
	["not read", "Unknown", "NOT_AVAILABLE", "error", { verdict: "undecided", failures: [{ reason: "AccessDenied" }] }],
	["not applicable", "Not applicable", "NOT_AVAILABLE", "skip", { notApplicable: [{ policy: ID, reason: "r" }] }],
])("%s: %s, %s, %s", (_, ocsf, asff, openreports, given) => {
	expect(of(given)).toEqual({ ocsf: [ocsf], asff: [asff], openreports: [openreports] });
});

describe("ASFF", () => {
	const findings = (report: Report) => JSON.parse(asffReport(report, STYLE)).Findings;

	test("the id stays when a failed check passes, and is another for another policy or object", () => {
		const id = (given: Partial<ReportedDecision>) => findings(reportOf([audited({ asked: [ID], ...given })]))[0].Id;
		expect(id({})).toBe(id({ verdict: "denied", violations: [violation({ finding: history() })] }));
		expect(id({})).not.toBe(id({ name: "other" }));
		expect(id({})).not.toBe(id({ asked: ["a/b"] }));
		expect(new Set(findings(AUDITED).map(({ Id }: { Id: string }) => Id)).size).toBe(findings(AUDITED).length);
	});

	test("takes its times from the finding's history, its place from the object, and suppresses what is excused", () => {
		const [found] = findings(reportOf([audited({ asked: [], violations: [violation({ finding: history() })] })]));
		expect(found).toMatchObject({
			...{ FirstObservedAt: "2026-10-02T08:15:00.000Z", CreatedAt: "2026-10-02T08:15:00.000Z", UpdatedAt: "2026-11-29T02:30:00.000Z" },
			ProductArn: "arn:aws:securityhub:eu-central-1:111122223333:product/111122223333/default",
			GeneratorId: "taskgate/workload/privileged",
			Severity: { Label: "CRITICAL" },
			Workflow: { Status: "NEW" },
			Compliance: { SecurityControlId: "ECS.4", RelatedRequirements: PRIVILEGED.references },
			Resources: [{ Type: "AwsEcsTaskDefinition", Id: "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:3" }],
		});
		const excused = findings(AUDITED).find(
			(one: { ProductFields: Record<string, string> }) => one.ProductFields["taskgate/Exemption"] === "legacy",
		);
		expect(excused).toMatchObject({
			Workflow: { Status: "SUPPRESSED" },
			ProductFields: { "taskgate/ExemptionUntil": "2026-12-05T00:00:00.000Z" },
		});
	});

	test("is written in the partition of its Region", () => {
		const china = decision({ account: "111122223333", region: "cn-north-1", asked: [ID] });
		expect(findings(reportOf([china]))[0].ProductArn).toMatch(/^arn:aws-cn:securityhub:cn-north-1:/);
	});

	test("a file that cannot be read is of the one place that the report is about; without any, the format says what it lacks", () => {
		const file = decision({ kind: "File", source: "bad.json", verdict: "undecided", failures: [{ reason: "empty" }] });
		expect(findings(reportOf([audited({}), file])).at(-1)).toMatchObject({
			AwsAccountId: "111122223333",
			Compliance: { Status: "NOT_AVAILABLE" },
		});
		expect(() => asffReport(reportOf([file]), STYLE)).toThrow("bad.json does not say its account and Region; give --account and --region");
		const { at: _, ...timeless } = reportOf([audited({})]);
		expect(() => asffReport(timeless, STYLE)).toThrow("when it was judged");
	});
});

test("OCSF says where, since when, and by which constraint", () => {
	const [event] = JSON.parse(
		ocsfReport(reportOf([audited({ asked: [], cluster: "main", violations: [violation({ finding: history() })] })]), STYLE),
	);
	expect(event).toMatchObject({
		...{ class_uid: 2003, type_uid: 200302, severity: "Critical" },
		cloud: { provider: "AWS", account: { uid: "111122223333" }, region: "eu-central-1", cloud_partition: "aws" },
		finding_info: { first_seen_time: Date.parse("2026-10-02T08:15:00.000Z") },
		resources: [{ namespace: "main", type: "AWS::ECS::TaskDefinition" }],
		evidences: [{ data: { violations: [{ field: "/containerDefinitions/0/privileged", action: "deny", constraint: "no-privileged" }] } }],
	});
});

test("OpenReports: a report by account and Region, of 500 results at most", () => {
	const items = (report: Report) => JSON.parse(openreportsReport(report, STYLE)).items;
	expect(items(AUDITED).map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual([
		"taskgate-111122223333-eu-central-1",
		"taskgate-444455556666-us-east-1",
	]);
	const many = items({ ...MANY, decisions: MANY.decisions.slice(0, 400) });
	expect(many.map((item: { results: unknown[] }) => item.results.length)).toEqual([500, 500, 200]);
	expect(many[2].metadata.name).toBe("taskgate-111122223333-eu-central-1-3");
});

test("of more judgements than a document holds, what has passed is left out, and nothing else", () => {
	const all = judgementsOf(AUDITED).filter(({ outcome }) => outcome.word !== "passed");
	expect(all.length).toBeGreaterThan(0);
	expect(judgementsOf(AUDITED, 3).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
});

test("two objects of one name in one place have ids of their own", () => {
	const [a, b] = judgementsOf(reportOf([audited({ asked: [ID] }), audited({ asked: [ID] })]));
	expect(a?.id).not.toBe(b?.id);
});

test("text is cut between characters", () => {
	expect(shortened("abcd", 4)).toBe("abcd");
	expect(shortened("abcde", 4)).toBe("abc…");
	expect(shortened("ab😀de", 4)).toBe("ab…");
});
