/** One violation: what and where, the lines of the object, since when and by whom, and what excuses it until when. */
import { type Html, html } from "../../console/html.ts";
import type { Report, ReportedDecision, ReportedViolation, ViolationHistory } from "../report.ts";
import { counted, plain } from "../text.ts";
import { excerpt } from "./excerpt.ts";
import { moment } from "./words.ts";

const DAY_MS = 86_400_000;

export function finding(violation: ReportedViolation, decision: ReportedDecision, report: Report): Html {
	const { message, line, field, exemption } = violation;
	return html`<div class="finding">
<p>${plain(message)} ${line !== undefined && html`<span class="quiet">line ${line}</span>`}</p>
${field !== undefined && html`<p><code class="quiet">${plain(field)}</code></p>`}
${excerpt(decision.object, field)}
${violation.finding !== undefined && history(violation.finding, report)}
${exemption !== undefined && excuse(violation, exemption, report)}
</div>
`;
}

function history({ firstSeen, introducedBy, reopened }: ViolationHistory, { audit, at }: Report): Html {
	const now = audit?.finishedAt ?? at;
	const days = now === undefined ? 0 : Math.floor((Date.parse(now) - Date.parse(firstSeen)) / DAY_MS);
	return html`<p class="quiet">Since ${moment(firstSeen)}${days > 0 && ` (${counted(days, "day")})`}, brought in by ${plain(introducedBy) || "nobody known"}${reopened > 0 && `; it had been resolved and came back ${counted(reopened, "time")}`}.</p>`;
}

function excuse({ exemptedUntil }: ReportedViolation, name: string, { exemptions }: Report): Html {
	const found = exemptions.find((exemption) => exemption.name === name);
	const until = exemptedUntil ?? found?.expiresAt;
	const why = found === undefined ? "" : `: ${found.reason}, approved by ${found.approvedBy}`;
	return html`<p class="excuse">Excused by ${plain(name + why)}${until !== undefined && html`, until ${moment(until)}`}</p>`;
}
