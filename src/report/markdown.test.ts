import { describe, expect, test } from "vitest";
import { AUDITED } from "../../test/audited.ts";
import { decision, EVERYTHING, EVIL, reportOf, STYLE, violation } from "../../test/reported.ts";
import { markdownReport } from "./markdown.ts";

const text = markdownReport(EVERYTHING, STYLE);

test("the figures first, the worst verdict in the heading", () => {
	expect(text.split("\n").slice(0, 5)).toEqual([
		"## ❓ Taskgate: 1 object undecided",
		"",
		"| objects | denied | undecided | allowed | violations | warnings | exempted | unknown | files skipped |",
		"| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
		"| 7 | 3 | 1 | 3 | 4 | 1 | 2 | 3 | 3 |",
	]);
	expect(markdownReport(reportOf([decision()]), STYLE)).toMatch(/^## ✅ Taskgate: everything allowed\n/);
	expect(markdownReport(reportOf([decision({ verdict: "denied", violations: [violation()] })]), STYLE)).toMatch(
		/^## ❌ Taskgate: 1 object denied\n/,
	);
});

test("of an audit what was judged, missed and not read, below the figures", () => {
	expect(text).not.toContain("- Judged: ");
	expect(markdownReport(AUDITED, STYLE)).toMatch(
		/\|\n\n- Judged: .+\n- Missed by events: .+\n- Not read: \d+ things?, .+\n- Findings: .+\n\n### /,
	);
});

describe("findings, file by file", () => {
	test("with severity, policy, line, field and one remedy per policy", () => {
		expect(text).toContain("### `deploy/web.json`\n\n#### ❌ denied TaskDefinition `web`\n");
		expect(text).toContain(
			"| deny | critical | `workload/privileged` | 12 | `container app is privileged`<br>`/containerDefinitions/0/privileged` |\n",
		);
		expect(text).toContain("<br>by `legacy` |\n");
		expect(text).toContain("| failed |  | `a/b` |  | `it ran too long` |\n");
		expect(text.match(/- `workload\/privileged`: Remove `privileged` &amp; ask &lt;security@\u200bexample.com>\.\n/g)).toHaveLength(3);
		expect(text).toContain("#### ❌ denied TaskDefinition `(without a name)`");
		expect(text).toContain("| deny | critical | `workload/privileged` |  | `container app is privileged` |\n");
	});

	test("unknown values once per reason, and files without findings not at all", () => {
		expect(text).toContain("| unknown |  | `a/a`<br>`a/b` |  | `Ref Image` |\n");
		expect(text).not.toContain("arn:aws");
	});

	test("linked to the policies' pages where they are known", () => {
		const linked = markdownReport({ ...EVERYTHING, policyPages: "https://example.com/policies/" }, STYLE);
		expect(linked).toContain("[`workload/privileged`](https://example.com/policies/workload/privileged.md)");
	});
});

test("nothing that an object says is markup, a mention or a table cell", () => {
	const given = reportOf([
		decision({ source: EVIL, name: EVIL, verdict: "denied", violations: [violation({ message: EVIL, field: "" })] }),
	]);
	const evil = markdownReport(given, STYLE);
	for (const line of evil.split("\n").filter((each) => each.startsWith("| deny"))) expect(line.split("|")).toHaveLength(7);
	for (const obeyed of ["<script", "@octocat", "](javascript", "\u001b", "\u009b", "\u202e", "\n::error"])
		expect(evil).not.toContain(obeyed);
	expect(evil).toContain("<code>&#92;u001b");
});

test("cut at what a GitHub comment takes, and it says how much is missing", () => {
	const many = Array.from({ length: 800 }, (_, i) =>
		decision({ name: `web-${i}`, source: `deploy/${i % 400}.json`, verdict: "denied", violations: [violation()] }),
	);
	const cut = markdownReport(reportOf(many), STYLE);
	expect(cut.length).toBeLessThanOrEqual(65_536);
	expect(cut.length).toBeGreaterThan(64_000);
	const told = cut.match(/^#### /gm)?.length ?? 0;
	expect(cut).toContain(`**Cut:** ${800 - told} more objects with findings did not fit into the 65,536 characters`);
	expect(cut).toContain("| 800 | 800 | 0 | 0 | 800 |");
});
