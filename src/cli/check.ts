/** `taskgate check`: the verdict on files, before anything is sent to ECS. */
import { type Command, Option } from "commander";
import { SCHEMA_POLICY } from "../admission/policy.ts";
import type { Kind } from "../admission/request.ts";
import { type Destination, withDestination } from "../check/destination.ts";
import { findFiles, STDIN_PATH } from "../check/find-files.ts";
import { judgeFiles } from "../check/judge-files.ts";
import { mendFiles } from "../check/mend-files.ts";
import { readFiles } from "../check/read-files.ts";
import { readConfig } from "../config.ts";
import { FORMATS, type FormatName } from "../report/formats.ts";
import { mendingText } from "../report/mending-text.ts";
import type { ReportedDecision } from "../report/report.ts";
import { counted, plain } from "../report/text.ts";
import { askingRegistries } from "./ask-registries.ts";
import { bundleOption, policiesOption } from "./chosen-policies.ts";
import { constraintsOption, type InForceOptions, openInForce, profileOption, repeatable } from "./in-force.ts";
import { print, progressLine, wantsColor } from "./output.ts";
import { accountId, regionName } from "./place-options.ts";
import { exitCode, type FailOn, failOnOption, reportOf, tellReport } from "./tell-report.ts";
import { templateValues } from "./template-values.ts";
import { UsageError } from "./usage-error.ts";

interface CheckOptions extends InForceOptions, Destination {
	readonly kind?: Kind;
	readonly format: FormatName;
	readonly output?: string;
	readonly failOn: FailOn;
	readonly explain?: true;
	readonly fix?: true;
	readonly diff?: true;
	readonly evidence?: true;
	readonly parameter?: readonly string[];
	readonly parameters?: string;
	readonly parameterDefaults?: true;
}

const HELP = `
Examples:
  taskgate check task-definition.json            one file
  taskgate check deploy/                         every ECS object in a folder; others are counted as skipped
  aws ecs describe-task-definition --task-definition web | taskgate check -
  taskgate check --profile restricted --account 111122223333 --region eu-central-1 deploy/
  taskgate check --fail-on warn deploy/          exit 1 for warnings too
  taskgate check --constraints gate.yaml --format json deploy/ > report.json
  taskgate check --policies policies deploy/     with your own policies
  taskgate check --profile everything --evidence task-definition.json
  taskgate check --format sarif --output results.sarif deploy/
  taskgate check --fix deploy/                   write back what policies mend (initProcessEnabled, …), then judge
  taskgate check --diff deploy/                  show it, and write nothing
  taskgate check cdk.out                         CDK; also CloudFormation and SAM templates
  terraform show -json plan.out | taskgate check -

Judged are task definitions, RunTask, StartTask, CreateService, UpdateService, CreateTaskSet, CreateCluster and
CreateCapacityProvider bodies, what describe answers, and recorded EventBridge events, as JSON or YAML; the ECS resources of
CloudFormation and SAM templates, of cdk.out, and of Terraform plans; ecspresso's definitions. ECS is not asked: the task
definition that a service or a RunTask names is looked for among the files, else what it holds is unknown. A value that exists
only at deploy time (Ref, ImportValue, "known after apply", {{ must_env }}) is unknown too, and never a pass.
So is what the policies of supply-chain/ need to know of an image, unless --evidence has its registry asked.
A plain body says nothing of the account that it is for: without --account neither an exemption nor "images of this account" applies.
Without --profile and --constraints (or TASKGATE_CONSTRAINTS) the profile \`baseline\` is in force; with --policies, every
policy of that folder denies.

--fix and --diff ask every policy in force that has a patch, whether or not its constraint says mutate: true: whoever runs them
sees the diff. Only plain task definitions are written; of templates, plans and what describe answers the diff is shown. Secrets in
it are masked. The exit code is that of the files as they are afterwards.

Exit codes: 0 all allowed · 1 something denied · 2 it could not be judged, or was used wrongly`;

export function registerCheck(program: Command): void {
	program
		.command("check")
		.description("judge task definitions and every other ECS request body in files, before anything is sent")
		.argument("<path...>", "files and folders; - is standard input")
		.addOption(new Option("--kind <kind>", "what the objects are, where their members do not tell").choices(SCHEMA_POLICY.kinds))
		.addOption(profileOption())
		.addOption(constraintsOption())
		.addOption(bundleOption())
		.addOption(policiesOption())
		.option("--evidence", "ask registries and ECR about the images, where a policy needs to know (TASKGATE_REGISTRIES, TASKGATE_TRUST)")
		.addOption(new Option("--account <id>", "the account that it is for, where the files do not say").argParser(accountId))
		.addOption(new Option("--region <region>", "the Region that it is for, where the files do not say").argParser(regionName))
		.addOption(new Option("--format <format>", "how to tell").choices(Object.keys(FORMATS)).default("terminal"))
		.option("-o, --output <file>", "write the report to a file, and the figures alone to the terminal")
		.addOption(failOnOption())
		.addOption(new Option("--fix", "write what policies mend back into the task definitions' files, then judge").conflicts("diff"))
		.option("--diff", "show what --fix would write, and write nothing")
		.option("--explain", "why constraints did not apply, which exemption excused, what was looked up")
		.addOption(repeatable("--parameter <key=value>", "a CloudFormation parameter, or AWS::Region and the like; more than once"))
		.option("--parameters <file>", "CloudFormation parameters as the AWS CLI takes them, as a map, or as CodePipeline's configuration")
		.option("--parameter-defaults", "take the parameters' defaults for granted; without it a parameter that is not given is unknown")
		.addHelpText("after", HELP)
		.action(check);
}

async function check(paths: readonly string[], options: CheckOptions, command: Command): Promise<void> {
	const config = readConfig();
	const inForce = await openInForce(options, config, command);

	if (options.fix && paths.includes(STDIN_PATH)) throw new UsageError("--fix writes files, and standard input is none: use --diff");
	const found = await findFiles(paths);
	const progress = progressLine("reading", found.files.length);
	const values = await templateValues(options);
	const reading = { stdin: process.stdin, kind: options.kind, values, progress: progress.tick };
	let read = await readFiles(found.files, reading);
	progress.clear();
	const evidence = options.evidence === true ? await askingRegistries(config) : {};
	const judging = { ...inForce, ...evidence };
	const { fix = false, diff = false } = options;
	if (fix || diff) {
		const told = mendingText(await mendFiles(judging, withDestination(read.found, options), fix), { color: wantsColor(command) });
		// A report for machines stands alone on stdout.
		if (options.format === "terminal" && options.output === undefined) await print(told);
		else process.stderr.write(told);
	}
	// What counts is the file as it is now.
	if (fix) read = await readFiles(found.files, reading);
	const decisions = await judgeFiles(judging, [...found.problems, ...withDestination(read.found, options)]);
	const report = reportOf(decisions, inForce, read.skipped + found.others, config);

	if (options.format !== "terminal") for (const decision of decisions) complain(decision);
	if (decisions.length === 0) console.error(`taskgate: nothing was judged: there is no ECS object in ${paths.join(", ")}`);
	complainOfSilence(decisions, inForce.constraints.length);
	process.exitCode = exitCode(report, options.failOn);
	await tellReport(report, options, command);
}

/** Everything is allowed where nothing is asked: a file of constraints that cover none of it looks like a clean bill otherwise. */
function complainOfSilence(decisions: readonly ReportedDecision[], constraints: number): void {
	const judged = decisions.filter(({ kind }) => kind !== "File");
	if (judged.length === 0 || judged.some(({ explanation }) => explanation.skipped.length < constraints)) return;
	console.error(`taskgate: nothing was asked of ${counted(judged.length, "object")}: no constraint covers any; --explain says why`);
}

/** Machines read stdout; what could not be read is said to a person as well. */
function complain({ kind, source, line, failures }: ReportedDecision): void {
	if (kind !== "File") return;
	const place = line === undefined ? source : `${source}:${line}`;
	for (const { reason } of failures) console.error(`taskgate: ${plain(`${place}: ${reason}`)}`);
}
