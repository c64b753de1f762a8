import { describe, expect, test } from "vitest";
import { PERIOD } from "../../test/period.ts";
import type { Verification } from "../ledger/verification.ts";
import type { Period } from "./period.ts";
import { PERIOD_FORMATS, type PeriodFormatName } from "./period-formats.ts";

const STYLE = { color: false, width: 80, explain: false };
const told = (format: PeriodFormatName, changes: Partial<Period> = {}) => PERIOD_FORMATS[format]({ ...PERIOD, ...changes }, STYLE);

const VERIFICATION: Verification = {
	...{ since: PERIOD.since, until: PERIOD.until, accounts: ["111122223333"], decisions: 12_000, seals: 2_400, hoursVerified: 694 },
	problems: [{ kind: "removed", account: "111122223333", hour: "2026-11-28T07", uid: "u", message: "decision u was entered and is gone" }],
	problemCount: 1,
	...{ rolledUp: [], unsealed: [], beforeLedger: 0, anchors: [], heads: [] },
};

describe("the terminal", () => {
	test.each([80, 120])("in %d columns; only names that are longer stand out", (width) => {
		const lines = PERIOD_FORMATS.terminal(PERIOD, { ...STYLE, width }).split("\n");
		const long = lines.filter((line) => line.length > width).filter((line) => !/[0-9a-f]{64}$|assumed-role/.test(line));
		expect(long).toEqual([]);
	});

	test("what occurred, and nothing that did not", () => {
		const text = told("terminal");
		expect(text).toMatch(/^ {2}reverted +100 {2}had happened, and was undone$/m);
		expect(text).toContain("and 2 more policies; --format json has all");
		expect(text).not.toContain("workload/policy-10");
		expect(text).not.toContain("being prevented");
	});

	test("times: exact ones, and upper bounds that say so", () => {
		expect(told("terminal")).toMatch(/^ {2}cloudtrail-event {2}reverted +90 +3\.4 s +12 s +3 min 5 s$/m);
		expect(told("terminal")).toMatch(/^ {2}all points +reverted +10 +≤ 5 s +≤ 60 s +over 1 h$/m);
		expect(told("terminal")).toContain("upper bounds, from the seals of hours that are rolled up");
	});

	test("how complete it is, and what is missing", () => {
		expect(told("terminal")).toMatch(/^ {2}111122223333 {2}2026-11-29 00:59 +718 +24 {2}2 hours, 2026-11-29/m);
		expect(told("terminal")).toContain("3 records that the ledger names are not there");
		expect(told("csv")).toContain("\r\nseals,,missing,3\r\n");
		expect(told("terminal")).toMatch(/24 hours with 345 decisions are rolled up/);
	});

	test("a verification before all else", () => {
		expect(told("terminal", { verification: VERIFICATION })).toMatch(
			/\n\nVerification: NOT WHOLE: 1 problem\n[\s\S]*\nProblems\n[\s\S]*What followed/,
		);
		expect(told("terminal", { verification: { ...VERIFICATION, problems: [], problemCount: 0 } })).toContain("Verification: whole\n");
		const older = { ...VERIFICATION, problems: [], problemCount: 0, beforeLedger: 4, ledgerBegan: "2026-11-01T00:00:00.000Z" };
		expect(told("terminal", { verification: older })).toContain("Verification: whole, as far as it can be proved\n");
	});
});

describe("strangers' text is text", () => {
	test("in Markdown", () => {
		const text = told("markdown");
		expect(text.replace(/`[^`\n]*`|<code>[^<]*<\/code>/g, "")).not.toMatch(/[<@]/);
		const rows = text.split("\n").filter((line) => line.startsWith("| "));
		for (const row of rows) expect(row).toMatch(/^\| .* \|$/);
		expect(rows.find((row) => row.includes("AccessDenied"))?.split("|")).toHaveLength(5);
	});

	test("in HTML, which has no script and fetches nothing", () => {
		const text = told("html");
		expect(text).toContain("agent &lt;script&gt;");
		expect(text).not.toMatch(/<script|<b>|https?:\/\//);
		expect(text).toContain("default-src &#39;none&#39;");
	});

	test("in CSV, where it is no formula and no line of its own", () => {
		const lines = told("csv", { principals: [{ name: '=cmd|"x"\n', count: 3 }] }).split("\r\n");
		expect(lines[0]).toBe("section,name,figure,value");
		expect(lines).toContain(`principal,"'=cmd|""x"" ",denied,3`);
		expect(lines).toContain("seconds at most,all points reverted,p99,over 3600");
	});
});

test("JSON has all of it", () => {
	const { policies, delays, verification } = JSON.parse(told("json", { verification: VERIFICATION })) as Period;
	expect(policies).toEqual(PERIOD.policies);
	expect(delays[1]).toEqual({ ...PERIOD.delays[1], p99: null });
	expect(verification).toEqual(VERIFICATION);
});
