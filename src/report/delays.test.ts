import { describe, expect, test } from "vitest";
import { boundedPercentiles, Delays } from "./delays.ts";

function percentiles(seconds: readonly number[]) {
	const delays = new Delays();
	for (const each of seconds) delays.add(each);
	return delays.percentiles();
}

describe("percentiles by nearest rank", () => {
	test("of a hundred times", () => {
		const shuffled = Array.from({ length: 100 }, (_, i) => ((i * 37) % 100) + 1);
		expect(percentiles(shuffled)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99 });
	});

	test("of one, of two, of none", () => {
		expect(percentiles([0.84])).toEqual({ count: 1, p50: 0.9, p95: 0.9, p99: 0.9 });
		expect(percentiles([1, 3])).toEqual({ count: 2, p50: 1, p95: 3, p99: 3 });
		expect(percentiles([])).toBeUndefined();
	});

	test("a clock that went back is no time at all", () => {
		expect(percentiles([-5])).toMatchObject({ p50: 0 });
	});
});

test("of a histogram they are upper bounds, and the last one is open", () => {
	expect(boundedPercentiles([1, 5, 60], [50, 45, 4, 1])).toEqual({ count: 100, p50: 1, p95: 5, p99: 60 });
	expect(boundedPercentiles([1], [0, 2])).toMatchObject({ p50: Number.POSITIVE_INFINITY });
	expect(boundedPercentiles([1], [0, 0])).toBeUndefined();
});
