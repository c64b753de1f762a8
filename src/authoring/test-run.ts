/** One run of a folder's tests: in OPA's own test runner, and what they asked once more in WASM. */
import type { TriedTest, TryResult } from "../rego/authoring-protocol.ts";
import type { RegoCompiler } from "../rego/compiler.ts";
import { PolicyModule } from "../rego/policy-module.ts";
import { buildPolicies } from "../rego/policy-sources.ts";
import { type AuthorFolder, FIXTURE, within } from "./author-folder.ts";
import { type Coverage, coverageOf } from "./coverage.ts";
import { compareAnswers, type Parity } from "./parity.ts";

export interface TestOptions {
	/** Files and folders whose tests are run; all when empty. */
	readonly paths: readonly string[];
	/** Regular expression on `data.package.rule`. */
	readonly filter?: string | undefined;
	readonly coverage: boolean;
}

export interface TestRun {
	readonly tests: readonly TriedTest[];
	readonly parity: Parity;
	readonly coverage?: Coverage;
	/** From the sources in memory to the verdict. */
	readonly seconds: number;
}

/** Rejects with RegoErrors when the folder does not compile, BundleError and MissingBuiltins when it cannot run as WASM. */
export async function runTests(compiler: RegoCompiler, folder: AuthorFolder, options: TestOptions): Promise<TestRun> {
	const start = performance.now();
	const { filter, coverage } = options;
	const roots = chosen(folder, options.paths);
	const files = Object.fromEntries(
		Object.entries(folder.files).filter(([path]) => !path.endsWith("_test.rego") || path === FIXTURE || roots.includes(path)),
	);
	const given = { files, coverage, roots };
	const tried = await compiler.try(filter === undefined ? given : { ...given, filter });
	const parity = tried.evaluations.length === 0 ? NOTHING_ASKED : await parityOf(compiler, folder, tried);
	const run = { tests: tried.tests, parity, seconds: (performance.now() - start) / 1000 };
	return tried.coverage === undefined ? run : { ...run, coverage: coverageOf(tried.coverage.files, folder, options.paths) };
}

const NOTHING_ASKED: Parity = { evaluations: 0, differences: [] };

async function parityOf(compiler: RegoCompiler, { files }: AuthorFolder, { needed, evaluations }: TryResult): Promise<Parity> {
	const kept = Object.fromEntries(needed.map((path) => [path, files[path] ?? ""]));
	return compareAnswers(evaluations, await PolicyModule.open(await buildPolicies(compiler, kept)));
}

/** The folder's own files, or of the paths the tests alone: those beside a policy. What these refer to comes along. */
function chosen(folder: AuthorFolder, paths: readonly string[]): readonly string[] {
	if (paths.length === 0) return folder.own;
	const asked = new Set(within(folder, paths).map((path) => path.replace(/(_test)?\.rego$/, "_test.rego")));
	return folder.own.filter((path) => asked.has(path));
}

/** Whether everything that was tried is as it should be. */
export function passed({ tests, parity }: TestRun): boolean {
	return parity.differences.length === 0 && tests.every(({ outcome }) => outcome === "pass" || outcome === "skip");
}
