/** A policy as a SARIF rule: one rule id per policy, so that a code-scanning page can filter, dismiss and link by policy. */
import type { Policy, Severity } from "../../admission/policy.ts";
import { pageOf, type Report } from "../report.ts";

export type Level = "error" | "warning" | "note";

/** What a finding weighs where no constraint says what to do about it. */
export const LEVELS: Readonly<Record<Severity, Level>> = { critical: "error", high: "error", medium: "warning", low: "note" };

/** In the bands that GitHub reads: over 9.0 critical, 7.0 high, 4.0 medium. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/** GitHub takes no more of one rule. */
const MOST_TAGS = 20;

export function ruleOf(policy: Policy, report: Report): object {
	const { id, title, description, severity, remediation, references, aliases } = policy;
	const page = pageOf(id, report);
	return {
		id,
		name: pascalCase(id),
		shortDescription: { text: title },
		fullDescription: { text: description },
		help: { text: helpText(policy), markdown: helpMarkdown(policy) },
		...(page === undefined ? {} : { helpUri: page }),
		...(aliases.length === 0 ? {} : { deprecatedIds: aliases }),
		defaultConfiguration: { level: LEVELS[severity] },
		properties: {
			tags: ["security", ...new Set([id.slice(0, id.indexOf("/")), ...references])].slice(0, MOST_TAGS),
			"security-severity": SECURITY_SEVERITY[severity],
			"problem.severity": LEVELS[severity] === "note" ? "recommendation" : LEVELS[severity],
			precision: "very-high",
			...(remediation === "" ? {} : { remediation }),
		},
	};
}

/** `workload/read-only-root` → `WorkloadReadOnlyRoot`, as rule names are written. */
function pascalCase(id: string): string {
	return id.replace(/(^|[^a-zA-Z0-9]+)([a-zA-Z0-9]?)/g, (_, _gap, letter: string) => letter.toUpperCase());
}

function helpText({ description, remediation, references }: Policy): string {
	const parts = [
		description,
		remediation === "" ? "" : `How to mend: ${remediation}`,
		references.length === 0 ? "" : references.join(", "),
	];
	return parts.filter((part) => part !== "").join("\n\n");
}

function helpMarkdown({ description, remediation, references, severity }: Policy): string {
	const parts = [
		description,
		remediation === "" ? "" : `**How to mend.** ${remediation}`,
		`Severity: ${severity}`,
		references.length === 0 ? "" : `The same elsewhere: ${references.map((reference) => `\`${reference}\``).join(", ")}`,
	];
	return parts.filter((part) => part !== "").join("\n\n");
}
