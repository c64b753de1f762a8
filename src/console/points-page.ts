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
</main>`,
	);
}

function pointItem({ name, reach, whenOff, about }: PointInWords): Html {
	return html`<article class="decision point ${reach}">
<h2>${name} <span class="consequence">${reach}</span></h2>
<p>${REACHES[reach]}.</p>
<dl>
<dt>Catches</dt><dd>${about.catches}</dd>
<dt>Delay</dt><dd>${about.delay}</dd>
<dt>Bypassed by</dt><dd>${about.bypass}</dd>
<dt>Closed by</dt><dd>${about.closedBy}</dd>
<dt>While off</dt><dd>${WHEN_OFF[whenOff]}</dd>
</dl>
</article>
`;
}
