/** One decision: what was asked, each policy's answer and why constraints did or did not apply, what followed, and what asked. */
import type { Constraint } from "../admission/constraint.ts";
import { isUnknown } from "../admission/unknown.ts";
import type { DecisionWithActions } from "../store/store.ts";
import { address } from "./address.ts";
import { actionRows, silentConstraints, uncovered } from "./decision-aftermath.ts";
import { answers } from "./decision-answers.ts";
import { patchesMade } from "./decision-patches.ts";
import { type Html, html } from "./html.ts";
import { jsonView, type Mark } from "./json-view.ts";
import { consequenceMark, verdictMark } from "./marks.ts";
import { moment, relative, span } from "./moment.ts";
import { page } from "./page.ts";

export interface DecisionView {
	readonly decision: DecisionWithActions;
	/** Of the decision as it was recorded: sha256, as it stands in the ledger. */
	readonly digest: string | undefined;
	/** Those of today that ask about this kind, where they and the policies are still what they were; else undefined. */
	readonly asked: readonly Constraint[] | undefined;
	readonly now: string;
}

export function decisionPage({ decision, digest, asked, now }: DecisionView): string {
	const { name, kind, action, time } = decision;
	const { view, anchors } = jsonView(decision.object, marksOf(decision));
	const why = decision.refusedBy ?? (decision.letThrough && `Let through: ${decision.letThrough}`);
	return page(
		{
			title: `${action} ${name}`,
			at: "/decisions",
			heading: html`${name || "(without a name)"} <span class="quiet">${action}${!action.includes(kind) && ` · ${kind}`}</span>`,
			lead: html`${verdictMark(decision.verdict)} ${consequenceMark(decision)} ${moment(time, now)} UTC, ${relative(time, now)}`,
		},
		html`${why !== undefined && html`<div class="notice doubt"><p>${why}</p></div>`}
<div class="columns wide-left">
<section class="card" aria-labelledby="answers"><h2 id="answers">What the policies answered</h2>
${answers(decision, anchors)}
</section>
<section class="card" aria-labelledby="request"><h2 id="request">The request</h2>${facts(decision, now)}</section>
</div>
<section aria-labelledby="actions"><h2 id="actions">What was done</h2>${actionRows(decision)}</section>
${patchesMade(decision)}
<section aria-labelledby="object"><h2 id="object">What was judged</h2>
<p class="quiet">${decision.source === "ecs" ? "Read back from ECS." : "The caller's or the event's own copy: ECS was not asked."} Values that may be secret were masked before anything was stored.</p>
<div class="card">${view}</div></section>
${silentConstraints(decision, asked)}
${uncovered(decision.skipped ?? [])}
${decision.event !== undefined && html`<section aria-labelledby="event"><h2 id="event">What asked</h2><details class="card"><summary>The event or call, as it was kept</summary>${jsonView(decision.event, []).view}</details></section>`}
<section aria-labelledby="record"><h2 id="record">The record</h2><div class="card">${provenance(decision, digest, now)}</div></section>`,
	);
}

/** Every field that an answer is about. */
function marksOf({ violations, unknown, object }: DecisionWithActions): readonly Mark[] {
	const about = violations.flatMap(({ field, action, policy }) =>
		field === undefined || field.startsWith("/context/") ? [] : [{ field, tone: action, note: policy }],
	);
	const open = unknown
		.filter(({ field }) => !field.startsWith("/context/"))
		.map(({ field, policy }) => ({ field, tone: "unknown" as const, note: `${policy}: unknown` }));
	return isUnknown(object) ? [] : [...about, ...open];
}

function facts(decision: DecisionWithActions, now: string): Html {
	const { account, region, cluster, principal, enforcementPoint, reach, operation, kind, name, resource, durationMs, time, decidedAt } =
		decision;
	const delay = Date.parse(decidedAt) - Date.parse(time);
	return html`<dl>
<dt>Who</dt><dd>${principal || "nobody is named"}</dd>
<dt>What</dt><dd>${operation} ${kind} ${name}</dd>
<dt>Where</dt><dd>${account ?? "unknown account"} ${region}${cluster !== undefined && html`<br>cluster ${cluster}`}</dd>
<dt>When</dt><dd>${moment(time, now)} UTC</dd>
<dt>Decided</dt><dd>${moment(decidedAt, now)} UTC${delay >= 1000 && html` <span class="quiet">${span(delay)} later</span>`}</dd>
<dt>Took</dt><dd>${durationMs.toLocaleString("en")} ms</dd>
<dt>Met at</dt><dd><a href="/points#${enforcementPoint}">${enforcementPoint}</a> <span class="reach ${reach}">${reach}</span></dd>
<dt>Resource</dt><dd class="id">${resource}</dd>
<dt>Also</dt><dd><a href="${address("/findings", { resource })}">findings of this resource</a>${cluster !== undefined && html`, <a href="${address("/decisions", { cluster })}">decisions of this cluster</a>`}</dd>
</dl>`;
}

function provenance({ uid, revision, constraintsDigest, key }: DecisionWithActions, digest: string | undefined, _now: string): Html {
	return html`<dl>
<dt>uid</dt><dd class="id">${uid}</dd>
<dt>Key</dt><dd class="id">${key}</dd>
<dt>Policies</dt><dd class="id">${revision}</dd>
<dt>Constraints</dt><dd class="id">${constraintsDigest}</dd>
${digest !== undefined && html`<dt>Digest</dt><dd><span class="id">${digest}</span> <span class="quiet small">sha256 of this record as it stands; <code>taskgate report --verify</code> compares it with the ledger</span></dd>`}
<dt>For machines</dt><dd><a href="/v1/decisions/${encodeURIComponent(uid)}">/v1/decisions/${uid}</a></dd>
</dl>`;
}
