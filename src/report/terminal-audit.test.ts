import { expect, test } from "vitest";
import { AUDITED, audited, history } from "../../test/audited.ts";
import { reportOf, STYLE, violation } from "../../test/reported.ts";
import type { Report } from "./report.ts";
import { terminalReport, terminalSummary } from "./terminal.ts";

const { line: _, ...foundAt } = violation();
const text = terminalReport(AUDITED, STYLE);
const AUDIT = AUDITED.audit as NonNullable<Report["audit"]>;

test("the walk is told by figures, what is unread and what ends soon among them", () => {
	expect(text).toContain(`Audit of 111122223333, 444455556666 in eu-central-1, us-east-1
  walked              2026-11-29 02:28 to 2026-11-29 02:30 UTC
  judged              7 objects: 5 anew, 2 as remembered, their input being the
                      same
  missed              1 object that no event had told of, now on record
  not read            1 thing, of which nothing is known: no pass
  findings            0 opened since the audit began; in the whole store 11 open
                      (a week ago 11), 2 excused
  ends soon           exemption legacy from image/registry,
                      2026-12-05T00:00:00.000Z
8 objects: 3 denied, 2 undecided, 3 allowed`);
	expect(text.endsWith(terminalSummary(AUDITED, STYLE))).toBe(true);
});

test("that there was nothing unread and nothing missed is said, and what is not known is not", () => {
	const audit = { ...AUDIT, missed: 0, unread: 0, remembered: 0, expiring: [] };
	const whole = terminalReport(reportOf([], { audit }), STYLE);
	expect(whole).toContain("  judged              5 objects: 5 anew\n  missed              nothing: all was known before\n");
	expect(whole).toContain("  not read            nothing: all could be read\n");
	const unrecorded = terminalReport(reportOf([], { audit: { ...audit, trend: [] } }), STYLE);
	expect(unrecorded).toContain("  not read");
	for (const unknown of ["  missed", "  findings", "How to mend"]) expect(unrecorded).not.toContain(unknown);
});

test("what this audit opened is counted once a finding, and what has come back apart", () => {
	const fresh = (id: string, reopened = 0) => history({ id, firstSeen: AUDIT.finishedAt, reopened });
	const decisions = [
		audited({ verdict: "denied", violations: [{ ...foundAt, finding: fresh("a") }] }),
		audited({
			...{ kind: "Task", verdict: "denied" },
			violations: [
				{ ...foundAt, finding: fresh("a") },
				{ ...foundAt, finding: fresh("b", 1) },
				{ ...foundAt, finding: history() },
				{ ...foundAt, action: "exempted", exemption: "legacy", finding: fresh("c") },
			],
		}),
	];
	expect(terminalReport({ ...AUDITED, decisions }, STYLE)).toContain("2 opened since the audit began, 1 of them come back;");
});

test("since when and by whom: once for an object where it is the same, else where it differs", () => {
	const since = "2026-10-02, brought in by\n                      arn:aws:sts::111122223333:assumed-role/deploy/alice\n";
	expect(text).toContain(`/containerDefinitions/0/privileged\n  since               ${since}\n`);
	const both = [
		{ ...foundAt, finding: history() },
		{ ...foundAt, field: "/x", finding: history() },
	] as const;
	const other = { ...foundAt, field: "/y", finding: history({ firstSeen: "2026-11-01T00:00:00.000Z", introducedBy: "", reopened: 2 }) };
	const differing = terminalReport({ ...AUDITED, decisions: [audited({ violations: [...both, other] })] }, STYLE);
	expect(differing).toContain(`/x\n            since     ${since}`);
	expect(differing).toContain("/y\n            since     2026-11-01, come back 2 times\n");
	expect(differing.match(/since {2}/g)).toHaveLength(2);
});

test("how to mend is told once for each policy, what denies first, and of what is excused not at all", () => {
	expect(text).not.toContain("  fix  ");
	const [, mend = ""] = text.split("How to mend\n");
	expect(mend.split("Audit of")[0]).toBe(`  workload/privileged  critical, denies 3 objects
    Remove \`privileged\` & ask <security@example.com>.
  image/tag  medium, warns of 1 object
  image/digest  low, would find in dry run 1 object
    Remove \`privileged\` & ask <security@example.com>.

`);
});

test("two exemptions of one policy are told apart, each with its end", () => {
	const excused = (exemption: string) => ({
		...foundAt,
		action: "exempted" as const,
		exemption,
		exemptedUntil: "2026-12-05T00:00:00.000Z",
	});
	const told = terminalReport({ ...AUDITED, decisions: [audited({ violations: [excused("one"), excused("two")] })] }, STYLE);
	for (const name of ["one", "two"]) expect(told).toContain(`by ${name}, until 2026-12-05T00:00:00.000Z\n`);
});
