/** Every object with its verdict, so that what is not among the findings can be looked up too. */
import { type Html, html } from "../../console/html.ts";
import type { Report } from "../report.ts";
import { counted, plain } from "../text.ts";
import { objectName, placeName, verdictMark } from "./words.ts";

export function everyObject({ decisions }: Report): Html {
	return html`<section aria-labelledby="objects">
<h2 id="objects">Every object</h2>
<details><summary>${counted(decisions.length, "object")}</summary>
<div class="wide" role="region" tabindex="0" aria-label="Table, may scroll sideways"><table>
<caption>What was judged, in its order</caption>
<thead><tr><th scope="col">object</th><th scope="col">verdict</th><th scope="col">place</th><th scope="col" class="number">findings</th></tr></thead>
<tbody>${decisions.map((decision) => html`<tr><th scope="row">${objectName(decision)}<br><code class="quiet">${plain(decision.source)}</code></th><td>${verdictMark(decision.verdict)}</td><td>${placeName(decision)}</td><td class="number">${decision.violations.length}</td></tr>`)}</tbody>
</table></div></details>
</section>
`;
}
