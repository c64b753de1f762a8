/** A test run for other programs: JSON, and JUnit's XML as CI servers read it. Pure. */
import type { TriedTest } from "../rego/authoring-protocol.ts";
import { jsonText } from "../report/text.ts";
import { xmlEntities } from "../report/xml.ts";
import { passed, type TestRun } from "./test-run.ts";

export function jsonTests(run: TestRun, shown: Readonly<Record<string, string>>): string {
	const named = (path: string) => shown[path] ?? path;
	const tests = run.tests.map(({ failedAt, errors, ...test }) => ({
		...test,
		file: named(test.file),
		...(failedAt === undefined ? {} : { failedAt: { ...failedAt, file: named(failedAt.file) } }),
		...(errors === undefined ? {} : { errors: errors.map((error) => ({ ...error, file: named(error.file) })) }),
	}));
	const count = (wanted: TriedTest["outcome"]) => tests.filter(({ outcome }) => outcome === wanted).length;
	const summary = { passed: count("pass"), failed: count("fail"), errors: count("error"), skipped: count("skip"), ok: passed(run) };
	const { parity, coverage, seconds } = run;
	return jsonText({ tests, parity, ...(coverage === undefined ? {} : { coverage }), seconds, summary });
}

export function junitTests(run: TestRun, shown: Readonly<Record<string, string>>): string {
	const suites = [...Map.groupBy(run.tests, ({ file }) => file)].map(([file, tests]) => suite(shown[file] ?? file, tests));
	const parity = run.parity.differences.map(({ entrypoint, opa, wasm }) =>
		element(
			"testcase",
			{ classname: entrypoint, name: "WASM answers as OPA" },
			element("failure", { message: `OPA ${opa}, WASM ${wasm}` }),
		),
	);
	const last = element("testsuite", { name: "parity", tests: parity.length, failures: parity.length }, parity.join(""));
	return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", {}, [...suites, ...(parity.length > 0 ? [last] : [])].join(""))}\n`;
}

function suite(file: string, tests: readonly TriedTest[]): string {
	const count = (wanted: TriedTest["outcome"]) => tests.filter(({ outcome }) => outcome === wanted).length;
	const time = tests.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(6);
	const counts = { tests: tests.length, failures: count("fail"), errors: count("error"), skipped: count("skip") };
	return element("testsuite", { name: file, ...counts, time }, tests.map((test) => testcase(file, test)).join(""));
}

function testcase(file: string, { package: classname, name, seconds, outcome, failedAt, errors, output }: TriedTest): string {
	const place = failedAt === undefined ? "" : `${file}:${failedAt.row}\n${failedAt.text}`;
	const what = {
		pass: "",
		skip: element("skipped", {}),
		fail: element("failure", { message: "the test is not true" }, escaped(place)),
		error: element("error", { message: errors?.[0]?.message ?? "" }),
	}[outcome];
	const said = output === undefined ? "" : element("system-out", {}, escaped(output));
	return element("testcase", { classname, name, file, time: seconds.toFixed(6) }, what + said);
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, content = ""): string {
	const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
	return content === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${content}</${name}>`;
}

/** XML 1.0 has no way to say most control characters. */
function escaped(text: string): string {
	return xmlEntities(text.replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu, "\ufffd"));
}
