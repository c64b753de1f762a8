/** Who was excused from what, by whom, until when, and what that excuses now. */
import type { Exemption } from "../admission/exemption.ts";
import { counted } from "../report/text.ts";
import type { Finding } from "../store/finding-history.ts";
import { address } from "./address.ts";
import { type Html, html } from "./html.ts";
import { policyLink } from "./marks.ts";
import { DAY, day, span } from "./moment.ts";
import { page } from "./page.ts";
import { scopeInWords } from "./scope.ts";

export interface ExemptionsView {
	readonly exemptions: readonly Exemption[];
	/** The newest findings that are exempted. */
	readonly excused: readonly Finding[];
	/** There are others. */
	readonly more: boolean;
	readonly now: string;
}

const SOON = 14 * DAY;

export function exemptionsPage({ exemptions, excused, more, now }: ExemptionsView): string {
	const byEnd = [...exemptions].sort((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
	const findings = Map.groupBy(excused, ({ exemption }) => exemption);
	return page(
		{
			title: "Exemptions",
			at: "/exemptions",
			lead: "They stand in Git, beside the constraints, and are never edited here. What ends first comes first.",
		},
		html`${exemptions.length === 0 && html`<p class="nothing">Nobody is excused from anything. <code>taskgate exempt new</code> writes an exemption.</p>`}
<div class="columns">${byEnd.map((exemption) => item(exemption, findings.get(exemption.name) ?? [], now))}</div>
${more && html`<p class="quiet small">What each excuses was looked for among the ${excused.length} newest exempted findings.</p>`}`,
	);
}

function item({ name, policy, match, reason, approvedBy, expiresAt }: Exemption, excused: readonly Finding[], now: string): Html {
	return html`<article class="card" id="${encodeURIComponent(name)}">
<div class="row-head"><h2>${name}</h2>${left(expiresAt, now)}</div>
<p>${policyLink(policy)}</p>
<dl>
<dt>Reason</dt><dd>${reason}</dd>
<dt>Approved by</dt><dd>${approvedBy}</dd>
<dt>Ends</dt><dd>${day(expiresAt, now)}</dd>
<dt>Scope</dt><dd>${scopeInWords(match)}</dd>
<dt>${Date.parse(expiresAt) > Date.parse(now) ? "Excuses now" : "Excused at its end"}</dt><dd>${excused.length === 0 ? html`<span class="quiet">nothing</span>` : html`<a href="${address("/findings", { state: "exempted", policy })}">${counted(excused.length, "finding")}</a> of ${counted(new Set(excused.map(({ resource }) => resource)).size, "resource")}`}</dd>
</dl>
</article>
`;
}

function left(expiresAt: string, now: string): Html {
	const ms = Date.parse(expiresAt) - Date.parse(now);
	if (ms <= 0) return html`<span class="state expired">expired ${span(-ms)} ago</span>`;
	return html`<span class="state ${ms <= SOON && "expiring"}">${span(ms)} left</span>`;
}
