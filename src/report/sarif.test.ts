import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { decision, EVERYTHING, EVIL, PRIVILEGED, reportOf, STYLE, violation } from "../../test/reported.ts";
import type { Report } from "./report.ts";
import { artifactOf } from "./sarif/location.ts";
import { asMessage } from "./sarif/result.ts";
import { sarifReport } from "./sarif.ts";

const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const runOf = (report: Report) => JSON.parse(sarifReport(report, STYLE)).runs[0];
const fingerprints = (report: Report) => runOf(report).results.map((result: { partialFingerprints: object }) => result.partialFingerprints);

test.each([
	["everything", EVERYTHING],
	["everything, with a root and pages", { ...EVERYTHING, root: "/repo", policyPages: "https://example.com/policies/" }],
	["nothing", reportOf([])],
])("%s is valid by the official schema", (_, report) => {
	validate(JSON.parse(sarifReport(report, STYLE)));
	expect(validate.errors).toBeNull();
});

test("the schema that tests use does refuse", () => {
	const log = JSON.parse(sarifReport(EVERYTHING, STYLE));
	log.runs[0].results[0].level = "fatal";
	expect(validate(log)).toBe(false);
});

test("one rule per policy, with what a code-scanning page shows", () => {
	const { rules, informationUri } = runOf({ ...EVERYTHING, policyPages: "https://example.com/policies/" }).tool.driver;
	expect(informationUri).toBe("https://example.com/policies/");
	const ids = rules.map(({ id }: { id: string }) => id);
	expect(ids).toEqual([
		"a/a",
		"a/b",
		"image/digest",
		"image/latest-tag",
		"image/other",
		"image/registry",
		"manifest/schema",
		PRIVILEGED.id,
	]);
	expect(rules.at(-1)).toEqual({
		id: "workload/privileged",
		name: "WorkloadPrivileged",
		deprecatedIds: ["container/privileged"],
		shortDescription: { text: PRIVILEGED.title },
		fullDescription: { text: PRIVILEGED.description },
		help: {
			text: expect.stringContaining("How to mend: Remove"),
			markdown: expect.stringContaining("**How to mend.** Remove `privileged`"),
		},
		helpUri: "https://example.com/policies/workload/privileged.md",
		defaultConfiguration: { level: "error" },
		properties: {
			tags: ["security", "workload", "securityhub/ECS.4", "checkov/CKV_AWS_334"],
			"security-severity": "9.5",
			"problem.severity": "error",
			precision: "very-high",
			remediation: PRIVILEGED.remediation,
		},
	});
	expect(rules[0]).not.toHaveProperty("properties.remediation");
	const low = { ...PRIVILEGED, severity: "low" as const };
	expect(runOf(reportOf([], { policies: [low] })).tool.driver.rules[0].properties["problem.severity"]).toBe("recommendation");
});

describe("results", () => {
	const { results, invocations, tool } = runOf(EVERYTHING);

	test("levels follow the action", () => {
		const told = results
			.slice(0, 6)
			.map((result: { properties: { action: string }; level: string }) => [result.properties.action, result.level]);
		expect(told).toEqual([
			["deny", "error"],
			["deny", "error"],
			["warn", "warning"],
			["dryrun", "note"],
			["exempted", "error"],
			["exempted", "note"],
		]);
	});

	test("each points at its rule, its file and line, and its field", () => {
		for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
		expect(results[0].message.text).toBe("TaskDefinition web: container app is privileged");
		expect(results[0].locations).toEqual([
			{
				physicalLocation: { artifactLocation: { uri: "deploy/web.json", uriBaseId: "%SRCROOT%" }, region: { startLine: 12 } },
				logicalLocations: [{ fullyQualifiedName: "TaskDefinition web/containerDefinitions/0/privileged", name: "privileged" }],
			},
		]);
	});

	test("exempted is suppressed, and says by whom and until when", () => {
		expect(results[4].suppressions).toEqual([
			{ kind: "external", status: "accepted", justification: "legacy: OPS-1, approved by sec@example.com, until 2027-01-31T00:00:00Z" },
		]);
		expect(results[5].suppressions[0].justification).toBe("expired-list");
		expect(results[0]).not.toHaveProperty("suppressions");
	});

	test("unknown is open, and open has no level", () => {
		expect(results[6]).toMatchObject({ ruleId: "a/a", kind: "open", level: "none" });
		expect(results[6].locations[0].physicalLocation.region).toEqual({ startLine: 7 });
		expect(results[6].message.text).toContain("known at deploy time only (Ref Image)");
	});

	test("undecided is no successful run, and says why", () => {
		const [{ executionSuccessful, toolExecutionNotifications: told }] = invocations;
		expect(executionSuccessful).toBe(false);
		expect(told.slice(0, 2)).toMatchObject([
			{ level: "warning", message: { text: "TaskDefinition web: a/b: it ran too long" }, associatedRule: { id: "a/b" } },
			{ level: "error", message: { text: "File bad.json: empty" } },
		]);
		expect(runOf(reportOf([decision()])).invocations).toEqual([{ executionSuccessful: true }]);
	});

	test("what ECS described has no file", () => {
		const arn = "arn:aws:ecs:eu-central-1:111122223333:service/main/web";
		const [result] = runOf(reportOf([decision({ source: arn, violations: [violation()] })])).results;
		expect(result.locations[0]).not.toHaveProperty("physicalLocation");
	});
});

describe("fingerprints", () => {
	const one = reportOf([decision({ violations: [violation()] })]);
	test("stay when lines and positions move, and differ by policy, container, object and file", () => {
		const moved = violation({ line: 99, field: "/containerDefinitions/7/privileged" });
		expect(fingerprints(reportOf([decision({ line: 40, violations: [moved] })]))).toEqual(fingerprints(one));
		for (const other of [
			decision({ violations: [violation({ policy: "a/a" })] }),
			decision({ violations: [violation({ message: "container other is privileged" })] }),
			decision({ name: "api", violations: [violation()] }),
			decision({ source: "other.json", violations: [violation()] }),
		]) {
			expect(fingerprints(reportOf([other]))).not.toEqual(fingerprints(one));
		}
	});

	test("are never the same twice in a run", () => {
		const twins = fingerprints(reportOf([decision({ violations: [violation(), violation()] })]));
		expect(new Set(twins.map((each: object) => JSON.stringify(each))).size).toBe(2);
	});
});

test.each([
	["deploy/web.json", "/repo", "deploy/web.json"],
	["./deploy/../deploy/a b#%.json", "/repo", "deploy/a%20b%23%25.json"],
	["/repo/deploy/web.json", "/repo", "deploy/web.json"],
	["<stdin>", "/repo", "%3Cstdin%3E"],
	["deploy/ü.json", undefined, "deploy/%C3%BC.json"],
])("%s under %s is %s", (source, root, uri) => {
	expect(artifactOf(source, root)).toEqual({ uri, uriBaseId: "%SRCROOT%" });
});

test.each([
	["/elsewhere/web.json", "/repo", "file:///elsewhere/web.json"],
	["../web.json", "/repo/a", "file:///repo/web.json"],
	["/elsewhere/web.json", undefined, "file:///elsewhere/web.json"],
])("%s is outside of %s", (source, root, uri) => {
	expect(artifactOf(source, root)).toEqual({ uri });
});

test("a stranger's text is no placeholder, no link and no terminal escape", () => {
	expect(asMessage("a {0} {name} [x](y)\nb")).toBe("a {{0}} {name} [x] (y) b");
	const text = sarifReport(EVERYTHING, STYLE);
	expect(EVIL).toContain("\u009b");
	for (const obeyed of ["\u001b", "\u0007", "\u009b", "\r"]) expect(text).not.toContain(obeyed);
});

test("what an audit found is told by its ARN: two revisions of one family are two places", () => {
	const arns = [1, 2].map((revision) => `arn:aws:ecs:eu-central-1:111122223333:task-definition/web:${revision}`);
	const { line: _, ...found } = violation();
	const { results } = runOf(reportOf(arns.map((source) => decision({ source, verdict: "denied", violations: [found] }))));
	const names = results.map(({ locations }: { locations: { logicalLocations: { fullyQualifiedName: string }[] }[] }) => {
		return locations[0]?.logicalLocations[0]?.fullyQualifiedName;
	});
	expect(names).toEqual(arns.map((arn) => `TaskDefinition ${arn}/containerDefinitions/0/privileged`));
});
