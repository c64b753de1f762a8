/** Each policy's answer to one request: what it found, that it failed, that it cannot know yet, that it does not apply. */
import type { Enforcement } from "../admission/decide.ts";
import type { DecisionWithActions } from "../store/store.ts";
import { address } from "./address.ts";
import { type Html, html, inWords } from "./html.ts";
import { policyLink, severityMark } from "./marks.ts";

const FOLLOWS: Readonly<Record<Enforcement["action"], string>> = {
	deny: "denied",
	warn: "warned",
	dryrun: "dry run",
	exempted: "exempted",
};
const ORDER: readonly Enforcement["action"][] = ["deny", "warn", "dryrun", "exempted"];
const SEVERITIES = ["critical", "high", "medium", "low"];

/** `anchors`: field → fragment of the line that shows it. */
export function answers(decision: DecisionWithActions, anchors: ReadonlyMap<string, string>): Html {
	const { violations, failures, unknown, notApplicable } = decision;
	if (violations.length + failures.length + unknown.length + notApplicable.length === 0)
		return html`<p>Nothing was found: every constraint that covers it has nothing to object to.</p>`;
	return html`<ul class="answers">
${[...violations].sort(byWeight).map((violation) => violationItem(violation, decision, anchors))}
${failures.map(
	({
		policy,
		constraint,
		reason,
	}) => html`<li><p><span class="state withheld">failed</span> ${policy !== undefined && policyLink(policy)} ${constraint !== undefined && html`<span class="quiet small">constraint ${constraint}</span>`}</p><p>${reason}</p></li>
`,
)}
${unknown.map(
	({
		policy,
		field,
		message,
	}) => html`<li><p><span class="state withheld">unknown</span> ${policyLink(policy)}</p><p>${message}</p>${fieldLink(field, anchors)}<p class="quiet small">The value exists only later. That is no pass.</p></li>
`,
)}
${notApplicable.map(
	({ policy, reason }) => html`<li><p><span class="state">not applicable</span> ${policyLink(policy)}</p><p>${reason}</p></li>
`,
)}
</ul>`;
}

function violationItem(violation: Enforcement, { account }: DecisionWithActions, anchors: ReadonlyMap<string, string>): Html {
	const { policy, constraint, severity, action, message, field, remediation, exemption, exemptedUntil } = violation;
	return html`<li>
<div class="chips"><span class="state ${action === "deny" ? "failed" : "withheld"}">${FOLLOWS[action]}</span> ${severityMark(severity)} ${policyLink(policy)}</div>
<p><b>${message}</b></p>
${field !== undefined && fieldLink(field, anchors)}
${action !== "exempted" && html`<p>${inWords(remediation)}</p>`}
${exemption !== undefined && html`<p>Excused by <a href="/exemptions#${encodeURIComponent(exemption)}">${exemption}</a>${exemptedUntil !== undefined && ` until ${exemptedUntil.slice(0, 10)}`}.</p>`}
<p class="quiet small">constraint ${constraint} · <a href="${address("/findings", { policy, account })}">findings of this policy in this account</a></p>
</li>
`;
}

function fieldLink(field: string, anchors: ReadonlyMap<string, string>): Html {
	const line = anchors.get(field);
	if (line === undefined)
		return html`<p><code>${field}</code> ${field.startsWith("/context/") && html`<span class="quiet small">in what it refers to</span>`}</p>`;
	return html`<p><a href="#${line}"><code>${field}</code></a></p>`;
}

function byWeight(a: Enforcement, b: Enforcement): number {
	return ORDER.indexOf(a.action) - ORDER.indexOf(b.action) || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}
