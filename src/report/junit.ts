/**
 * JUnit XML as Jenkins, GitLab and GitHub's renderers read it: one suite per file, one case per object and policy that found something,
 * one passing case for an object in which nothing was found.
 * deny is a failure, what could not be judged an error, an unknown value skipped; warn, dryrun and exempted pass and say so in their output.
 */
import { bySource, type Format, type ReportedDecision, type ReportedViolation } from "./report.ts";
import { plain } from "./text.ts";
import { xmlEntities } from "./xml.ts";

interface Case {
	readonly classname: string;
	readonly name: string;
	readonly outcome: "passed" | "failure" | "error" | "skipped";
	/** One line. */
	readonly message: string;
	/** Lines. */
	readonly body: readonly string[];
}

export const junitReport: Format = ({ decisions }) => {
	const suites = [...bySource(decisions)].map(([source, of]) => ({ source, cases: numbered(of.flatMap(casesOf)) }));
	const all = suites.flatMap(({ cases }) => cases);
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites name="taskgate" ${counts(all)} time="0">`,
		...suites.flatMap(({ source, cases }) => [
			`  <testsuite name="${xml(source)}" ${counts(cases)} skipped="${count(cases, "skipped")}" time="0">`,
			...cases.map(element),
			"  </testsuite>",
		]),
		"</testsuites>",
		"",
	].join("\n");
};

function casesOf(decision: ReportedDecision): readonly Case[] {
	const { kind, name, failures, unknown, source } = decision;
	const classname = `${kind}.${name || "(without a name)"}`;
	const cases: Case[] = [
		...[...Map.groupBy(decision.violations, ({ policy }) => policy)].map(([policy, of]) => violationCase(classname, policy, of, source)),
		...failures.map(({ policy, reason }) => ({
			...{ classname, name: policy ?? "could not be judged", message: reason, body: [reason] },
			outcome: decision.verdict === "undecided" ? ("error" as const) : ("passed" as const),
		})),
		...[...Map.groupBy(unknown, ({ policy }) => policy)].map(([policy, of]) => {
			const reasons = [...new Set(of.map(({ reason }) => reason))].join("; ");
			return { classname, name: policy, outcome: "skipped" as const, message: `unknown before deployment: ${reasons}`, body: [] };
		}),
	];
	return cases.length > 0 ? cases : [{ classname, name: decision.verdict, outcome: "passed", message: "", body: [] }];
}

/** All that one policy found in one object: a failure if any of it denies. */
function violationCase(classname: string, policy: string, found: readonly ReportedViolation[], source: string): Case {
	const denied = found.filter(({ action }) => action === "deny");
	const told = denied.length > 0 ? denied : found;
	const lines = found.flatMap(({ action, severity, message, field, line, exemption }) => {
		const place = `${source}${line === undefined ? "" : `:${line}`}${field === undefined ? "" : ` ${field}`}`;
		return [`${action} (${severity}): ${message}`, `  ${place}`, ...(exemption === undefined ? [] : [`  exempted by ${exemption}`])];
	});
	const remedies = [...new Set(found.map(({ remediation }) => remediation))].filter((remediation) => remediation !== "");
	return {
		classname,
		name: policy,
		outcome: denied.length > 0 ? "failure" : "passed",
		message: [...new Set(told.map(({ message }) => message))].join("; "),
		body: [...lines, ...remedies.map((remediation) => `How to mend: ${remediation}`)],
	};
}

/** Two objects of one name in one file: their cases are told apart, or a CI would take the second for a repetition of the first. */
function numbered(cases: readonly Case[]): readonly Case[] {
	const seen = new Map<string, number>();
	return cases.map((one) => {
		const key = `${one.classname}\n${one.name}`;
		const times = (seen.get(key) ?? 0) + 1;
		seen.set(key, times);
		return times === 1 ? one : { ...one, name: `${one.name} (${times})` };
	});
}

function element({ classname, name, outcome, message, body }: Case): string {
	const open = `    <testcase classname="${xml(classname)}" name="${xml(name)}" time="0"`;
	if (outcome === "skipped") return `${open}><skipped>${xml(message)}</skipped></testcase>`;
	if (outcome === "passed") return body.length === 0 ? `${open}/>` : `${open}><system-out>${xmlLines(body)}</system-out></testcase>`;
	return `${open}><${outcome} type="${xml(name)}" message="${xml(message)}">${xmlLines(body)}</${outcome}></testcase>`;
}

function counts(cases: readonly Case[]): string {
	return `tests="${cases.length}" failures="${count(cases, "failure")}" errors="${count(cases, "error")}"`;
}

function count(cases: readonly Case[], outcome: Case["outcome"]): number {
	return cases.filter((one) => one.outcome === outcome).length;
}

/** One line of text or an attribute's value; what XML has no place for is shown as an escape. */
function xml(text: string): string {
	return xmlEntities(plain(text));
}

/** Each with the indent that `plain` would fold away. */
function xmlLines(lines: readonly string[]): string {
	return lines.map((line) => `${" ".repeat(line.length - line.trimStart().length)}${xml(line.trimStart())}`).join("\n");
}
