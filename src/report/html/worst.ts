/** The objects with the gravest denials: the place to start. */
import { SEVERITIES, type Severity } from "../../admission/policy.ts";
import { type Html, html } from "../../console/html.ts";
import type { Report, ReportedDecision } from "../report.ts";
import { plain } from "../text.ts";
import { objectName, placeName } from "./words.ts";

const MOST = 10;

export function worst({ decisions }: Report): Html | false {
	const denied = decisions.filter(({ verdict }) => verdict === "denied");
	if (denied.length < 2) return false;
	const ranked = denied.map((decision) => ({ decision, counts: denials(decision) })).sort((a, b) => compare(b.counts, a.counts));
	const shown = ranked.slice(0, MOST);
	return html`<section aria-labelledby="worst">
<h2 id="worst">${denied.length > MOST ? "The ten worst objects" : "The worst objects"}</h2>
<div class="wide" role="region" tabindex="0" aria-label="Table, may scroll sideways"><table>
<caption>Objects by their open denials, the most critical first${denied.length > MOST && html`; ${denied.length - MOST} more are denied`}</caption>
<thead><tr><th scope="col">object</th><th scope="col">place</th>${SEVERITIES.map((severity) => html`<th scope="col" class="number">${severity}</th>`)}</tr></thead>
<tbody>${shown.map(({ decision, counts }) => html`<tr><th scope="row">${objectName(decision)}<br><code class="quiet">${plain(decision.source)}</code></th><td>${placeName(decision)}</td>${counts.map((count) => html`<td class="number">${count > 0 ? count : "–"}</td>`)}</tr>`)}</tbody>
</table></div>
</section>
`;
}

/** In the order of the severities. */
function denials({ violations }: ReportedDecision): readonly number[] {
	const of = (severity: Severity) => violations.filter((one) => one.action === "deny" && one.severity === severity).length;
	return SEVERITIES.map(of);
}

function compare(a: readonly number[], b: readonly number[]): number {
	const differences = a.map((count, i) => count - (b[i] ?? 0));
	return differences.find((difference) => difference !== 0) ?? 0;
}
