/** What could not be read or judged, first and loud: nobody knows what is in it, and it is no pass. */
import { type Html, html } from "../../console/html.ts";
import type { Report, ReportedDecision } from "../report.ts";
import { counted, plain } from "../text.ts";
import { objectName, placeName } from "./words.ts";

/** More than these are folded up. */
const MOST_OPEN = 10;

export function notJudged({ decisions }: Report): Html | false {
	const undecided = decisions.filter(({ verdict }) => verdict === "undecided");
	if (undecided.length === 0) return false;
	const pairs = undecided.flatMap((decision) => reasonsOf(decision).map((reason) => ({ reason, decision })));
	const groups = [...Map.groupBy(pairs, ({ reason }) => reason)].sort(([, a], [, b]) => b.length - a.length);
	return html`<section class="alarm" aria-labelledby="not-judged">
<h2 id="not-judged">${counted(undecided.length, "object")} could not be read or judged</h2>
<p>Nobody knows what is in them: they are counted apart, and are no pass. Mend the reason and ask again.</p>
${groups.map(([reason, of]) => html`<details open=""><summary>${plain(reason)} <span class="quiet">${counted(of.length, "object")}</span></summary>${objects(of.map(({ decision }) => decision))}</details>`)}
</section>
`;
}

function reasonsOf({ failures }: ReportedDecision): readonly string[] {
	return failures.length === 0
		? ["no reason was given"]
		: [...new Set(failures.map(({ policy, reason }) => (policy === undefined ? reason : `${policy}: ${reason}`)))];
}

function objects(of: readonly ReportedDecision[]): Html {
	const list = (some: readonly ReportedDecision[]) =>
		html`<ul class="notes">${some.map((decision) => html`<li>${objectName(decision)} <code>${plain(decision.source)}</code> <span class="quiet">${placeName(decision)}</span></li>`)}</ul>`;
	if (of.length <= MOST_OPEN) return list(of);
	return html`${list(of.slice(0, MOST_OPEN))}<details><summary>${counted(of.length - MOST_OPEN, "more object")}</summary>${list(of.slice(MOST_OPEN))}</details>`;
}
