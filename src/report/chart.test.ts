import { describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import type { TimeChart } from "./chart.ts";
import { barList } from "./chart-bars.ts";
import { lines } from "./chart-line.ts";
import { stackedBars } from "./chart-stacked.ts";

const CHART: TimeChart = {
	id: "verdicts",
	title: "Verdicts & more",
	description: "By the hour.",
	period: "hour",
	series: [
		{ name: "allowed", look: "allowed" },
		{ name: "denied", look: "denied" },
	],
	rows: [
		{ label: "<01>", values: [3, 1] },
		{ label: "02", values: [0, 0] },
		{ label: "03", values: [5, 3] },
	],
};
const attributes = (svg: string, name: string) =>
	[...svg.matchAll(new RegExp(`<rect[^>]* ${name}="([^"]*)"`, "g"))].map(([, value]) => value);

describe.each([
	["stacked bars", stackedBars],
	["lines", lines],
])("%s", (_, draw) => {
	const svg = draw(CHART).text;

	test("are well-formed, with no script, no inline style and nothing unescaped", async () => {
		const { errors } = await validateXML({ xml: [{ fileName: "chart.xml", contents: svg }], schema: [], normalization: "format" });
		expect(errors).toEqual([]);
		expect(svg).not.toMatch(/<script|\sstyle=|\son\w+=|<01>|NaN|undefined/);
	});

	test("are an image with a name and a description, and a table of the same figures", () => {
		expect(svg).toContain('role="img" aria-labelledby="verdicts-title verdicts-description"');
		expect(svg).toContain('<title id="verdicts-title">Verdicts &amp; more</title>');
		expect(svg).toContain('<desc id="verdicts-description">By the hour.</desc>');
		expect(svg).toContain('<tr><th scope="row">03</th><td class="number">5</td><td class="number">3</td></tr>');
	});

	test("say so when there is nothing", () => {
		expect(draw({ ...CHART, rows: [] }).text).toContain("Nothing yet.");
	});

	test("stand all figures being zero, and one row alone", () => {
		expect(draw({ ...CHART, rows: [{ label: "1", values: [0, 0] }] }).text).not.toMatch(/NaN|Infinity/);
	});
});

test("bars stand upon each other, as high as their counts", () => {
	const svg = stackedBars({ ...CHART, rows: [{ label: "1", values: [3, 1] }] }).text;
	// 160 pixels stand for 4.
	expect(attributes(svg, "y")).toEqual(["40", "0"]);
	expect(attributes(svg, "height").slice(-2)).toEqual(["120", "40"]);
	expect(svg).toContain("<title>1: 3 allowed</title>");
});

test("a line goes through its counts, from edge to edge", () => {
	expect(lines(CHART).text).toContain('class="line allowed" vector-effect="non-scaling-stroke" d="M0,64L500,160L1000,0"');
});

test("at most five periods are labelled, the first and the last among them", () => {
	const rows = Array.from({ length: 100 }, (_, i) => ({ label: `h${i}`, values: [i, 1] }));
	const labels = [...stackedBars({ ...CHART, rows }).text.matchAll(/>(h\d+)<\/text>/g)].map(([, label]) => label);
	expect(labels).toEqual(["h0", "h25", "h50", "h74", "h99"]);
});

test("a list's bars are shares of the largest, or of what is told", () => {
	const rows = [
		{ label: "a<b", value: 10 },
		{ label: "c", value: 5, shown: "5 of 10" },
	];
	const list = (most?: number) =>
		barList({ title: "t", columns: ["policy", "denials"], look: "denied", rows, ...(most === undefined ? {} : { most }) }).text;
	expect(list()).toContain('<rect class="mark denied" width="50%"');
	expect(list(20)).toContain('<rect class="mark denied" width="25%"');
	expect(list()).toContain('<th scope="row">a&lt;b</th><td class="number">10</td>');
	expect(list()).toContain('<td class="number">5 of 10</td>');
	expect(barList({ title: "t", columns: ["a", "b"], look: "neutral", rows: [{ label: "x", value: 0 }] }).text).toContain('width="0%"');
});
