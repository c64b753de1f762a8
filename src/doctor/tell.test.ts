import { expect, test } from "vitest";
import { WHERE } from "../../test/doctor-patient.ts";
import { refusedTo } from "./caller.ts";
import type { Finding } from "./run.ts";
import { aws, Raw, word } from "./shell.ts";
import { doctorJson, doctorTerminal } from "./tell.ts";

const FINDINGS: readonly Finding[] = [
	{ check: "trail", status: "ok", seen: "trail all logs", why: "w", mend: [], subjects: ["arn:a"] },
	{
		check: "rules",
		status: "problem",
		seen: `the rule \u001b[31mX is disabled`,
		why: "nothing is heard",
		mend: [`aws ${"x".repeat(90)}`],
		subjects: [],
	},
	{ check: "scp", status: "unknown", seen: "refused", why: "w", mend: [], subjects: [], denied: "organizations:ListParents" },
];

test("on a terminal: no colour unless wanted, nothing that it would obey, no line too long but a command", () => {
	const text = doctorTerminal({ where: WHERE, stack: "Taskgate", findings: FINDINGS }, { color: false, width: 60 });
	expect(text).toMatch(
		/^taskgate doctor · account 111122223333 · eu-central-1 ·\nstack|^taskgate doctor · account 111122223333 · eu-central-1 · stack/,
	);
	expect(text).not.toContain("\u001b");
	expect(text.split("\n").filter((line) => line.length > 60)).toEqual([`    $ aws ${"x".repeat(90)}`]);
	expect(text).toMatch(/1 problem · 1 unknown · 1 ok · 0 not here\n$/);
	expect(doctorTerminal({ where: WHERE, stack: undefined, findings: FINDINGS }, { color: true, width: 60 })).toContain(
		"\u001b[31m✖ problem",
	);
});
test("for machines: the same, whole", () => {
	expect(JSON.parse(doctorJson({ where: WHERE, stack: undefined, findings: FINDINGS }))).toEqual({
		...{ account: "111122223333", region: "eu-central-1", stack: null, checks: FINDINGS },
		summary: { ok: 1, problem: 1, unknown: 1, notApplicable: 0 },
	});
});

test.each([
	["arn:aws:sts::111122223333:assumed-role/auditor/session", "aws iam put-role-policy --role-name auditor "],
	["arn:aws:iam::111122223333:user/people/ada", "aws iam put-user-policy --user-name ada "],
	["arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Audit_4c1d/ada", undefined],
	["arn:aws:iam::111122223333:root", undefined],
])("what %s was refused, and the policy that would do", (caller, command) => {
	const [found] = refusedTo(caller, FINDINGS, WHERE);
	expect(found).toMatchObject({ check: "permissions", status: "unknown", subjects: ["organizations:ListParents"] });
	expect(found?.mend[0]?.slice(0, command?.length)).toBe(command);
	expect(refusedTo(caller, FINDINGS.slice(0, 2), WHERE)).toEqual([]);
});

test("words for a shell", () => {
	expect([word("a-b/c:d"), word("it's"), word("*"), word("")]).toEqual(["a-b/c:d", "'it'\\''s'", "'*'", "''"]);
	expect(aws("x y", { name: "a b", on: true, list: [1], raw: new Raw("$(z)") }, { region: "r" })).toBe(
		"aws x y --name 'a b' --on --list '[1]' --raw $(z) --region r",
	);
});
