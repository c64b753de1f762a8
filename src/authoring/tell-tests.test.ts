import { describe, expect, test } from "vitest";
import type { TriedTest } from "../rego/authoring-protocol.ts";
import { terminalTests } from "./tell-tests.ts";
import { jsonTests, junitTests } from "./tell-tests-machine.ts";
import { passed, type TestRun } from "./test-run.ts";

const FILE = "policies/a/b_test.rego";
const tried = (over: Partial<TriedTest>): TriedTest => ({
	...{ package: "data.policies.a.b_test", name: "test_x", outcome: "pass", file: FILE, row: 3, seconds: 0.0015 },
	...over,
});
const run = (tests: readonly TriedTest[], over: Partial<TestRun> = {}): TestRun => ({
	...{ tests, parity: { evaluations: 2, differences: [] }, seconds: 0.25 },
	...over,
});
const sources = { files: { [FILE]: "package a\n\ntest_x if 1 / 0\n" }, shown: { [FILE]: "own/b_test.rego" } };

const failing = tried({ outcome: "fail", failedAt: { file: FILE, row: 3, text: "\tx == 1\n\t|\n\t2 < 3" }, output: "seen \u001b[31m\n" });
const broken = tried({
	name: "test_y",
	outcome: "error",
	errors: [{ code: "eval_builtin_error", message: "div: divide by zero", file: FILE, row: 3, col: 11 }],
});
const difference = { entrypoint: "policies/a/b/violation", input: { x: 1 }, opa: "[]", wasm: "failed" };

describe("a run on a terminal", () => {
	test("that passed is a line for each file", () => {
		const told = terminalTests(run([tried({}), tried({ name: "test_z", outcome: "skip" })]), sources, false);
		expect(told).toContain("✓ own/b_test.rego  2 tests, 3.0 ms\n    - skipped test_z\n");
		expect(told).toMatch(/\nWASM: 2 evaluations of the tests answered as OPA does\n1 passed, 1 skipped in 0\.25 s\n$/);
	});

	test("that failed says where, what stood there and what it printed, and obeys nothing of it", () => {
		const told = terminalTests(run([failing, broken]), sources, false);
		expect(told).toContain("own/b_test.rego:3: test_x failed\n    x == 1\n    |\n    2 < 3\n      print seen \\u001b[31m\n");
		expect(told).toContain("own/b_test.rego:3: test_y could not be evaluated\n  own/b_test.rego:3:11: div: divide by zero");
		expect(told).toContain("1 failed");
		expect(terminalTests(run([failing]), sources, true)).toContain("\u001b[31m✗");
	});

	test("shows what WASM answered otherwise, and that nothing was compared", () => {
		const many = { evaluations: 9, differences: Array.from({ length: 7 }, () => difference) };
		const told = terminalTests(run([tried({})], { parity: many }), sources, false);
		expect(told).toContain(
			'WASM: 7 of 9 evaluations answered otherwise than OPA\n  policies/a/b/violation\n    input {"x":1}\n    OPA   []\n    WASM  failed',
		);
		expect(told).toContain("and 2 more");
		const none = run([tried({})], { parity: { evaluations: 0, differences: [] } });
		expect(terminalTests(none, sources, false)).toContain("nothing was compared");
	});
});

describe("a run for machines", () => {
	test("as JSON", () => {
		const told = JSON.parse(jsonTests(run([failing, broken, tried({})], { coverage: { files: [], percent: 100 } }), sources.shown));
		expect(told).toMatchObject({
			summary: { passed: 1, failed: 1, errors: 1, skipped: 0, ok: false },
			tests: [{ file: "own/b_test.rego", failedAt: { file: "own/b_test.rego" } }, { errors: [{ file: "own/b_test.rego" }] }, {}],
			coverage: { percent: 100 },
		});
	});

	test("as JUnit, whatever a test printed", () => {
		const told = junitTests(
			run([failing, broken, tried({ outcome: "skip" })], { parity: { evaluations: 1, differences: [difference] } }),
			sources.shown,
		);
		expect(told).toContain('<testsuite name="own/b_test.rego" tests="3" failures="1" errors="1" skipped="1" time="0.004500">');
		expect(told).toContain("own/b_test.rego:3\n\tx == 1\n\t|\n\t2 &lt; 3</failure><system-out>seen \ufffd[31m\n</system-out>");
		expect(told).toContain('<error message="div: divide by zero"/>');
		expect(told).toContain('<testsuite name="parity" tests="1" failures="1">');
	});
});

test("a difference is no success, though every test passed", () => {
	expect(passed(run([tried({})]))).toBe(true);
	expect(passed(run([tried({})], { parity: { evaluations: 1, differences: [difference] } }))).toBe(false);
});
