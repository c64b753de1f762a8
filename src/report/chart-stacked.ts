/** Bars over time, each made of its series one upon the other: verdicts by the hour, say. */
import { scaleBand } from "d3-scale";
import { stack } from "d3-shape";
import { type Html, html } from "../console/html.ts";
import { countScale, frame, percent, type TimeChart } from "./chart.ts";

export function stackedBars(chart: TimeChart): Html {
	const { series, rows } = chart;
	const layers = stack<number, (typeof rows)[number], number>()
		.keys(series.keys())
		.value(({ values }, layer) => values[layer] ?? 0)(rows);
	const y = countScale(Math.max(0, ...rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0))));
	const x = scaleBand<number>().domain(rows.keys()).range([0, 1]).paddingInner(0.2);
	const bars = layers.flatMap((layer, of) =>
		layer.map(([low, high], i) => {
			if (high <= low) return html``;
			const { name, look } = series[of] as (typeof series)[number];
			const place = html`x="${percent(x(i) ?? 0)}" width="${percent(x.bandwidth())}" y="${y(high)}" height="${y(low) - y(high)}"`;
			return html`<rect class="mark ${look}" ${place}><title>${rows[i]?.label}: ${high - low} ${name}</title></rect>`;
		}),
	);
	return frame(chart, y, (i) => (x(i) ?? 0) + middle(i, rows.length) * x.bandwidth(), bars);
}

/** Where a bar's label points to: its outer edge at both ends of the chart, its middle elsewhere. */
function middle(i: number, count: number): number {
	if (count > 1 && i === 0) return 0;
	return count > 1 && i === count - 1 ? 1 : 0.5;
}
