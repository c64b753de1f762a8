/** One policy: what it asks and why, how to mend what it finds, what it may be told, and where it is in force. */
import type { Constraint } from "../admission/constraint.ts";
import type { Policy, PolicyParameter } from "../admission/policy.ts";
import type { Counts } from "../ledger/ledger.ts";
import { stackedBars } from "../report/chart-stacked.ts";
import { address } from "./address.ts";
import { type Html, html, inWords } from "./html.ts";
import { severityMark } from "./marks.ts";
import { page } from "./page.ts";
import { scopeInWords } from "./scope.ts";
import { firedSeries, periodsOf, RANGES, total, verdictChart } from "./timeline.ts";

export interface PolicyView {
	readonly policy: Policy;
	/** Of this policy. */
	readonly constraints: readonly Constraint[];
	/** Of the last 30 days. */
	readonly counts: readonly Counts[];
	/** Where the policies' pages stand, if anywhere. */
	readonly pages: string | undefined;
	readonly now: string;
}

export function policyPage({ policy, constraints, counts, pages, now }: PolicyView): string {
	const { id, title, description, severity, kinds, remediation, references, aliases, deprecated, parameters } = policy;
	const fired = firedSeries(counts, RANGES["30d"], now).get(id) ?? [];
	const { rows } = verdictChart([], RANGES["30d"], now);
	const chart = stackedBars({
		id: "fired",
		title: `Fired in ${total(fired)} decisions of the last 30 days`,
		description: `Decisions that name ${id}, by the day, from ${periodsOf(RANGES["30d"], now)[0]} on.`,
		period: "day (UTC)",
		series: [{ name: "decisions", look: "denied" }],
		rows: rows.map(({ label }, i) => ({ label, values: [fired[i] ?? 0] })),
	});
	return page(
		{
			title,
			at: "/policies",
			lead: html`<span class="id">${id}</span> ${severityMark(severity)} ${deprecated && html`<span class="chip">deprecated</span>`}`,
		},
		html`<div class="columns wide-left">
<div>
<section class="card" aria-labelledby="asks"><h2 id="asks">What it asks</h2><p>${inWords(description)}</p><h3>How to mend</h3><p>${inWords(remediation)}</p></section>
${chart}
<section aria-labelledby="in-force"><h2 id="in-force">Constraints in force</h2>${constraints.length === 0 ? html`<p class="quiet">None: nothing asks this policy.</p>` : constraints.map(constraintItem)}</section>
${Object.keys(parameters).length > 0 && html`<section aria-labelledby="parameters"><h2 id="parameters">Parameters</h2><ul class="plain card">${Object.entries(parameters).map(parameterItem)}</ul></section>`}
</div>
<section class="card" aria-labelledby="about"><h2 id="about">About</h2><dl>
<dt>Judges</dt><dd>${kinds.join(", ")}</dd>
${references.length > 0 && html`<dt>The same elsewhere</dt><dd><ul>${references.map((reference) => html`<li class="id">${reference}</li>`)}</ul></dd>`}
${aliases.length > 0 && html`<dt>Formerly</dt><dd class="id">${aliases.join(", ")}</dd>`}
<dt>Decisions</dt><dd><a href="${address("/decisions", { policy: id })}">that name it</a></dd>
<dt>Findings</dt><dd><a href="${address("/findings", { policy: id, state: "open" })}">open</a>, <a href="${address("/findings", { policy: id })}">all</a></dd>
${pages !== undefined && html`<dt>Page</dt><dd><a href="${pages}${encodeURI(id)}.md" rel="noreferrer">${id}.md</a></dd>`}
</dl></section>
</div>`,
	);
}

function constraintItem({ name, enforcementAction, scopedActions, failurePolicy, match, parameters }: Constraint): Html {
	const scoped = Object.entries(scopedActions).map(([point, action]) => `${point}: ${action}`);
	return html`<div class="card"><h3>${name}</h3><dl>
<dt>Answers with</dt><dd>${enforcementAction}${scoped.length > 0 && html` <span class="quiet">(${scoped.join(", ")})</span>`}</dd>
<dt>When it fails</dt><dd>${failurePolicy}</dd>
<dt>Covers</dt><dd>${scopeInWords(match)}</dd>
${Object.keys(parameters).length > 0 && html`<dt>Parameters</dt><dd><pre>${JSON.stringify(parameters, null, 2)}</pre></dd>`}
</dl></div>
`;
}

function parameterItem([name, { description, default: standard }]: [string, PolicyParameter]): Html {
	return html`<li><code>${name}</code>${standard !== undefined && html` <span class="quiet small">default ${JSON.stringify(standard)}</span>`}<br>${inWords(description)}</li>`;
}
