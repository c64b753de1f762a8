import { expect, test } from "vitest";
import { regressions } from "./bench.ts";
import { jsonBench, terminalBench } from "./tell-bench.ts";

const cost = (policy: string, ns: number, ratio?: number) => ({
	policy,
	inputs: 2,
	ns,
	...(ratio === undefined ? {} : { baseNs: ns / ratio, ratio }),
});
const COSTS = [cost("a/fast", 1000, 0.9), cost("a/slow", 12_345, 1.2), cost("a/new", 10)];

test("slower is what exceeds the threshold; a policy that the base lacks is not", () => {
	expect(regressions(COSTS, 10).map(({ policy }) => policy)).toEqual(["a/slow"]);
	expect(regressions(COSTS, 25)).toEqual([]);
});

test("told for people and for machines", () => {
	const told = terminalBench(COSTS, 10, false);
	expect(told).toContain("a/slow      12,345       2    10,288    1.20  slower\n");
	expect(told).toMatch(/3 policies, 13\.4 µs for .*; 1 slower than the base by more than 10 %\n$/);
	expect(terminalBench([cost("a/b", 1)], 10, false)).not.toContain("ratio");
	expect(terminalBench(COSTS, 10, true)).toContain("\u001b[31m");
	expect(JSON.parse(jsonBench(COSTS, 10)).policies[1]).toMatchObject({ policy: "a/slow", regression: true });
});
