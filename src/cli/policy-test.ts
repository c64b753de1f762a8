/** `taskgate policy test`: the author's tests, in OPA and in WASM. */
import { existsSync } from "node:fs";
import type { Command } from "commander";
import { explaining } from "../authoring/policy-errors.ts";
import { terminalTests } from "../authoring/tell-tests.ts";
import { jsonTests, junitTests } from "../authoring/tell-tests-machine.ts";
import { passed, runTests } from "../authoring/test-run.ts";
import { watchRego } from "../authoring/watch.ts";
import type { RegoCompiler } from "../rego/compiler.ts";
import { folderFor, formatOption, POLICIES_ABOUT, POLICIES_OPTION, withCompiler } from "./author.ts";
import { print, wantsColor } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface TestOptions {
	readonly policies?: string;
	readonly run?: string;
	readonly watch?: true;
	readonly coverage?: true;
	readonly threshold?: number;
	readonly format: "terminal" | "json" | "junit";
}

const HELP = `
Examples:
  taskgate policy test
  taskgate policy test --watch                        again after every save
  taskgate policy test policies/team --run refuses    one pack, the tests whose name matches
  taskgate policy test --coverage --threshold 90

Rules called test_… in *_test.rego run in OPA's own test runner. Every question that they put to a policy is put to the
compiled WASM as well, and must be answered alike. \`data.lib\` and \`data.lib.fixture_test\` are there for every test.

Exit codes: 0 all passed · 1 a test failed, WASM differs, or coverage is below the threshold · 2 nothing could be tested`;

export function registerPolicyTest(policy: Command): void {
	policy
		.command("test")
		.description("run the tests of your policies, in OPA and in WASM")
		.argument("[path...]", "policies, tests or folders; all unless given")
		.option(POLICIES_OPTION, POLICIES_ABOUT)
		.option("--run <regex>", "only tests whose data.package.name matches")
		.option("--watch", "run again whenever a .rego file is saved")
		.option("--coverage", "which lines the tests evaluated")
		.option("--threshold <percent>", "exit 1 when coverage is below this", percent)
		.addOption(formatOption("terminal", "json", "junit"))
		.addHelpText("after", HELP)
		.action(test);
}

function percent(text: string): number {
	const value = Number(text);
	if (!(value >= 0 && value <= 100)) throw new UsageError(`--threshold must be a number from 0 to 100, not ${text}`);
	return value;
}

async function test(paths: readonly string[], options: TestOptions, command: Command): Promise<void> {
	const color = wantsColor(command);
	await withCompiler(async (compiler) => {
		if (options.watch) await watch(compiler, paths, options, color);
		else process.exitCode = await runOnce(compiler, paths, options, color);
	});
}

async function runOnce(compiler: RegoCompiler, paths: readonly string[], options: TestOptions, color: boolean): Promise<0 | 1> {
	const folder = await folderFor(options.policies, paths);
	const coverage = options.coverage === true || options.threshold !== undefined;
	const run = await explaining(folder, color, () => runTests(compiler, folder, { paths, filter: options.run, coverage }));
	if (run.tests.length === 0) {
		const why =
			options.run === undefined ? "; a test is a rule called test_… in a file called …_test.rego" : ` whose name matches ${options.run}`;
		throw new UsageError(`there is no test in ${paths.join(", ") || folder.directory}${why}`);
	}
	const tell = {
		terminal: () => terminalTests(run, folder, color),
		json: () => jsonTests(run, folder.shown),
		junit: () => junitTests(run, folder.shown),
	};
	await print(tell[options.format]());
	const covered = run.coverage?.percent ?? 100;
	const isBelow = options.threshold !== undefined && covered < options.threshold;
	if (isBelow) console.error(`taskgate: coverage is ${covered.toFixed(1)} %, below ${options.threshold} %`);
	return passed(run) && !isBelow ? 0 : 1;
}

/**
 * Until the process is stopped. After a save the tests beside what was saved run, or all when it is something that others
 * import; what cannot be tested is told, and tried again after the next save.
 */
async function watch(compiler: RegoCompiler, paths: readonly string[], options: TestOptions, color: boolean): Promise<void> {
	const { directory } = await folderFor(options.policies, paths);
	const run = async (changed: readonly string[]) => {
		try {
			await runOnce(compiler, changed, { ...options, policies: directory }, color);
		} catch (error) {
			console.error(`taskgate: ${(error as Error).message}`);
		}
		await print(`\nwatching ${directory}; Ctrl-C ends\n\n`);
	};
	await watchRego(directory, (changed) => {
		const related = changed.length > 0 && changed.every((file) => existsSync(file) && !/(^|[/\\])lib[/\\]/.test(file));
		return run(related ? changed : paths);
	});
}
