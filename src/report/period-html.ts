/** A period as one HTML file: no script, nothing fetched, readable on paper and on a phone. */
import { createHash } from "node:crypto";
import packageJson from "../../package.json" with { type: "json" };
import { Html, html } from "../console/html.ts";
import { REPORT_STYLE } from "./html-style.ts";
import type { Period } from "./period.ts";
import { filterText, sectionsOf, titleOf } from "./period-sections.ts";
import { decisionsText } from "./period-words.ts";
import type { Section } from "./section.ts";
import { plain } from "./text.ts";

const STYLE = `${REPORT_STYLE}
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: .95rem; width: 100%; }
th, td { border-top: 1px solid var(--line); overflow-wrap: anywhere; padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; }
th { color: var(--quiet); font-weight: 600; }
.number { overflow-wrap: normal; text-align: right; white-space: nowrap; }
.gap { border-left: .35rem solid var(--undecided); margin-top: 1rem; padding-left: .7rem; }
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
${period.gaps.map((gap) => html`<p class="gap">${plain(gap)}</p>`)}
${sectionsOf(period).map(sectionHtml)}
</main>
<footer><p>Taskgate ${packageJson.version}, ${period.madeAt}</p></footer>
</body>
</html>
`.text;
}

function sectionHtml({ title, columns, rows, note }: Section, i: number): Html {
	const head = columns.map(({ text, right }) => html`<th scope="col" class="${right && "number"}">${text}</th>`);
	const body = rows.map(
		(cells) => html`<tr>${cells.map(({ text, right }) => html`<td class="${right && "number"}">${plain(text)}</td>`)}</tr>\n`,
	);
	return html`<section aria-labelledby="section-${i}">
<h2 id="section-${i}">${title}</h2>
<div class="table" role="region" aria-labelledby="section-${i}" tabindex="0"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table></div>
${note !== undefined && html`<p class="quiet">${plain(note)}</p>`}
</section>
`;
}
