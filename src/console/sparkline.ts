/** A trend as small as a word; the figure beside it says the same to whoever does not see it. */
import { scaleBand, scaleLinear } from "d3-scale";
import { type Html, html } from "./html.ts";

const WIDTH = 128;
const HEIGHT = 22;

export function sparkline(values: readonly number[]): Html {
	const x = scaleBand<number>().domain(values.keys()).range([0, WIDTH]).paddingInner(0.25);
	const y = scaleLinear()
		.domain([0, Math.max(1, ...values)])
		.range([0, HEIGHT - 2]);
	const bars = values.map((value, i) => {
		const height = value === 0 ? 1 : Math.max(2, Math.round(y(value)));
		return html`<rect x="${Math.round((x(i) ?? 0) * 10) / 10}" y="${HEIGHT - height}" width="${Math.round(x.bandwidth() * 10) / 10}" height="${height}"${value > 0 && html` class="now"`}/>`;
	});
	return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" fill="currentColor" aria-hidden="true">${bars}</svg>`;
}
