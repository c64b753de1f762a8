/** Lines over time, the first with its area filled: open findings by the day, say. */
import { scalePoint } from "d3-scale";
import { area, line } from "d3-shape";
import { type Html, html } from "../console/html.ts";
import { countScale, frame, PLOT_HEIGHT, percent, type TimeChart } from "./chart.ts";

/** A path has no percentages: it is drawn in a square that is stretched over the plot. */
const SQUARE = 1000;

export function lines(chart: TimeChart): Html {
	const { series, rows } = chart;
	const y = countScale(Math.max(0, ...rows.flatMap(({ values }) => values)));
	const x = scalePoint<number>().domain(rows.keys()).range([0, 1]);
	const across = (_: unknown, i: number) => (x(i) ?? 0) * SQUARE;
	const down = (of: number) => (row: (typeof rows)[number]) => y(row.values[of] ?? 0);
	const filled = area<(typeof rows)[number]>().x(across).y0(PLOT_HEIGHT).y1(down(0)).digits(1)([...rows]);
	const drawn = html`<svg class="stretched" width="100%" height="${PLOT_HEIGHT}" viewBox="0 0 ${SQUARE} ${PLOT_HEIGHT}" preserveAspectRatio="none">
<path class="area ${series[0]?.look}" d="${filled ?? ""}"/>
${series.map(({ look }, of) => html`<path class="line ${look}" vector-effect="non-scaling-stroke" d="${line<(typeof rows)[number]>().x(across).y(down(of)).digits(1)([...rows]) ?? ""}"/>`)}
</svg>
${series.map(({ name, look }, of) => rows.map(({ label, values }, i) => html`<circle class="mark ${look}" cx="${percent(x(i) ?? 0)}" cy="${y(values[of] ?? 0)}" r="${rows.length > 31 ? 1.5 : 3}"><title>${label}: ${values[of] ?? 0} ${name}</title></circle>`))}`;
	return frame(chart, y, (i) => x(i) ?? 0, drawn);
}
