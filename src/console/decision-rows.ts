/** Decisions as rows: when, the verdict and what followed, what, where, who, and by which policies. */

import type { DecisionWithActions } from "../store/store.ts";
import { decisionAddress } from "./address.ts";
import { type Html, html } from "./html.ts";
import { consequenceMark, placeMark, policyLink, principalMark, verdictMark } from "./marks.ts";
import { moment } from "./moment.ts";

const SHOWN_POLICIES = 3;

export function decisionRows(decisions: readonly DecisionWithActions[], now: string): Html {
	return html`<div class="frame"><table class="cards decisions">
<thead><tr><th scope="col">Time (UTC)</th><th scope="col">Verdict</th><th scope="col">What</th><th scope="col">Where</th><th scope="col">Who</th><th scope="col">Why</th></tr></thead>
<tbody>${decisions.map((decision) => row(decision, now))}</tbody>
</table></div>
`;
}

function row(decision: DecisionWithActions, now: string): Html {
	const { uid, time, verdict, action, kind, name, principal, enforcementPoint } = decision;
	return html`<tr>
<td class="when" data-label="Time (UTC)">${moment(time, now)}</td>
<td data-label="Verdict"><div class="chips">${verdictMark(verdict)} ${consequenceMark(decision)}</div></td>
<td data-label="What"><div><a href="${decisionAddress(uid)}"><b>${name || "(without a name)"}</b></a><span class="second">${action}${!action.includes(kind) && ` · ${kind}`}</span></div></td>
<td data-label="Where"><div>${placeMark(decision)}</div></td>
<td data-label="Who"><div>${principalMark(principal)}<span class="second">${enforcementPoint}</span></div></td>
<td data-label="Why"><div>${why(decision)}</div></td>
</tr>
`;
}

/** The policies that decided it, the strictest first; or why nobody could. */
function why({ violations, failures, unknown }: DecisionWithActions): Html {
	const strictest = ["deny", "warn", "dryrun", "exempted"].flatMap((action) =>
		violations.filter((violation) => violation.action === action),
	);
	const policies = [...new Set(strictest.map(({ policy }) => policy))];
	const failed = failures[0];
	if (policies.length === 0 && failed !== undefined) return html`<span class="small">${failed.reason}</span>`;
	const more = policies.length - SHOWN_POLICIES;
	return html`${policies.slice(0, SHOWN_POLICIES).map((policy) => html`<span class="small">${policyLink(policy)}</span><br>`)}${more > 0 && html`<span class="quiet small">and ${more} more</span>`}${unknown.length > 0 && html`<span class="quiet small">${unknown.length} unknown</span>`}`;
}
