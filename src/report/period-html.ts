/** A period as one HTML file: no script, nothing fetched, readable on paper and on a phone. */
import { createHash } from "node:crypto";
import packageJson from "../../package.json" with { type: "json" };
import { Html, html } from "../console/html.ts";
import { stackedBars } from "./chart-stacked.ts";
import { REPORT_STYLE } from "./html/style.ts";
import type { Period } from "./period.ts";
import { filterText, sectionsOf, titleOf } from "./period-sections.ts";
import { decisionsText } from "./period-words.ts";
import type { Section } from "./section.ts";
import { plain } from "./text.ts";

const STYLE = `${REPORT_STYLE}
td { overflow-wrap: anywhere; }
.number { overflow-wrap: normal; text-align: right; white-space: nowrap; }
`;

export function periodHtml(period: Period): string {
	const hash = createHash("sha256").update(STYLE).digest("base64");
	const csp = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Taskgate ${packageJson.version}">
<title>${titleOf(period)}</title>
${new Html(`<style>${STYLE}</style>`)}
</head>
<body>
<header>
<h1>${titleOf(period)}</h1>
<p>${decisionsText(period.decisions)}. ${plain(filterText(period))}</p>
</header>
<main>
${period.gaps.map((gap) => html`<p class="object warn">${plain(gap)}</p>`)}
${byDay(period)}
${sectionsOf(period).map(sectionHtml)}
</main>
<footer><p>Taskgate ${packageJson.version}, ${period.madeAt}</p></footer>
</body>
</html>
`.text;
}

function byDay({ days }: Period): Html | false {
	if (days.length < 2) return false;
	const rows = days.map(({ name, decisions, consequences: { admitted = 0, flagged = 0, undecided = 0 } }) => {
		const allowed = admitted + flagged;
		return { label: name, values: [decisions - allowed - undecided, undecided, allowed] };
	});
	const denied = rows.reduce((sum, { values: [count = 0] }) => sum + count, 0);
	return stackedBars({
		...{ id: "decisions-by-day", title: "Decisions by day", period: "day" },
		description: `${decisionsText(denied)} in ${days.length} days denied, whatever followed from that.`,
		series: [
			{ name: "denied", look: "denied" },
			{ name: "undecided", look: "undecided" },
			{ name: "allowed", look: "allowed" },
		],
		rows,
	});
}

function sectionHtml({ title, columns, rows, note }: Section, i: number): Html {
	const head = columns.map(({ text, right }) => html`<th scope="col" class="${right && "number"}">${text}</th>`);
	const body = rows.map(
		(cells) => html`<tr>${cells.map(({ text, right }) => html`<td class="${right && "number"}">${plain(text)}</td>`)}</tr>\n`,
	);
	return html`<section aria-labelledby="section-${i}">
<h2 id="section-${i}">${title}</h2>
<div class="wide" role="region" aria-labelledby="section-${i}" tabindex="0"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table></div>
${note !== undefined && html`<p class="quiet">${plain(note)}</p>`}
</section>
`;
}
