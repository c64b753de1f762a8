/** The first page: verdicts over time, what needs a person now, how the gate stands. */
import type { Counts } from "../ledger/ledger.ts";
import { stackedBars } from "../report/chart-stacked.ts";
import { counted } from "../report/text.ts";
import type { DecisionWithActions } from "../store/store.ts";
import { address, decisionAddress } from "./address.ts";
import { type Attention, type Need, needs } from "./attention.ts";
import { type Html, html } from "./html.ts";
import { consequenceMark, grouped, verdictMark } from "./marks.ts";
import { moment } from "./moment.ts";
import { page } from "./page.ts";
import { periodsOf, RANGES, type RangeName, series, total, verdictChart } from "./timeline.ts";

/** How the gate stands. */
export interface Posture {
	readonly enforce: boolean;
	/** False where events are judged by their own copies. */
	readonly asksEcs: boolean;
	readonly revision: string;
	readonly policies: number;
	readonly constraints: number;
	readonly exemptions: number;
	readonly constraintsDigest: string;
	/** Its kind and place, without anything secret. */
	readonly store: string | undefined;
	/** Actions that wait to be done. */
	readonly pending: number;
	/** Other processes on the store do what waits there. */
	readonly leavesWork: boolean;
}

export interface OverviewView {
	readonly range: RangeName;
	readonly counts: readonly Counts[];
	/** Later hours may be missing from the counts. */
	readonly completeUntil: string | undefined;
	/** Newest first. */
	readonly newest: readonly DecisionWithActions[];
	readonly attention: Attention;
	readonly posture: Posture;
	/** Who is logged in, where people are told apart. */
	readonly person: { readonly sub: string; readonly email?: string | undefined } | undefined;
	readonly now: string;
}

const VERDICTS = [
	["allowed", ""],
	["denied", "bad"],
	["undecided", "doubt"],
] as const;

export function overviewPage({ range, counts, completeUntil, newest, attention, posture, person, now }: OverviewView): string {
	const asked = needs(attention);
	return page(
		{
			title: "Overview",
			at: "/",
			lead: posture.enforce ? "Enforcing: what is denied is prevented or undone." : "Deciding and recording. Nothing is done to AWS.",
		},
		html`<div class="columns wide-left">
<div>
<section class="card" aria-labelledby="verdicts">${verdicts(range, counts, now)}
${completeUntil !== undefined && html`<p class="quiet small">Counted up to ${completeUntil.replace("T", " ")}:59; later hours follow.</p>`}</section>
<section class="card" aria-labelledby="newest"><div class="row-head"><h2 id="newest">Newest decisions</h2><a href="/decisions">All</a></div>
${newest.length === 0 ? html`<p class="quiet">Nothing has been decided yet.</p>` : html`<ul class="newest">${newest.map((decision) => newestItem(decision, now))}</ul>`}</section>
</div>
<div>
<section class="card" aria-labelledby="attention"><h2 id="attention">What needs a person now</h2>
${asked.length === 0 ? html`<p class="quiet">Nothing. No halt, no open breaker, nothing undecided, nothing that failed.</p>` : html`<ul class="attention">${asked.map(needItem)}</ul>`}</section>
<section class="card" aria-labelledby="posture"><h2 id="posture">How the gate stands</h2>${stance(posture)}</section>
${person !== undefined && html`<p class="quiet small">Logged in as ${person.email ?? person.sub}${person.email !== undefined && html` <span class="id">${person.sub}</span>`}</p>`}
</div>
</div>`,
	);
}

function verdicts(range: RangeName, counts: readonly Counts[], now: string): Html {
	const of = RANGES[range];
	const first = periodsOf(of, now)[0] as string;
	const since = first.length === 10 ? `${first}T00:00:00Z` : `${first}:00:00Z`;
	const chosen = Object.keys(RANGES).map(
		(name) => html`<a href="${address("/", { range: name })}"${name === range && html` aria-current="true"`}>${name}</a>`,
	);
	return html`<div class="row-head"><h2 id="verdicts">Verdicts, ${of.words}</h2><div class="switch" role="group" aria-label="Range">${chosen}</div></div>
<div class="figures">${VERDICTS.map(([verdict, tone]) => {
		const count = total(series(counts, of, now, ({ verdicts }) => verdicts[verdict]));
		return html`<div class="figure ${count > 0 && tone}"><b>${grouped(count)}</b> <a href="${address("/decisions", { verdict, since })}">${verdict}</a></div>`;
	})}</div>
${stackedBars(verdictChart(counts, of, now))}`;
}

const SIGNS = { bad: "!", doubt: "?", info: "i" } as const;

function needItem({ tone, what, more }: Need): Html {
	return html`<li class="${tone}"><span class="sign" aria-hidden="true">${SIGNS[tone]}</span><div><p>${what}</p>${more !== undefined && html`<p class="quiet small">${more}</p>`}</div></li>
`;
}

function newestItem(decision: DecisionWithActions, now: string): Html {
	const { uid, time, verdict, action, name } = decision;
	return html`<li><span class="quiet">${moment(time, now)}</span> <span>${verdictMark(verdict)} ${consequenceMark(decision)}</span> <span><a href="${decisionAddress(uid)}">${name || "(without a name)"}</a> <span class="quiet small">${action}</span></span></li>
`;
}

function stance(posture: Posture): Html {
	const { enforce, asksEcs, revision, policies, constraints, exemptions, constraintsDigest, store, pending, leavesWork } = posture;
	return html`<dl>
<dt>Enforcement</dt><dd>${enforce ? "on" : "off: decides and records"}</dd>
<dt>ECS</dt><dd>${asksEcs ? "asked" : "not asked: events are judged by their own copies"}</dd>
<dt>Policies</dt><dd><a href="/policies">${counted(policies, "policy", "policies")}</a>, bundle <span class="id">${revision.slice(0, 12)}</span></dd>
<dt>Constraints</dt><dd>${constraints}, with <a href="/exemptions">${counted(exemptions, "exemption")}</a> <span class="id quiet">${constraintsDigest.slice(0, 12)}</span></dd>
${store !== undefined && html`<dt>Store</dt><dd class="id">${store}</dd>`}
<dt>To be done</dt><dd>${counted(pending, "action")}${leavesWork && ", by the other processes on this store"}</dd>
</dl>`;
}
