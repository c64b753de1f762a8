/** Charts as SVG made on the server: no script, no inline style, and the same figures as a table for whoever does not see them. */
import { scaleLinear } from "d3-scale";
import { type Html, html } from "../console/html.ts";

/** What a colour means; each is a class of `CHART_STYLE`, whose colours are the page's own variables. */
export type Look = "allowed" | "denied" | "undecided" | "exempted" | "neutral";

export interface Series {
	readonly name: string;
	readonly look: Look;
}

/** Counts by time: one value of a row for each series, in their order. */
export interface TimeChart {
	/** Unique on its page. */
	readonly id: string;
	readonly title: string;
	/** What the chart shows, in a sentence, for whoever hears it. */
	readonly description: string;
	/** The heading of the table's first column, such as `hour`. */
	readonly period: string;
	readonly series: readonly Series[];
	/** Oldest first. */
	readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
}

/** The plot's height in pixels; its width is the page's, so that positions along it are in percent. */
export const PLOT_HEIGHT = 160;
const AXIS_HEIGHT = 22;
/** As many as a phone has room for: hours, or whole dates. */
const MOST_LABELS = { short: 5, long: 3 };
const SHORT = 6;

/** From counts to pixels from the top, ending at a round number. */
export function countScale(most: number) {
	return scaleLinear()
		.domain([0, Math.max(most, 1)])
		.nice(4)
		.rangeRound([PLOT_HEIGHT, 0]);
}

type CountScale = ReturnType<typeof countScale>;

/** The figure around what a chart draws: legend, axes, and the table. */
export function frame(chart: TimeChart, y: CountScale, x: (i: number) => number, drawn: readonly Html[] | Html): Html {
	const { id, title, description, series, rows } = chart;
	if (rows.length === 0) return html`<figure class="chart"><figcaption>${title}</figcaption><p class="quiet">Nothing yet.</p></figure>`;
	return html`<figure class="chart">
<figcaption>${title}</figcaption>
<ul class="legend">${series.map(({ name, look }) => html`<li><svg class="swatch" width="12" height="12" aria-hidden="true"><rect class="mark ${look}" width="12" height="12" rx="2"/></svg> ${name}</li>`)}</ul>
<svg class="plot" role="img" aria-labelledby="${id}-title ${id}-description" width="100%" height="${PLOT_HEIGHT + AXIS_HEIGHT}">
<title id="${id}-title">${title}</title>
<desc id="${id}-description">${description}</desc>
${y
	.ticks(4)
	.filter(Number.isInteger)
	.map((count) => gridline(count, y(count)))}
${drawn}
${labelled(rows).map((i) => html`<text class="tick" x="${percent(x(i))}" y="${PLOT_HEIGHT + 16}" text-anchor="${anchor(i, rows.length)}">${rows[i]?.label}</text>`)}
</svg>
${table(chart)}
</figure>
`;
}

/** With two decimals: `12.34%`. */
export function percent(share: number): string {
	return `${Math.round(share * 10_000) / 100}%`;
}

function gridline(count: number, y: number): Html {
	return html`<line class="${count === 0 ? "base" : "grid"}" x1="0" x2="100%" y1="${y}" y2="${y}"/><text class="tick" x="-8" y="${y}" dy="4" text-anchor="end">${count.toLocaleString("en")}</text>`;
}

/** Positions spread evenly, the first and the last among them. */
function labelled(rows: TimeChart["rows"]): readonly number[] {
	const most = rows.every(({ label }) => label.length <= SHORT) ? MOST_LABELS.short : MOST_LABELS.long;
	const shown = Math.min(rows.length, most);
	return Array.from({ length: shown }, (_, n) => Math.round((n * (rows.length - 1)) / Math.max(shown - 1, 1)));
}

function anchor(i: number, count: number): string {
	if (count > 1 && i === 0) return "start";
	return count > 1 && i === count - 1 ? "end" : "middle";
}

function table({ title, period, series, rows }: TimeChart): Html {
	return html`<details class="figures-of"><summary>The figures of this chart</summary>
<table><caption>${title}</caption>
<thead><tr><th scope="col">${period}</th>${series.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${rows.map(({ label, values }) => html`<tr><th scope="row">${label}</th>${values.map((value) => html`<td class="number">${value}</td>`)}</tr>`)}</tbody>
</table></details>`;
}
