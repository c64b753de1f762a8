/** The ways into ECS: what may be expected of each, and what has come by. */
import type { Reach } from "../admission/request.ts";
import type { LastAtPoint } from "../ledger/ledger.ts";
import { type Html, html, inWords } from "./html.ts";
import { moment, relative, span } from "./moment.ts";
import { page } from "./page.ts";

/** A point in words for its users. */
export interface PointInWords {
	readonly name: string;
	readonly reach: Reach;
	readonly whenOff: "lets through" | "answers" | "withholds";
	readonly about: { readonly catches: string; readonly delay: string; readonly bypass: string; readonly closedBy: string };
}

/** What a reach promises, and no more. */
export const REACHES: Readonly<Record<Reach, string>> = {
	prevent: "nothing has started, and whoever asks is told no",
	revert: "it has happened, and Taskgate undoes it",
	report: "it exists or was refused elsewhere, and Taskgate tells",
};

/** What TASKGATE_ENFORCE=off and `taskgate halt` come to. */
export const WHEN_OFF: Readonly<Record<PointInWords["whenOff"], string>> = {
	"lets through": "lets through, and records what would have been refused",
	answers: "answers truly all the same",
	withholds: "undoes nothing, and records what would have been done",
};

export interface PointsView {
	readonly points: readonly PointInWords[];
	readonly enforcing: boolean;
	readonly last: readonly LastAtPoint[];
	/** Decisions of the last 24 hours, by point. */
	readonly today: ReadonlyMap<string, number>;
	readonly now: string;
}

export function pointsPage({ points, enforcing, last, today, now }: PointsView): string {
	const seen = new Map(last.map((one) => [one.point, one]));
	return page(
		{
			title: "Ways into ECS",
			at: "/points",
			lead: `ECS has no webhook in its API. What can be done about a workload depends on where it is met. ${enforcing ? "Enforcing." : "Not enforcing: see “while off” of each."}`,
		},
		html`${points.map((point) => pointItem(point, seen.get(point.name), today.get(point.name) ?? 0, now))}
<h2>Trusting the forward proxy</h2>
<p>Where <code>serve</code> runs with <code>TASKGATE_FORWARD_PROXY_PORT</code>, clients on that machine are led through it, and told to trust its CA, by</p>
<p><code>eval "$(taskgate proxy-ca --format env)"</code></p>
<p class="quiet">It sets HTTPS_PROXY, AWS_CA_BUNDLE and NODE_EXTRA_CA_CERTS. The bundle holds the system's roots beside the CA, so that every other host is verified as before; the CA is constrained to AWS's own domains.</p>`,
	);
}

function pointItem({ name, reach, whenOff, about }: PointInWords, last: LastAtPoint | undefined, today: number, now: string): Html {
	return html`<article class="card point" id="${name}">
<div class="row-head"><h2 class="id">${name}</h2><span class="reach ${reach}">${reach}</span></div>
<p>${REACHES[reach]}.</p>
<dl>
<dt>Last seen</dt><dd>${last === undefined ? html`<span class="quiet">never: it is not wired, or nobody has come by</span>` : seenItem(last, today, now)}</dd>
<dt>Catches</dt><dd>${inWords(about.catches)}</dd>
<dt>Delay</dt><dd>${inWords(about.delay)}</dd>
<dt>Bypassed by</dt><dd>${inWords(about.bypass)}</dd>
<dt>Closed by</dt><dd>${inWords(about.closedBy)}</dd>
<dt>While off</dt><dd>${WHEN_OFF[whenOff]}</dd>
</dl>
</article>
`;
}

/** The newest decision there, and how long after the call it was made. */
function seenItem({ time, decidedAt }: LastAtPoint, today: number, now: string): Html {
	const ms = Date.parse(decidedAt) - Date.parse(time);
	const delay = ms < 1000 ? `${Math.max(0, ms)} ms` : span(ms);
	return html`${moment(decidedAt, now)} UTC, ${relative(decidedAt, now)}; decided ${delay} after the call. ${today} decisions in the last 24 hours.`;
}
