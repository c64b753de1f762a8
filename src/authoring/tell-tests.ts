/** What came of a test run, for a terminal, for machines, for CI. Pure. */
import { styleText } from "node:util";
import type { TriedTest } from "../rego/authoring-protocol.ts";
import { counted, plain } from "../report/text.ts";
import { type Coverage, spans } from "./coverage.ts";
import type { Difference } from "./parity.ts";
import { excerpts, type Sources } from "./source-excerpt.ts";
import type { TestRun } from "./test-run.ts";

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** One line a file that passed; every failure with its place, the values there and what it printed. */
export function terminalTests(run: TestRun, sources: Sources, color: boolean): string {
	const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
	const files = Map.groupBy(run.tests, ({ file }) => file);
	const blocks = [...files].map(([file, tests]) => fileLines(sources.shown[file] ?? file, tests, paint));
	const failures = run.tests.filter(isBad).map((test) => failureLines(test, sources, paint, color));
	const lines = [
		...blocks.flat(),
		...failures.flatMap((failure) => ["", ...failure]),
		"",
		...parityLines(run, paint),
		...(run.coverage === undefined ? [] : coverageLines(run.coverage, paint)),
		summaryLine(run, paint),
	];
	return `${lines.join("\n")}\n`;
}

function isBad({ outcome }: TriedTest): boolean {
	return outcome === "fail" || outcome === "error";
}

function fileLines(file: string, tests: readonly TriedTest[], paint: Paint): readonly string[] {
	const bad = tests.filter(isBad);
	const ms = tests.reduce((sum, { seconds }) => sum + seconds, 0) * 1000;
	const mark = bad.length > 0 ? paint("red", "✗") : paint("green", "✓");
	const failed = bad.length > 0 ? paint("red", `, ${bad.length} failed`) : "";
	const head = `${mark} ${file}  ${paint("dim", `${counted(tests.length, "test")}${failed}, ${ms.toFixed(1)} ms`)}`;
	const noted = tests.filter((test) => isBad(test) || test.outcome === "skip" || test.output);
	return [head, ...noted.flatMap((test) => [`    ${markOf(test, paint)} ${test.name}`, ...(isBad(test) ? [] : printed(test, paint))])];
}

function markOf(test: TriedTest, paint: Paint): string {
	if (isBad(test)) return paint("red", "✗");
	return test.outcome === "skip" ? paint("yellow", "- skipped") : paint("green", "✓");
}

function printed({ output }: TriedTest, paint: Paint): readonly string[] {
	if (output === undefined || output === "") return [];
	return output
		.trimEnd()
		.split("\n")
		.map((line) => `      ${paint("dim", "print")} ${plain(line)}`);
}

function failureLines(test: TriedTest, sources: Sources, paint: Paint, color: boolean): readonly string[] {
	const place = (file: string, row: number) => paint("bold", `${sources.shown[file] ?? file}:${row}`);
	const { failedAt: at } = test;
	const head = `${place(at?.file ?? test.file, at?.row ?? test.row)}: ${test.name} ${test.outcome === "error" ? "could not be evaluated" : "failed"}`;
	const about =
		at === undefined
			? []
			: at.text
					.replaceAll("\t", "  ")
					.replace(/(?!\n)\p{Cc}/gu, "\ufffd")
					.replace(/\n\s*\n/g, "\n")
					.trimEnd()
					.split("\n");
	const errors = test.errors === undefined ? [] : excerpts(test.errors, sources, color).split("\n");
	return [head, ...about.map((line) => `  ${line}`), ...errors.map((line) => `  ${line}`), ...printed(test, paint)];
}

function parityLines({ parity: { evaluations, differences } }: TestRun, paint: Paint): readonly string[] {
	if (evaluations === 0) return [paint("yellow", "WASM: no test asked a policy with an input, so nothing was compared")];
	if (differences.length === 0) return [`WASM: ${counted(evaluations, "evaluation")} of the tests answered as OPA does`];
	return [
		paint("red", `WASM: ${differences.length} of ${evaluations} evaluations answered otherwise than OPA`),
		...differences.slice(0, 5).flatMap(differenceLines),
		...(differences.length > 5 ? [`  and ${differences.length - 5} more`] : []),
	];
}

function differenceLines({ entrypoint, input, opa, wasm }: Difference): readonly string[] {
	const short = (text: string) => (text.length > 400 ? `${text.slice(0, 400)} …` : text);
	return [`  ${entrypoint}`, `    input ${short(JSON.stringify(input))}`, `    OPA   ${short(opa)}`, `    WASM  ${short(wasm)}`];
}

function coverageLines({ files, percent }: Coverage, paint: Paint): readonly string[] {
	const width = Math.max(0, ...files.map(({ file }) => file.length)) + 2;
	const lines = files.map(({ file, covered, notCovered, rows }) => {
		const own = covered + notCovered === 0 ? 100 : (100 * covered) / (covered + notCovered);
		const missing = rows.length === 0 ? "" : paint("yellow", `  not covered: ${spans(rows)}`);
		return `  ${file.padEnd(width)}${own.toFixed(1).padStart(5)} %${missing}`;
	});
	return ["", `coverage ${percent.toFixed(1)} % of the lines`, ...lines, ""];
}

function summaryLine({ tests, seconds }: TestRun, paint: Paint): string {
	const count = (wanted: TriedTest["outcome"]) => tests.filter(({ outcome }) => outcome === wanted).length;
	const parts = [
		paint("green", `${count("pass")} passed`),
		...(count("fail") > 0 ? [paint("red", `${count("fail")} failed`)] : []),
		...(count("error") > 0 ? [paint("red", `${count("error")} could not be evaluated`)] : []),
		...(count("skip") > 0 ? [`${count("skip")} skipped`] : []),
	];
	return `${parts.join(", ")} in ${seconds.toFixed(2)} s`;
}
