/** A report on its way out: to standard output, or into a file with the figures on standard output. */
import { writeFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import type { Constraint } from "../admission/constraint.ts";
import type { Exemption } from "../admission/exemption.ts";
import { type Policy, SCHEMA_POLICY } from "../admission/policy.ts";
import type { Config } from "../config.ts";
import { type FormatName, piecesOf } from "../report/formats.ts";
import { type Report, type ReportedDecision, type Style, summaryOf, Untellable } from "../report/report.ts";
import { terminalSummary } from "../report/terminal.ts";
import { outputWidth, print, wantsColor } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface InForce {
	readonly constraints: readonly Constraint[];
	readonly exemptions: readonly Exemption[];
	readonly engine: { readonly policies: readonly Policy[]; readonly revision: string };
	now(): string;
}

/** The decisions with what a format may want to say about them. */
export function reportOf(
	decisions: readonly ReportedDecision[],
	{ constraints, exemptions, engine, now }: InForce,
	skipped: number,
	config: Config,
): Report {
	const asked = new Set(constraints.map(({ policy }) => policy));
	return {
		decisions,
		skipped,
		exemptions,
		policies: [SCHEMA_POLICY, ...engine.policies.filter(({ id }) => asked.has(id))],
		catalogue: [SCHEMA_POLICY, ...engine.policies],
		revision: engine.revision,
		at: now(),
		root: process.cwd(),
		policyPages: config.TASKGATE_POLICY_PAGES,
	};
}

export type FailOn = "deny" | "warn" | "unknown";

export function failOnOption(): Option {
	return new Option("--fail-on <what>", "deny: exit 1 for denials; warn: for warnings too; unknown: exit 2 for unknown values")
		.choices(["deny", "warn", "unknown"] satisfies FailOn[])
		.default("deny");
}

export function exitCode(report: Report, failOn: FailOn): 0 | 1 | 2 {
	const { denied, undecided, unknown } = summaryOf(report);
	if (undecided > 0 || (failOn === "unknown" && unknown > 0)) return 2;
	const warned = report.decisions.some(({ violations }) => violations.some(({ action }) => action === "warn"));
	return denied > 0 || (failOn === "warn" && warned) ? 1 : 0;
}

interface Telling {
	readonly format: FormatName;
	readonly output?: string;
	readonly explain?: true;
}

/** @throws {UsageError} when the file cannot be written, or the format lacks something. */
export async function tellReport(report: Report, { format, output, explain }: Telling, command: Command): Promise<void> {
	const style = { color: wantsColor(command), width: outputWidth(), explain: explain ?? false };
	const pieces = told(report, format, output === undefined ? style : { ...style, color: false });
	if (output === undefined) {
		for (const chunk of inChunks(pieces)) await print(chunk);
		return;
	}
	await writeOutput(output, inChunks(pieces));
	await print(terminalSummary(report, style));
}

function told(report: Report, format: FormatName, style: Style): Iterable<string> {
	try {
		return piecesOf(format, report, style);
	} catch (error) {
		if (error instanceof Untellable) throw new UsageError(`--format ${format}: ${error.message}`, { cause: error });
		throw error;
	}
}

const CHUNK = 65_536;

/** Few writes of a moderate size. */
function* inChunks(pieces: Iterable<string>): Generator<string> {
	let chunk = "";
	for (const piece of pieces) {
		chunk += piece;
		if (chunk.length < CHUNK) continue;
		yield chunk;
		chunk = "";
	}
	yield chunk;
}

/** @throws {UsageError} naming the file and why. */
export async function writeOutput(file: string, text: string | Iterable<string>): Promise<void> {
	try {
		await writeFile(file, text);
	} catch (error) {
		throw new UsageError(`the report cannot be written to ${file}: ${(error as Error).message}`, { cause: error });
	}
}
