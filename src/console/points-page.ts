/** The ways into ECS that are guarded, and what may be expected of each: reach, delay, how it is bypassed, what closes the bypass. */
import type { Reach } from "../admission/request.ts";
import { type Html, html } from "./html.ts";
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

export function pointsPage(points: readonly PointInWords[], enforcing: boolean): string {
	return page(
		"Enforcement points",
		html`<header>
<h1>Ways into ECS</h1>
<p>ECS has no webhook in its API. What can be done about a workload depends on where it is met.</p>
<p class="quiet">${enforcing ? "Enforcing." : "Not enforcing: see “while off” of each."}</p>
</header>
<main>
${points.map(pointItem)}
<h2>Trusting the forward proxy</h2>
<p>Where <code>serve</code> runs with <code>TASKGATE_FORWARD_PROXY_PORT</code>, clients on that machine are led through it, and told to trust its CA, by</p>
<p><code>eval "$(taskgate proxy-ca --format env)"</code></p>
<p class="quiet">It sets HTTPS_PROXY, AWS_CA_BUNDLE and NODE_EXTRA_CA_CERTS. The bundle holds the system's roots beside the CA, so that every other host is verified as before; the CA is constrained to AWS's own domains.</p>
</main>`,
	);
}

function pointItem({ name, reach, whenOff, about }: PointInWords): Html {
	return html`<article class="decision point ${reach}">
<h2>${name} <span class="consequence">${reach}</span></h2>
<p>${REACHES[reach]}.</p>
<dl>
<dt>Catches</dt><dd>${inWords(about.catches)}</dd>
<dt>Delay</dt><dd>${inWords(about.delay)}</dd>
<dt>Bypassed by</dt><dd>${inWords(about.bypass)}</dd>
<dt>Closed by</dt><dd>${inWords(about.closedBy)}</dd>
<dt>While off</dt><dd>${WHEN_OFF[whenOff]}</dd>
</dl>
</article>
`;
}

/** What stands in backquotes is code. */
function inWords(text: string): readonly (Html | string)[] {
	return text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}
