/** Violations followed over time: open, exempted, resolved; since when, who introduced them, who excused them. */
import type { Finding } from "../store/finding-history.ts";
import { address } from "./address.ts";
import { filterForm } from "./filter-form.ts";
import { type Html, html } from "./html.ts";
import { policyLink, principalMark, severityMark } from "./marks.ts";
import { day, moment } from "./moment.ts";
import { page } from "./page.ts";

interface Filters {
	readonly state?: Finding["state"];
	readonly severity?: string;
	readonly policy?: string;
	readonly account?: string;
	readonly resource?: string;
	readonly cursor?: string;
}

export interface FindingsView {
	readonly findings: readonly Finding[];
	/** Where the next page begins; null at the end. */
	readonly next: string | null;
	readonly filters: Filters;
	readonly policies: readonly string[];
	readonly now: string;
}

const STATES = ["open", "exempted", "resolved"];
const SEVERITIES = ["critical", "high", "medium", "low"];

export function findingsPage({ findings, next, filters, policies, now }: FindingsView): string {
	const { cursor, ...asked } = filters;
	const form = filterForm("/findings", "Filter findings", [
		{ name: "state", label: "State", value: asked.state, options: STATES },
		{ name: "severity", label: "Severity", value: asked.severity, options: SEVERITIES },
		{ name: "policy", label: "Policy", value: asked.policy, offered: policies },
		{ name: "account", label: "Account", value: asked.account, hint: "12 digits" },
		{ name: "resource", label: "Resource", value: asked.resource, hint: "ARN" },
	]);
	return page(
		{
			title: "Findings",
			at: "/findings",
			lead: "Each violation of a resource, from the decision that first showed it to the one that no longer did.",
		},
		html`${form}
${findings.length === 0 ? html`<p class="nothing">${Object.keys(filters).length > 0 ? "No finding matches these filters." : "No violation has been found yet."}</p>` : rows(findings, now)}
<nav class="pages" aria-label="Pages">
<span>${cursor !== undefined && html`<a href="${address("/findings", asked)}">← Newest</a>`}</span>
<span>${next !== null && html`<a href="${address("/findings", { ...asked, cursor: next })}" rel="next">Older →</a>`}</span>
</nav>`,
	);
}

function rows(findings: readonly Finding[], now: string): Html {
	return html`<div class="frame"><table class="cards findings">
<thead><tr><th scope="col">State</th><th scope="col">Severity</th><th scope="col">What is wrong</th><th scope="col">Resource</th><th scope="col">Open since</th><th scope="col">Last seen (UTC)</th><th scope="col">Introduced by</th></tr></thead>
<tbody>${findings.map((finding) => row(finding, now))}</tbody>
</table></div>
`;
}

function row(finding: Finding, now: string): Html {
	const { state, severity, policy, message, field, resource, account, region, firstSeen, lastSeen, reopened, introducedBy } = finding;
	return html`<tr>
<td data-label="State"><div><span class="state ${state}">${state}</span>${ending(finding, now)}</div></td>
<td data-label="Severity"><div>${severityMark(severity)}</div></td>
<td data-label="What is wrong"><div>${message}<span class="second">${policyLink(policy)}${field !== undefined && html` <code>${field}</code>`}</span></div></td>
<td data-label="Resource"><div><a href="${address("/findings", { resource })}"><span class="id">${shortName(resource)}</span></a><span class="second">${account ?? "unknown account"} ${region}</span></div></td>
<td data-label="Open since"><div>${day(firstSeen, now)}${reopened > 0 && html`<span class="second">reopened ${reopened === 1 ? "once" : `${reopened} times`}</span>`}</div></td>
<td class="when" data-label="Last seen (UTC)"><div>${moment(lastSeen, now)}</div></td>
<td data-label="Introduced by"><div>${principalMark(introducedBy)}</div></td>
</tr>
`;
}

/** Until when it is excused, and by what; since when it is no more. */
function ending({ state, resolvedAt, exemption, exemptedUntil, resolution }: Finding, now: string): Html | false {
	if (state === "resolved" && resolvedAt !== undefined)
		return html`<span class="second">${day(resolvedAt, now)}${resolution === "gone" && " with its resource"}</span>`;
	if (state !== "exempted" || exemption === undefined) return false;
	return html`<span class="second">by <a href="/exemptions#${encodeURIComponent(exemption)}">${exemption}</a>${exemptedUntil !== undefined && html` until ${day(exemptedUntil, now)}`}</span>`;
}

/** `task-definition/web:3` of an ARN. */
function shortName(resource: string): string {
	return resource.startsWith("arn:") ? resource.split(":").slice(5).join(":") : resource;
}
