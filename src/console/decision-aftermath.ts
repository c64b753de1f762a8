/** What followed from a decision, and which constraints had nothing to say or did not cover the request. */
import type { Constraint, Skip } from "../admission/constraint.ts";
import { counted } from "../report/text.ts";
import type { DecisionWithActions } from "../store/store.ts";
import { type Html, html } from "./html.ts";
import { policyLink } from "./marks.ts";

export function actionRows({ actions, verdict }: DecisionWithActions): Html {
	if (actions.length === 0)
		return html`<p class="quiet">Nothing: ${verdict === "allowed" ? "what is allowed needs no action" : "no action was planned for it"}.</p>`;
	return html`<div class="frame"><table class="cards">
<thead><tr><th scope="col">Action</th><th scope="col">State</th><th scope="col">Target</th><th scope="col">Outcome</th><th scope="col" class="number">Retried</th></tr></thead>
<tbody>${actions.map(
		({ type, state, target, outcome, reason, attempts }) => html`<tr>
<td data-label="Action"><div>${type}<span class="second">${reason}</span></div></td>
<td data-label="State"><div><span class="state ${state}">${state}</span></div></td>
<td data-label="Target"><div class="id">${target}</div></td>
<td data-label="Outcome"><div>${outcome ?? html`<span class="quiet">none yet</span>`}</div></td>
<td class="number" data-label="Retried"><div>${attempts}</div></td>
</tr>
`,
	)}</tbody></table></div>`;
}

/** Asked, and content. Only told while policies and constraints are the same as then. */
export function silentConstraints(decision: DecisionWithActions, asked: readonly Constraint[] | undefined): Html {
	if (asked === undefined)
		return html`<section aria-labelledby="silent"><h2 id="silent">Asked, and found nothing</h2>
<p class="quiet">Policies or constraints have changed since, or others were in force for this caller: which ones were asked and found nothing is no longer known here.</p></section>`;
	const { violations, failures, unknown, notApplicable, skipped = [] } = decision;
	const spoke = new Set([...violations, ...failures, ...skipped].map(({ constraint }) => constraint));
	const hesitated = new Set([...unknown, ...notApplicable].map(({ policy }) => policy));
	const silent = asked.filter(({ name, policy }) => !spoke.has(name) && !hesitated.has(policy));
	return html`<section aria-labelledby="silent"><h2 id="silent">Asked, and found nothing</h2>
${silent.length === 0 ? html`<p class="quiet">None.</p>` : html`<details class="card"><summary>${counted(silent.length, "constraint")}</summary><ul class="plain">${silent.map(({ name, policy }) => html`<li>${policyLink(policy)} ${name !== policy && html`<span class="quiet small">constraint ${name}</span>`}</li>`)}</ul></details>`}</section>`;
}

export function uncovered(skipped: readonly Skip[]): Html {
	return html`<section aria-labelledby="uncovered"><h2 id="uncovered">Did not cover it</h2>
${skipped.length === 0 ? html`<p class="quiet">Every constraint about this kind covered it.</p>` : html`<ul class="plain card">${skipped.map(({ constraint, policy, reason }) => html`<li>${policyLink(policy)} <span class="quiet small">constraint ${constraint}</span><br>${reason}</li>`)}</ul>`}</section>`;
}
