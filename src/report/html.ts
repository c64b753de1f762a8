/** One HTML file: no script, nothing fetched, readable on paper and on a phone, light and dark. */
import { createHash } from "node:crypto";
import packageJson from "../../package.json" with { type: "json" };
import { type Html, html } from "../console/html.ts";
import { REPORT_STYLE } from "./html-style.ts";
import {
	bySource,
	type Format,
	overallVerdict,
	pageOf,
	type Report,
	type ReportedDecision,
	type ReportedViolation,
	summaryOf,
} from "./report.ts";
import { counted, plain } from "./text.ts";

export const htmlReport: Format = (report) => {
	const style = createHash("sha256").update(REPORT_STYLE).digest("base64");
	const csp = `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'`;
	const sources = [...bySource(report.decisions)];
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Taskgate ${packageJson.version}">
<title>${titleOf(report)} · Taskgate</title>
${raw(`<style>${REPORT_STYLE}</style>`)}
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<h1>${titleOf(report)}</h1>
${summary(report)}
</header>
<main id="findings">
${sources.map(([source, decisions], i) => file(source, decisions, i, report))}
</main>
<footer><p>Taskgate ${packageJson.version}. <em>Unknown</em> values exist at deploy time only; they are no pass.</p></footer>
</body>
</html>
`.text;
};

/** HTML made here, never of what a file says. */
function raw(text: string): Html {
	return Object.assign(html``, { text });
}

function titleOf(report: Report): string {
	const { denied, undecided } = summaryOf(report);
	const titles = {
		undecided: `${counted(undecided, "object")} could not be judged`,
		denied: `${counted(denied, "object")} denied`,
		allowed: "Everything is allowed",
	};
	return titles[overallVerdict(report)];
}

function summary(report: Report): Html {
	const { allowed, denied, undecided, unknown, skipped } = summaryOf(report);
	const violations = report.decisions.flatMap((decision) => decision.violations);
	const by = (action: string) => violations.filter((violation) => violation.action === action).length;
	const figures: readonly (readonly [name: string, value: number, look?: string])[] = [
		["denied", denied, "denied"],
		["undecided", undecided, "undecided"],
		["allowed", allowed, "allowed"],
		["violations", by("deny")],
		["warnings", by("warn")],
		["exempted", by("exempted")],
		["unknown", unknown],
		["files skipped", skipped],
	];
	const shown = figures.map(([name, value, look]) => html`<div class="${value > 0 && look}"><dt>${name}</dt><dd>${value}</dd></div>`);
	return html`<dl class="figures">${shown}</dl>`;
}

function file(source: string, decisions: readonly ReportedDecision[], i: number, report: Report): Html {
	return html`<section aria-labelledby="file-${i}">
<h2 id="file-${i}"><code>${plain(source)}</code></h2>
${decisions.map((decision) => object(decision, report))}
</section>
`;
}

const MARKS = { denied: "✖", undecided: "?", allowed: "✔" } as const;

function object(decision: ReportedDecision, report: Report): Html {
	const { kind, name, line, verdict, violations, failures, unknown, notApplicable } = decision;
	return html`<article class="object ${verdict}">
<h3><span class="verdict"><span aria-hidden="true">${MARKS[verdict]}</span> ${verdict}</span> ${kind} ${plain(name) || "(without a name)"} ${place(line)}</h3>
${violations.length > 0 && html`<ul class="findings">${grouped(violations).map((group) => finding(group, report))}</ul>`}
${notes("Could not be judged", failures)}
${notes("Unknown before deployment", unknown)}
${notes("Did not apply", notApplicable)}
</article>
`;
}

function place(line: number | undefined): Html {
	return line === undefined ? html`` : html`<span class="quiet">line ${line}</span>`;
}

/** What one policy found, together: its name and remedy are told once. */
function finding(group: readonly [ReportedViolation, ...ReportedViolation[]], report: Report): Html {
	const [{ action, severity, policy, remediation, exemption }] = group;
	const excuse = report.exemptions.find(({ name }) => name === exemption);
	const why = excuse === undefined ? "" : `: ${excuse.reason}, approved by ${excuse.approvedBy}, until ${excuse.expiresAt}`;
	return html`<li class="${action}">
<p><span class="action">${action}</span> <span class="severity">${severity}</span> ${policyName(policy, report)}</p>
${group.map(({ message, line, field }) => html`<p>${plain(message)} ${place(line)}${field !== undefined && html`<br><code>${plain(field)}</code>`}</p>`)}
${exemption !== undefined && html`<p class="quiet">Excused by ${plain(exemption + why)}</p>`}
${exemption === undefined && remediation !== "" && html`<p class="quiet">How to mend: ${prose(remediation)}</p>`}
</li>
`;
}

function grouped(violations: readonly ReportedViolation[]) {
	const groups = Map.groupBy(violations, ({ action, policy, exemption = "" }) => `${action} ${policy} ${exemption}`);
	return [...groups.values()] as [ReportedViolation, ...ReportedViolation[]][];
}

/** A policy author's sentence, its `code` as code. */
function prose(text: string): readonly (Html | string)[] {
	return plain(text)
		.split(/`([^`]*)`/)
		.map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}

function policyName(policy: string, report: Report): Html {
	const page = pageOf(policy, report);
	return page === undefined ? html`<strong>${plain(policy)}</strong>` : html`<a href="${page}"><strong>${plain(policy)}</strong></a>`;
}

interface Note {
	readonly policy?: string;
	readonly reason: string;
}

/** One line for a reason, however many policies it is about. */
function notes(title: string, of: readonly Note[]): Html | false {
	const lines = [...Map.groupBy(of, ({ reason }) => reason)].map(([reason, about]) => {
		const policies = [...new Set(about.flatMap(({ policy }) => policy ?? []))].join(", ");
		return html`<li>${plain(reason)}${policies !== "" && html` <span class="quiet">${plain(policies)}</span>`}</li>`;
	});
	return lines.length > 0 && html`<h4>${title}</h4><ul class="notes">${lines}</ul>`;
}
