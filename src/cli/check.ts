/** `taskgate check`: the verdict on files, before anything is sent to ECS. */
import { type Command, Option } from "commander";
import { SCHEMA_POLICY } from "../admission/policy.ts";
import type { Kind } from "../admission/request.ts";
import { type Destination, withDestination } from "../check/destination.ts";
import { findFiles } from "../check/find-files.ts";
import { judgeFiles } from "../check/judge-files.ts";
import { readFiles } from "../check/read-files.ts";
import { readConfig } from "../config.ts";
import { FORMATS, type FormatName } from "../report/formats.ts";
import type { ReportedDecision } from "../report/report.ts";
import { counted, plain } from "../report/text.ts";
import { askingRegistries } from "./ask-registries.ts";
import { bundleOption, policiesOption } from "./chosen-policies.ts";
import { constraintsOption, type InForceOptions, openInForce, profileOption, repeatable } from "./in-force.ts";
import { progressLine } from "./output.ts";
import { accountId, regionName } from "./place-options.ts";
import { exitCode, type FailOn, failOnOption, reportOf, tellReport } from "./tell-report.ts";
import { templateValues } from "./template-values.ts";

interface CheckOptions extends InForceOptions, Destination {
	readonly kind?: Kind;
	readonly format: FormatName;
	readonly output?: string;
	readonly failOn: FailOn;
	readonly explain?: true;
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

	const found = await findFiles(paths);
	const progress = progressLine("reading", found.files.length);
	const values = await templateValues(options);
	const read = await readFiles(found.files, { stdin: process.stdin, kind: options.kind, values, progress: progress.tick });
	progress.clear();
	const evidence = options.evidence === true ? await askingRegistries(config) : {};
	const decisions = await judgeFiles({ ...inForce, ...evidence }, [...found.problems, ...withDestination(read.found, options)]);
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
