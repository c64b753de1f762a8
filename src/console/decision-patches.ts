/** What was patched before it was judged: by which policies, and the diff. */
import { objectDiff } from "../report/object-diff.ts";
import { counted } from "../report/text.ts";
import type { DecisionWithActions } from "../store/store.ts";
import { type Html, html } from "./html.ts";
import { policyLink } from "./marks.ts";

const TONES: Readonly<Record<string, string>> = { "+": "added", "-": "removed", "@": "hunk" };

export function patchesMade({ patches = [], before, object, patchesWithheld, verdict }: DecisionWithActions): Html | undefined {
	if (patches.length === 0) return undefined;
	const operations = patches.map(
		(patch) =>
			html`<li>${policyLink(patch.policy)} <span class="quiet small">constraint ${patch.constraint}, ${counted(patch.operations.length, "operation")}</span></li>`,
	);
	return html`<section aria-labelledby="patches"><h2 id="patches">What was patched</h2>
<p class="quiet">${fate(verdict, patchesWithheld)}</p>
<div class="card"><ul class="plain">${operations}</ul>
${
	before === undefined
		? html`<p class="quiet">The object before that was too large to keep.</p>`
		: html`<pre class="diff" tabindex="0" aria-label="What was patched, line by line">${objectDiff(before, object).map(
				(line) => html`<span class="${TONES[line.charAt(0)] ?? "same"}">${line}
</span>`,
			)}</pre>`
}</div></section>`;
}

function fate(verdict: DecisionWithActions["verdict"], withheld: string | undefined): string {
	if (withheld !== undefined) return `It would have been patched: it went its way as it came, because ${withheld}.`;
	if (verdict === "allowed") return "It was patched, then judged, and it is the patched object that went on.";
	if (verdict === "denied") return "It was patched, then judged, and refused all the same: nothing went on.";
	return "It was patched, then judged; what is undecided goes on, as patched, only where the failure policy is Ignore.";
}
