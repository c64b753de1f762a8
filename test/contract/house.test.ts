/** What linters cannot hold. Every check passes on the tree and is shown to fail on a made-up one. */
import { describe, expect, test } from "vitest";
import { POINTS } from "../../src/enforcement-points/points.ts";
import { clockReaders, environmentReaders } from "./house/code.ts";
import { dependenciesWithoutReason, drawers, machinePaths, pointsWithoutFixtures, policiesWithoutTest, tooLong } from "./house/files.ts";
import { madeUpTree, type Tree, trackedTree } from "./house/tree.ts";

const MADE_UP_POINTS = ["webhook", "audit-scan"];
const lines = (count: number) => "x\n".repeat(count);

interface Check {
	readonly promise: string;
	readonly offences: (tree: Tree, points: readonly string[]) => readonly string[];
	readonly good: Readonly<Record<string, string>>;
	readonly bad: Readonly<Record<string, string>>;
	/** How many offences `bad` holds. */
	readonly offended: number;
}

const CHECKS: readonly Check[] = [
	{
		promise: "no code file is longer than 200 lines",
		offences: tooLong,
		good: { "src/a.ts": lines(200), "src/generated/b.ts": lines(900), "README.md": lines(900) },
		bad: { "src/a.ts": lines(201), "policies/b.rego": lines(300), "c.go": lines(300), "d.mjs": lines(201), "bin/e.js": lines(201) },
		offended: 5,
	},
	{
		promise: "no folder or file is a drawer",
		offences: drawers,
		good: { "src/ecs/service-tasks.ts": "", "policies/lib/workload.rego": "" },
		bad: { "src/utils/a.ts": "", "src/ecs/helpers.ts": "", "src/types.d.ts": "", "policies/Common/a.rego": "", "src/manager.test.ts": "" },
		offended: 5,
	},
	{
		promise: "only config.ts reads the environment",
		offences: environmentReaders,
		good: {
			"src/config.ts": "process.env",
			"bin/x.ts": "process.env",
			"src/a.ts": "// process.env\nconst text = 'process.env';",
			"src/b.test.ts": "process.env",
		},
		bad: {
			"src/a.ts": "const x = process.env.HOME;",
			"src/b.ts": "const { env } = process;",
			"src/c.ts": 'import { env } from "node:process";',
			"src/d.ts": 'process["env"];\nglobalThis.process.env;',
		},
		offended: 5,
	},
	{
		promise: "only world.ts reads the clock",
		offences: clockReaders,
		good: { "src/world.ts": "new Date()", "src/a.ts": "new Date(instant); Date.parse(x); performance.now(); // Date.now()" },
		bad: { "src/a.ts": "Date.now();", "src/b.ts": "const clock = Date.now;", "src/c.ts": "new Date();\nDate();\nnew globalThis.Date;" },
		offended: 5,
	},
	{
		promise: "every enforcement point has fixtures",
		offences: pointsWithoutFixtures,
		good: { "test/fixtures/webhook/a.json": "", "test/fixtures/audit-scan/b.json": "" },
		bad: { "test/fixtures/webhook/a.json": "", "test/fixtures/audit-scanner/b.json": "" },
		offended: 1,
	},
	{
		promise: "every policy has a test",
		offences: policiesWithoutTest,
		good: { "policies/a/b.rego": "", "policies/a/b_test.rego": "", "policies/lib/c.rego": "" },
		bad: { "policies/a/b.rego": "", "policies/b_test.rego": "", "policies/c/d/e.rego": "" },
		offended: 2,
	},
	{
		promise: "no file names a folder of one machine",
		offences: machinePaths,
		good: { "policies/a.rego": `"${["", "root", ".ssh"].join("/")}", "/home/node", "/var/run/docker.sock"` },
		bad: {
			"a.ts": ["", "work", "main", "src"].join("/"),
			"b.md": ["", "Users", "ada", "taskgate"].join("/"),
			"c.json": ["C:", "Users", "x"].join("\\"),
		},
		offended: 3,
	},
	{
		promise: "every dependency has a reason",
		offences: dependenciesWithoutReason,
		good: { "package.json": '{"dependencies":{"a":"1"}}', "docs/decisions/1.md": "| `a` | does one thing well |" },
		bad: {
			"package.json": '{"dependencies":{"a":"1","@b/c":"1"},"devDependencies":{"d":"1"},"optionalDependencies":{"e":"1"}}',
			"docs/decisions/1.md": "| `a` | |\n| `@b/c` | does one thing well |\n| d does one thing well |",
			"docs/e.md": "| `e` | does one thing well |",
		},
		offended: 3,
	},
];

describe("the tree", () => {
	const tree = trackedTree();
	const points = POINTS.map(({ name }) => name);

	test("is seen", () => {
		expect(tree.paths.length).toBeGreaterThan(50);
		expect(points.length).toBeGreaterThan(0);
	});
	test.each(CHECKS)("$promise", ({ offences }) => {
		expect(offences(tree, points)).toEqual([]);
	});
});

describe("the check that", () => {
	test.each(CHECKS)("$promise lets a good tree pass", ({ offences, good }) => {
		expect(offences(madeUpTree(good), MADE_UP_POINTS)).toEqual([]);
	});
	test.each(CHECKS)("$promise fails on a bad one", ({ offences, bad, offended }) => {
		expect(offences(madeUpTree(bad), MADE_UP_POINTS)).toHaveLength(offended);
	});
});
