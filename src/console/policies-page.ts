/** The policies as they describe themselves, and how often each fired. */
import { actionAt, type Constraint } from "../admission/constraint.ts";
import type { Policy } from "../admission/policy.ts";
import type { Counts } from "../ledger/ledger.ts";
import { address } from "./address.ts";
import { type Html, html } from "./html.ts";
import { grouped, policyLink, severityMark } from "./marks.ts";
import { page } from "./page.ts";
import { sparkline } from "./sparkline.ts";
import { firedSeries, RANGES, total } from "./timeline.ts";

export const SHOWN = { "in-force": "in force", fired: "fired", all: "all" } as const;
export type Shown = keyof typeof SHOWN;

export interface PoliciesView {
	readonly policies: readonly Policy[];
	readonly constraints: readonly Constraint[];
	/** Of the last 30 days. */
	readonly counts: readonly Counts[];
	readonly show: Shown;
	readonly now: string;
}

export function policiesPage({ policies, constraints, counts, show, now }: PoliciesView): string {
	const inForce = Map.groupBy(constraints, ({ policy }) => policy);
	const fired = firedSeries(counts, RANGES["30d"], now);
	const all = policies.map((policy) => ({ policy, constraints: inForce.get(policy.id) ?? [], trend: fired.get(policy.id) ?? [] }));
	const shown = chosen(all, show);
	const switches = Object.entries(SHOWN).map(
		([name, words]) => html`<a href="${address("/policies", { show: name })}"${name === show && html` aria-current="true"`}>${words}</a>`,
	);
	return page(
		{
			title: "Policies",
			at: "/policies",
			lead: `${policies.length} in the bundle, ${all.filter(({ constraints }) => constraints.length > 0).length} in force. A policy fires when a decision names it.`,
		},
		html`<div class="row-head"><div class="switch" role="group" aria-label="Which policies">${switches}</div></div>
${shown.length === 0 ? html`<p class="nothing">None fired in the last 30 days.</p>` : rows(shown)}`,
	);
}

interface Row {
	readonly policy: Policy;
	readonly constraints: readonly Constraint[];
	readonly trend: readonly number[];
}

function chosen(all: readonly Row[], show: Shown): readonly Row[] {
	if (show === "all") return all;
	if (show === "in-force") return all.filter(({ constraints }) => constraints.length > 0);
	return all.filter(({ trend }) => total(trend) > 0).sort((a, b) => total(b.trend) - total(a.trend));
}

function rows(shown: readonly Row[]): Html {
	return html`<div class="frame"><table class="cards">
<thead><tr><th scope="col">Policy</th><th scope="col">Severity</th><th scope="col">In force</th><th scope="col" class="number">Fired, 30 days</th><th scope="col">Trend</th></tr></thead>
<tbody>${shown.map(row)}</tbody>
</table></div>
`;
}

function row({ policy: { id, title, severity, deprecated }, constraints, trend }: Row): Html {
	const fired = total(trend);
	return html`<tr>
<td data-label="Policy"><div>${policyLink(id)}<span class="second">${title}${deprecated && " (deprecated)"}</span></div></td>
<td data-label="Severity"><div>${severityMark(severity)}</div></td>
<td data-label="In force"><div>${constraints.length === 0 ? html`<span class="quiet">no</span>` : [...new Set(constraints.map((constraint) => actionAt(constraint, "")))].join(", ")}</div></td>
<td class="number" data-label="Fired, 30 days"><div>${fired === 0 ? html`<span class="quiet">0</span>` : html`<a href="${address("/decisions", { policy: id })}">${grouped(fired)}</a>`}</div></td>
<td data-label="Trend"><div>${fired > 0 && sparkline(trend)}</div></td>
</tr>
`;
}
