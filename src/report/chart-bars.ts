/** A list with a bar for each figure: a table, so that it is heard as it is seen. */
import { scaleLinear } from "d3-scale";
import { type Html, html } from "../console/html.ts";
import { type Look, percent } from "./chart.ts";

export interface BarList {
	readonly title: string;
	/** The headings of the columns: what is counted, and the figure. */
	readonly columns: readonly [string, string];
	readonly look: Look;
	/** What a full bar stands for; the largest figure unless told. */
	readonly most?: number;
	/** `shown` stands in place of the bare figure, such as `12 of 14 (85.7 %)`. */
	readonly rows: readonly { readonly label: Html | string; readonly value: number; readonly shown?: string }[];
}

export function barList({ title, columns, look, most, rows }: BarList): Html {
	const full = most ?? Math.max(0, ...rows.map(({ value }) => value));
	const length = scaleLinear()
		.domain([0, full || 1])
		.range([0, 1])
		.clamp(true);
	return html`<table class="bars">
<caption>${title}</caption>
<thead><tr><th scope="col">${columns[0]}</th><th scope="col" class="number">${columns[1]}</th><td class="bar"></td></tr></thead>
<tbody>${rows.map(({ label, value, shown }) => html`<tr><th scope="row">${label}</th><td class="number">${shown ?? value.toLocaleString("en")}</td><td class="bar"><svg width="100%" height="12" aria-hidden="true"><rect class="ground" width="100%" height="12" rx="2"/><rect class="mark ${look}" width="${percent(length(value))}" height="12" rx="2"/></svg></td></tr>`)}
</tbody></table>
`;
}
