/** What an audit tells besides its objects: how to mend what many of them have, and what became of the walk. */
import { type AuditFigure, auditFigures } from "./audit-text.ts";
import { mendings } from "./mending.ts";
import type { Audited, Report, ReportedDecision } from "./report.ts";
import type { TerminalPage } from "./terminal-page.ts";
import { plain, wrap } from "./text.ts";

export function tellMendings(page: TerminalPage, decisions: readonly ReportedDecision[]): void {
	const all = mendings(decisions);
	if (all.length === 0) return;
	if (!page.text.endsWith("\n\n")) page.line("");
	page.line(page.paint("bold", "How to mend"));
	for (const { policy, severity, found, remediation } of all) {
		page.line(`  ${page.paint("bold", policy)}  ${severity}, ${found}`);
		for (const line of remediation === "" ? [] : wrap(plain(remediation), page.style.width - 4))
			page.line(page.paint("dim", `    ${line}`));
	}
	page.line("");
}

const ROWS = { judged: "judged", missed: "missed", unread: "not read", findings: "findings" } as const satisfies Record<
	AuditFigure["name"],
	string
>;

export function tellWalk(page: TerminalPage, report: Report, audit: Audited): void {
	const { accounts, regions, startedAt, finishedAt, expiring } = audit;
	const [from, to] = [startedAt, finishedAt].map((time) => time.slice(0, 16).replace("T", " "));
	const [first = "", ...more] = wrap(plain(`Audit of ${accounts.join(", ")} in ${regions.join(", ")}`), page.style.width - 2);
	page.line(page.paint("bold", first));
	for (const line of more) page.line(page.paint("bold", `  ${line}`));
	page.row("walked", "", `${from} to ${to} UTC`);
	for (const { name, text } of auditFigures(report, audit)) {
		page.row(ROWS[name], "", text, name === "unread" && audit.unread > 0 ? "yellow" : undefined);
	}
	for (const { name, policy, expiresAt } of expiring) page.row("ends soon", "", `exemption ${name} from ${policy}, ${expiresAt}`, "yellow");
}
