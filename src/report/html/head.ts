/** What was asked, when and of what; and the figures. */
import { type Html, html } from "../../console/html.ts";
import { auditFigures } from "../audit-text.ts";
import { type Report, summaryOf } from "../report.ts";
import { counted, plain } from "../text.ts";
import { moment } from "./words.ts";

export function head(report: Report): Html {
	return html`${scope(report)}${figures(report)}`;
}

function scope(report: Report): Html {
	const { audit, at, revision, policies, decisions } = report;
	const number = (value: number) => value.toLocaleString("en");
	const rows: readonly (readonly [name: string, value: Html | string | undefined])[] = [
		["Accounts", audit?.accounts.map(plain).join(", ")],
		["Regions", audit?.regions.map(plain).join(", ")],
		["Walked", audit && html`${moment(audit.startedAt)} to ${moment(audit.finishedAt)}`],
		["Judged", audit === undefined && at !== undefined ? moment(at) : undefined],
		["Objects", audit === undefined ? number(decisions.length) : undefined],
		...(audit === undefined ? [] : auditFigures(report, audit, number).map(({ name, text }) => [ROWS[name], text] as const)),
		["Exemptions", audit && audit.expiring.length > 0 ? `${counted(audit.expiring.length, "ends", "end")} within 14 days` : undefined],
		["Policies asked", number(policies.length)],
		["Policy bundle", revision && html`<code>${plain(revision)}</code>`],
	];
	const told = rows.filter(([, value]) => value !== undefined && value !== "");
	return html`<dl class="scope">${told.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

const ROWS = { judged: "Judged", missed: "Missed", unread: "Not read", findings: "Findings" } as const;

function figures(report: Report): Html {
	const { allowed, denied, undecided, unknown, skipped } = summaryOf(report);
	const violations = report.decisions.flatMap((decision) => decision.violations);
	const by = (action: string) => violations.filter((violation) => violation.action === action).length;
	const all: readonly (readonly [name: string, value: number, look?: string])[] = [
		["undecided", undecided, "undecided"],
		["denied", denied, "denied"],
		["allowed", allowed, "allowed"],
		["violations", by("deny")],
		["warnings", by("warn")],
		["dry runs", by("dryrun")],
		["exempted", by("exempted")],
		["unknown values", unknown],
		["files skipped", skipped],
	];
	const optional = new Set(["dry runs", "files skipped"]);
	const shown = all.filter(([name, value]) => value > 0 || !optional.has(name));
	return html`<dl class="figures">${shown.map(([name, value, look]) => html`<div class="${value > 0 && look}"><dt>${name}</dt><dd>${value.toLocaleString("en")}</dd></div>`)}</dl>`;
}
