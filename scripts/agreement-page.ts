/** docs/policies/agreement.md: where the library and other tools' labelled cases agree, and how often each policy speaks. Pure. */
import type { Agreement, Case } from "./agreement.ts";

const INTRO = `The corpus holds request bodies that other tools' own test suites label as passing or failing one of their checks, and task definitions and
services from public repositories. It is not part of this repository; \`npm run corpus\` judges it where it is there, and fails when this page
says otherwise. \`npm run generate:agreement\` writes it.`;

export function agreementPage({ cases, objects, firings }: Agreement): string {
	const agreed = cases.filter(agrees).length;
	const others = cases.filter((each) => !agrees(each));
	const checks = [...Map.groupBy(cases, ({ check }) => check)].sort(([a], [b]) => (a < b ? -1 : 1));
	return `${[
		"# What the library says of other tools' cases",
		INTRO,
		`## Labelled cases\n\n${agreed} of ${cases.length} cases are judged as labelled.`,
		tableOf(
			["check", "pass", "fail", "as labelled", "policy"],
			checks.map(([check, members]) => [
				`\`${check}\``,
				...(["pass", "fail"] as const).map((label) => String(members.filter(({ expected }) => expected === label).length)),
				`${members.filter(agrees).length} of ${members.length}`,
				[...new Set(members.flatMap(({ policies }) => policies))].map((id) => `\`${id}\``).join(", "),
			]),
		),
		"### Where we disagree",
		others.length === 0
			? "Nowhere."
			: tableOf(
					["case", "label", "ours", "why"],
					others.map(({ file, expected, found, reason }) => [`\`${file}\``, expected, found, reason ?? ""]),
				),
		`## How often each policy speaks\n\nOn ${objects} task definitions and services, each with the policy's default parameters.`,
		tableOf(
			["policy", "violated", "unknown", "not applicable"],
			firings.map(({ policy, violated, unknown, notApplicable }) => [
				`\`${policy}\``,
				String(violated),
				String(unknown),
				String(notApplicable),
			]),
		),
	].join("\n\n")}\n`;
}

export function agrees({ expected, found }: Case): boolean {
	return expected === found;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
	return [`| ${head.join(" | ")} |`, `|${head.map(() => "---|").join("")}`, ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
}
