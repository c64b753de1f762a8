/** docs/operations.md, the examples of Grafana and Prometheus, and the registry: they name the same metrics. */
import { readFileSync } from "node:fs";
import { parser } from "@prometheus-io/lezer-promql";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { REASON_CLASSES } from "../../src/metrics/reason-class.ts";
import { registerMetrics } from "../../src/metrics/registered.ts";
import { readings } from "../../src/readings.ts";
import { SECRET_KINDS } from "../planted-secrets.ts";
import { testWorld } from "../worlds.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const PAGE = read("docs/operations.md");

interface Described {
	readonly name: string;
	readonly type: string;
	readonly labelNames: readonly string[];
}

const registered = Object.values(registerMetrics())
	.filter((metric) => "labelNames" in metric)
	.map((metric) => metric as unknown as { name: string; labelNames: string[]; constructor: { name: string } })
	.map((metric): Described => ({ name: metric.name, type: metric.constructor.name.toLowerCase(), labelNames: metric.labelNames }));

/** What a query may name: a histogram is three series. */
const series = new Set(
	registered.flatMap(({ name, type }) => (type === "histogram" ? ["_bucket", "_sum", "_count"].map((end) => `${name}${end}`) : [name])),
);

test("the table of the page is the registry, both ways, in order", () => {
	const rows = PAGE.matchAll(/^\| `(taskgate_\w+)` \| (\w+) \| ([^|]*)\|/gm);
	const documented = Array.from(rows, ([, name, type, labels]) => ({
		...{ name, type },
		labelNames: Array.from((labels as string).matchAll(/`(\w+)`/g), ([, label]) => label),
	}));
	expect(documented).toEqual(registered);
	expect(registered.length).toBeGreaterThan(25);
});

test("the page lists every class of reasons and every kind of secret", () => {
	for (const reason of REASON_CLASSES) expect(PAGE, reason).toContain(`\`${reason}\``);
	const section = PAGE.slice(PAGE.indexOf("## Secrets"));
	for (const kind of SECRET_KINDS) expect(section, kind).toContain(kind);
});

test("a scrape is text that names them, and is absent where nothing can be told", async () => {
	const world = testWorld();
	const { body } = await world.metrics.expose(await readings(world));
	for (const name of [
		"taskgate_pending_actions 0",
		"taskgate_inbox_events 0",
		'taskgate_bundle_info{revision="r1"} 1',
		"process_cpu_seconds_total",
	])
		expect(body).toContain(name);
	const { inbox: _, ...store } = world.store;
	const blind = await world.metrics.expose(await readings({ ...world, store }));
	expect(blind.body).not.toMatch(/^taskgate_inbox_events /m);
});

interface Rule {
	readonly alert: string;
	readonly expr: string;
	readonly labels: { readonly severity: string };
	readonly annotations: { readonly summary: string; readonly description: string };
}

const rules = (parse(read("examples/prometheus/alerts.yaml")) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
interface Panel {
	readonly id: number;
	readonly title: string;
	readonly type: string;
	readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
	readonly targets: readonly { readonly expr: string }[];
}
const dashboard = JSON.parse(read("examples/grafana/taskgate.json")) as { uid: string; schemaVersion: number; panels: Panel[] };
const queries = [
	...rules.map(({ alert, expr }) => [alert, expr] as const),
	...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
];

test.each(queries)("%s: the query parses, and asks for what there is", (_, expr) => {
	const query = expr.replaceAll("$__rate_interval", "5m").replaceAll("$__range", "1d");
	const names: string[] = [];
	const errors: string[] = [];
	parser.parse(query).iterate({
		enter: ({ name, from, to, type }) => {
			if (type.isError) errors.push(query.slice(from, to));
			if (name === "Identifier" && /^(taskgate|process|nodejs)_/.test(query.slice(from, to))) names.push(query.slice(from, to));
		},
	});
	expect(errors, query).toEqual([]);
	expect(names.length).toBeGreaterThan(0);
	expect(names.filter((name) => name.startsWith("taskgate_") && !series.has(name))).toEqual([]);
});

test("the parser tells a query that is none", () => {
	const errors: string[] = [];
	parser.parse("sum(rate(taskgate_decisions_total[5m])").iterate({ enter: ({ type }) => void (type.isError && errors.push("!")) });
	expect(errors).not.toEqual([]);
});

test("every alert says how bad it is and what to do", () => {
	expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
	for (const { alert, labels, annotations } of rules) {
		expect(["critical", "warning", "info"], alert).toContain(labels.severity);
		expect(annotations.summary.length, alert).toBeGreaterThan(10);
		expect(annotations.description.length, alert).toBeGreaterThan(20);
	}
});

test("the dashboard's panels have places of their own, and forms that Grafana has", () => {
	expect(dashboard).toMatchObject({ uid: "taskgate", schemaVersion: 39 });
	const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
		Array.from({ length: w * h }, (_, i) => `${x + (i % w)}/${y + Math.floor(i / w)}`),
	);
	expect(new Set(cells).size).toBe(cells.length);
	expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
	expect(new Set(dashboard.panels.map(({ type }) => type))).toEqual(new Set(["stat", "timeseries", "table"]));
	expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
});
