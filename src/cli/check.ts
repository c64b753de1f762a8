/** `taskgate check`: the verdict on files, before anything is sent to ECS. */
import { type Command, Option } from "commander";
import { SCHEMA_POLICY } from "../admission/policy.ts";
import type { Kind } from "../admission/request.ts";
import { findFiles } from "../check/find-files.ts";
import { judgeFiles } from "../check/judge-files.ts";
import { readFiles } from "../check/read-files.ts";
import { readConfig } from "../config.ts";
import { digestOf } from "../constraints/constraint-set.ts";
import { loadConstraints } from "../constraints/profile.ts";
import { openBundle } from "../rego/bundle-file.ts";
import { openEngine } from "../rego/engine.ts";
import { FORMATS, type FormatName } from "../report/formats.ts";
import { type Report, type ReportedDecision, summaryOf } from "../report/report.ts";
import { systemNow } from "../world.ts";
import { outputWidth, print, progressLine, wantsColor } from "./output.ts";

interface CheckOptions {
	readonly kind?: Kind;
	readonly profile?: string;
	readonly constraints?: readonly string[];
	readonly bundle?: string;
	readonly format: FormatName;
	readonly failOn: "deny" | "warn" | "unknown";
	readonly explain?: true;
}

const HELP = `
Examples:
  taskgate check task-definition.json            one file
  taskgate check deploy/                         every ECS object in a folder; others are counted as skipped
  aws ecs describe-task-definition --task-definition web | taskgate check -
  taskgate check --profile restricted --fail-on warn deploy/
  taskgate check --constraints gate.yaml --format json deploy/ > report.json

Judged are task definitions, RunTask, StartTask, CreateService, UpdateService, CreateTaskSet, CreateCluster and
CreateCapacityProvider bodies, what describe answers, and recorded EventBridge events, as JSON or YAML. ECS is not asked:
the task definition that a service or a RunTask names is looked for among the files, else what it holds is unknown.
Without --profile and --constraints (or TASKGATE_CONSTRAINTS) the profile \`baseline\` is in force.

Exit codes: 0 all allowed · 1 something denied · 2 it could not be judged, or was used wrongly`;

export function registerCheck(program: Command): void {
	program
		.command("check")
		.description("judge task definitions and every other ECS request body in files, before anything is sent")
		.argument("<path...>", "files and folders; - is standard input")
		.addOption(new Option("--kind <kind>", "what the objects are, where their members do not tell").choices(SCHEMA_POLICY.kinds))
		.option("--profile <name>", "constraints that come with Taskgate: baseline, restricted …")
		.option("--constraints <file>", "file of Constraints and Exemptions; may be given more than once", collect)
		.option("--bundle <file>", "policy bundle instead of the built-in library")
		.addOption(new Option("--format <format>", "how to tell").choices(Object.keys(FORMATS)).default("terminal"))
		.addOption(
			new Option("--fail-on <what>", "deny: exit 1 for denials; warn: for warnings too; unknown: exit 2 for unknown values")
				.choices(["deny", "warn", "unknown"])
				.default("deny"),
		)
		.option("--explain", "why constraints did not apply, which exemption excused, what was looked up")
		.addHelpText("after", HELP)
		.action(check);
}

function collect(file: string, before: readonly string[] = []): readonly string[] {
	return [...before, file];
}

async function check(paths: readonly string[], options: CheckOptions, command: Command): Promise<void> {
	const config = readConfig();
	const engine = await openEngine(await openBundle(options.bundle ?? config.TASKGATE_BUNDLE));
	const files = options.constraints ?? (config.TASKGATE_CONSTRAINTS === undefined ? [] : [config.TASKGATE_CONSTRAINTS]);
	const { constraints, exemptions, warnings } = await loadConstraints({ profile: options.profile, files }, engine.policies);
	for (const warning of warnings) console.error(`taskgate: ${warning}`);

	const found = await findFiles(paths);
	const progress = progressLine("reading", found.files.length);
	const read = await readFiles(found.files, { stdin: process.stdin, kind: options.kind, progress: progress.tick });
	progress.clear();
	const world = { engine, constraints, exemptions, constraintsDigest: digestOf(constraints, exemptions), now: systemNow };
	const decisions = await judgeFiles(world, [...found.problems, ...read.found]);
	const report = { decisions, skipped: read.skipped + found.others, exemptions };

	if (options.format !== "terminal") for (const decision of decisions) complain(decision);
	if (decisions.length === 0) console.error(`taskgate: nothing was judged: there is no ECS object in ${paths.join(", ")}`);
	process.exitCode = exitCode(report, options.failOn);
	await print(FORMATS[options.format](report, { color: wantsColor(command), width: outputWidth(), explain: options.explain ?? false }));
}

/** Machines read stdout; what could not be read is said to a person as well. */
function complain({ kind, source, line, failures }: ReportedDecision): void {
	if (kind !== "File") return;
	const place = line === undefined ? source : `${source}:${line}`;
	for (const { reason } of failures) console.error(`taskgate: ${place}: ${reason}`);
}

function exitCode(report: Report, failOn: CheckOptions["failOn"]): 0 | 1 | 2 {
	const { denied, undecided, unknown } = summaryOf(report);
	if (undecided > 0 || (failOn === "unknown" && unknown > 0)) return 2;
	const warned = report.decisions.some(({ violations }) => violations.some(({ action }) => action === "warn"));
	return denied > 0 || (failOn === "warn" && warned) ? 1 : 0;
}
