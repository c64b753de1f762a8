/** Open and exempted findings at the end of each day. */
import { type Html, html } from "../../console/html.ts";
import { lines } from "../chart-line.ts";
import type { Report } from "../report.ts";

export function trend({ audit }: Report): Html | false {
	if (audit === undefined || audit.trend.length === 0) return false;
	const days = audit.trend;
	const [first, last] = [days[0], days.at(-1)] as [(typeof days)[number], (typeof days)[number]];
	return html`<section aria-labelledby="trend">
<h2 id="trend">Trend</h2>
${lines({
	...{ id: "open-findings", title: "Findings at the end of each day", period: "day" },
	description: `From ${first.open} open findings on ${first.day} to ${last.open} on ${last.day}.`,
	series: [
		{ name: "open", look: "denied" },
		{ name: "exempted", look: "exempted" },
	],
	rows: days.map(({ day, open, exempted }) => ({ label: day, values: [open, exempted] })),
})}
</section>
`;
}
