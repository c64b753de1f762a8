import { describe, expect, test } from "vitest";
import { decision, violation as reportedViolation, STYLE } from "../../test/reported.ts";
import { jsonReport } from "./json.ts";
import type { Report, ReportedDecision, ReportedViolation } from "./report.ts";
import { terminalReport } from "./terminal.ts";

const violation = (given: Partial<ReportedViolation>): ReportedViolation =>
	reportedViolation({
		remediation: "Remove `privileged`, and add the single capability that the process needs, if it needs one at all.",
		...given,
	});
const report = (...decisions: ReportedDecision[]): Report => ({ decisions, skipped: 3, exemptions: [], policies: [] });

const DENIED = decision({
	verdict: "denied",
	violations: [
		violation({}),
		violation({ message: "container sidecar is privileged", field: "/containerDefinitions/1/privileged", line: 30 }),
		violation({
			policy: "workload/read-only-root",
			severity: "medium",
			action: "warn",
			message: "container app can write",
			remediation: "Set it.",
		}),
		violation({ policy: "image/registry", severity: "high", action: "exempted", message: "from elsewhere", exemption: "legacy" }),
	],
});

describe("terminalReport", () => {
	test("an allowed object is one line", () => {
		expect(terminalReport(report(decision({})), STYLE)).toBe(
			"✔ allowed   TaskDefinition web  deploy/web.json:1\n1 object: 0 denied, 1 allowed · 3 files skipped\n",
		);
	});

	test("what is wrong, where, and how to mend it once per policy", () => {
		expect(terminalReport(report(DENIED), STYLE)).toBe(`✖ denied    TaskDefinition web  deploy/web.json:1
  deny      critical  workload/privileged
            line 12   container app is privileged
                      /containerDefinitions/0/privileged
            line 30   container sidecar is privileged
                      /containerDefinitions/1/privileged
            fix       Remove \`privileged\`, and add the single capability that
                      the process needs, if it needs one at all.
  warn      medium    workload/read-only-root
            line 12   container app can write
                      /containerDefinitions/0/privileged
            fix       Set it.
  exempted  high      image/registry
            line 12   from elsewhere
                      /containerDefinitions/0/privileged
            exempted  by legacy

1 object: 1 denied, 0 allowed · 2 violations · 1 warning · 1 exempted · 3 files skipped
`);
	});

	test("unknown and not applicable, one line for each reason", () => {
		const reason = "task definition web:3 is not looked up";
		const unseen = (policy: string) => ({ policy, field: "/context/taskDefinition/x", message: "m", reason });
		const given = decision({
			kind: "Task",
			unknown: [unseen("a/a"), unseen("a/b"), unseen("a/b")],
			notApplicable: [{ policy: "a/c", reason: "Windows containers" }],
		});
		const unknown = "  ? 2 policies could not see everything: task definition web:3 is not looked up";
		expect(terminalReport(report(given, { ...given }), STYLE)).toContain(
			`${unknown}\n\n– 1 policy did not apply to 2 objects: Windows containers (a/c)\n2 objects`,
		);
		expect(terminalReport(report({ ...given, unknown: [] }), STYLE)).toContain("web.json:1\n\n– 1 policy did not apply to 1 object");
		expect(terminalReport(report(given), { ...STYLE, explain: true })).toContain(
			"(a/a, a/b)\n  – 1 policy did not apply: Windows containers (a/c)\n\n1 object",
		);
	});

	test("a file that cannot be read is undecided, with the reason", () => {
		const given = decision({
			kind: "File",
			name: "bad.json",
			source: "deploy/bad.json",
			verdict: "undecided",
			failures: [{ reason: "empty" }],
		});
		expect(terminalReport(report(given), STYLE)).toContain(
			"? undecided File bad.json  deploy/bad.json:1\n  failed              empty\n\n1 object: 0 denied, 1 undecided",
		);
	});

	test("what follows from a field of the wrong type is told in one line", () => {
		const schema = violation({
			policy: "manifest/schema",
			message: "containerDefinitions must be an array",
			field: "/containerDefinitions",
			remediation: "",
		});
		const given = decision({
			verdict: "denied",
			violations: [schema, violation({}), violation({ policy: "a/a", field: "/networkMode", remediation: "" })],
		});
		const text = terminalReport(report(given), STYLE);
		expect(text).toContain("  ? 1 policy could not read what has the wrong type either (workload/privileged)\n");
		expect(text).not.toContain("container app is privileged\n                      /containerDefinitions/0/privileged");
		expect(text).toContain("critical  a/a\n");
	});

	test("explained: look-ups, the exemption and the constraints that did not apply", () => {
		const exemption = {
			name: "legacy",
			policy: "image/registry",
			match: {},
			reason: "OPS-1",
			approvedBy: "sec",
			expiresAt: "2027-01-31T00:00:00Z",
		};
		const excluded = ["x", "y"].map((constraint) => ({ constraint, policy: "a/a", reason: "clusters: sandbox is excluded" }));
		const skipped = [...excluded, { constraint: "z", policy: "a/b", reason: "kind: the policy judges Cluster, not Task" }];
		const given = { ...DENIED, explanation: { skipped, lookedUp: ["task definition: taken from what was given"] } };
		const text = terminalReport({ ...report(given), exemptions: [exemption] }, { ...STYLE, explain: true });
		expect(text).toContain("  look-up             task definition: taken from what was given\n");
		expect(text).toContain("  exemption           legacy: OPS-1, approved by sec, until 2027-01-31T00:00:00Z\n");
		expect(text).toContain("  skipped             clusters: sandbox is excluded: x, y\n");
		expect(text).toContain("  skipped             1 constraint about objects of other kinds\n");
	});

	test("fits the width, and obeys nothing that an object says", () => {
		const evil = "\u001b[31mred\u0007 \u202etxt\r\nnext";
		const text = terminalReport(
			report({ ...DENIED, name: evil, violations: [violation({ message: `${evil} ${"word ".repeat(40)}` })] }),
			STYLE,
		);
		expect(text).toContain("\\u001b[31mred\\u0007 \\u202etxt next");
		for (const obeyed of ["\u001b", "\u0007", "\r", "\u202e"]) expect(text).not.toContain(obeyed);
		expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
	});

	test("colours only when asked for", () => {
		expect(terminalReport(report(DENIED), { ...STYLE, color: true })).toContain("\u001b[31m✖ denied");
		expect(terminalReport(report(DENIED), STYLE)).not.toContain("\u001b");
	});
});

describe("jsonReport", () => {
	test("has exactly the documented members", () => {
		const unknown = [{ policy: "a/a", field: "/image", message: "m", reason: "Ref Image" }];
		const given = { ...DENIED, violations: [violation({})], unknown, failures: [{ policy: "a/b", constraint: "c", reason: "broke" }] };
		expect(JSON.parse(jsonReport(report(given), STYLE))).toEqual({
			decisions: [
				{
					source: "deploy/web.json",
					kind: "TaskDefinition",
					name: "web",
					verdict: "denied",
					violations: [
						{
							policy: "workload/privileged",
							severity: "critical",
							action: "deny",
							message: "container app is privileged",
							field: "/containerDefinitions/0/privileged",
							line: 12,
						},
					],
					failures: [{ policy: "a/b", reason: "broke" }],
					unknown: [{ policy: "a/a", field: "/image" }],
					notApplicable: [],
				},
			],
			summary: { allowed: 0, denied: 1, undecided: 0, unknown: 1, skipped: 3 },
		});
	});

	test("explained, it has more and changes nothing", () => {
		const plain = JSON.parse(jsonReport(report(DENIED), STYLE)).decisions[0];
		const { explanation, ...rest } = JSON.parse(jsonReport(report(DENIED), { ...STYLE, explain: true })).decisions[0];
		expect(rest).toEqual(plain);
		expect(explanation).toEqual({ skipped: [], lookedUp: [], exemptions: [] });
	});
});
