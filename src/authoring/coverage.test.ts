import { expect, test } from "vitest";
import { coverageOf, spans } from "./coverage.ts";

const folder = {
	directory: "policies",
	files: {},
	own: ["policies/a/b.rego", "policies/a/b_test.rego", "policies/a/c.rego", "policies/a/empty.rego"],
	shown: { "policies/a/b.rego": "own/a/b.rego" },
};

test("rows that no test evaluated, of the folder's own policies", () => {
	const range = (from: number, to: number) => ({ start: { row: from }, end: { row: to } });
	const reported = {
		"policies/a/b.rego": { covered_lines: 6, not_covered_lines: 3, not_covered: [range(8, 9), range(3, 3), range(9, 9)] },
		"policies/a/b_test.rego": { covered_lines: 0, not_covered_lines: 50 },
		"policies/lib/value.rego": { covered_lines: 0, not_covered_lines: 50 },
		"policies/a/c.rego": { covered_lines: 1 },
	};
	expect(coverageOf(reported, folder, [])).toEqual({
		percent: 70,
		files: [
			{ file: "own/a/b.rego", covered: 6, notCovered: 3, rows: [3, 8, 9] },
			{ file: "policies/a/c.rego", covered: 1, notCovered: 0, rows: [] },
		],
	});
	expect(coverageOf({}, folder, []).percent).toBe(100);
});

test("neighbouring rows are told together", () => {
	expect(spans([3, 7, 8, 9, 12, 13])).toBe("3, 7-9, 12-13");
	expect(spans([])).toBe("");
});
