import { expect, test } from "vitest";
import { firedSeries, hoursOf, periodsOf, RANGES, series, total, verdictChart } from "./timeline.ts";

const NOW = "2026-11-20T12:30:00.000Z";
const at = (period: string, denied: number) => ({ period, verdicts: { denied }, policies: {}, points: {} });

test("a range ends with the period that it is now, and asks for whole ones", () => {
	expect(periodsOf(RANGES["24h"], NOW)).toHaveLength(24);
	expect(periodsOf(RANGES["24h"], NOW).at(-1)).toBe("2026-11-20T12");
	expect(hoursOf(RANGES["24h"], NOW)).toEqual({ since: "2026-11-19T13", until: "2026-11-20T12" });
	expect(hoursOf(RANGES["30d"], NOW)).toEqual({ since: "2026-10-22T00", until: "2026-11-20T12" });
});

test("hours and days of counts come to days, and what is older is left out", () => {
	const counts = [at("2026-10-21", 100), at("2026-10-22", 5), at("2026-11-20T01", 1), at("2026-11-20T12", 2)];
	const days = series(counts, RANGES["30d"], NOW, ({ verdicts }) => verdicts.denied);
	expect([days[0], days.at(-1), total(days)]).toEqual([5, 3, 8]);
});

test("policies are counted by the day, also one that is called like a member of every object", () => {
	const policies = JSON.parse('{ "a/b": 2, "__proto__": 1 }');
	const fired = firedSeries(
		[
			{ ...at("2026-11-20T12", 0), policies },
			{ ...at("2026-11-20T11", 0), policies },
			{ ...at("2026-01-01", 0), policies },
		],
		RANGES["30d"],
		NOW,
	);
	expect([fired.get("a/b")?.at(-1), fired.get("__proto__")?.at(-1), fired.get("constructor")]).toEqual([4, 2, undefined]);
});

test("the chart says its figures in words too", () => {
	const chart = verdictChart([at("2026-11-20T12", 2)], RANGES["24h"], NOW);
	expect(chart.description).toContain("0 allowed, 2 denied, 0 undecided");
	expect(chart.rows.at(-1)).toEqual({ label: "12:00", values: [0, 2, 0] });
});
