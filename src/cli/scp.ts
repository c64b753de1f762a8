/** `taskgate scp`: the half of admission that IAM itself can hold. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { readConfig } from "../config.ts";
import { loadConstraints } from "../constraints/profile.ts";
import { scpJson, scpTerminal } from "../report/scp.ts";
import { COMPUTE, onlyOn } from "../scp/compute.ts";
import { fromPolicies } from "../scp/from-policies.ts";
import { onlyAdmitted } from "../scp/only-admitted.ts";
import { MOST_CHARACTERS, MOST_POLICIES, pack } from "../scp/pack.ts";
import { protection } from "../scp/protection.ts";
import { bundleOption, openPolicies, type PolicyOptions } from "./chosen-policies.ts";
import { constraintsOption, profileOption } from "./in-force.ts";
import { outputWidth, print } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface ScpOptions extends PolicyOptions {
	readonly profile?: string;
	readonly constraints?: readonly string[];
	readonly gateRole?: readonly string[];
	readonly hookRole?: readonly string[];
	readonly adminRole?: readonly string[];
	readonly deployerRole?: readonly string[];
	readonly cloudformationRole?: readonly string[];
	readonly allowCloudformation?: true;
	readonly admissionTag?: string;
	readonly compute?: readonly string[];
	readonly stack: string;
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate scp --profile restricted                                  what the profile denies and IAM has a key for
  taskgate scp --gate-role 'arn:aws:iam::*:role/Taskgate-*' --admin-role 'arn:aws:iam::*:role/platform'
                                                                     besides: only the gate registers, and nobody changes it
  taskgate scp --gate-role ROLE --admission-tag ecs-admission        and RunTask takes admitted definitions alone
  taskgate scp --gate-role ROLE --format json | jq '.policies[0]' > scp-1.json
  aws organizations create-policy --type SERVICE_CONTROL_POLICY --name taskgate-1 --description Taskgate --content file://scp-1.json

A service control policy is the one gate in front of the API that AWS itself keeps. It binds neither service-linked roles nor the
management account, and it sees a few members of a call, never the whole: each statement is printed with what it leaves open.
Nothing is attached to anything by this command. docs/scp.md says how to roll it out, docs/bypass.md what is left.
Roles are ARNs of IAM roles, in which * stands for anything: of an assumed role IAM compares the role's ARN, path included.`;

export function registerScp(program: Command): void {
	program
		.command("scp")
		.description("print minimal service control policies: what IAM can hold, and what it leaves open")
		.addOption(profileOption())
		.addOption(constraintsOption())
		.addOption(bundleOption())
		.addOption(roles("--gate-role <arn...>", "the gate's roles: they alone register, tag and continue deployments"))
		.addOption(roles("--hook-role <arn...>", "roles by which ECS and CloudFormation call the hooks: they are protected as well"))
		.addOption(roles("--admin-role <arn...>", "who installs and updates Taskgate, and may therefore change it"))
		.addOption(roles("--deployer-role <arn...>", "who may stop and continue service deployments besides the gate"))
		.addOption(
			roles(
				"--cloudformation-role <arn...>",
				"service roles of CloudFormation, such as CDK's, that may register: only with its hook at FAIL",
			),
		)
		.option("--allow-cloudformation", "let pass what CloudFormation registers with its caller's credentials: only with its hook at FAIL")
		.addOption(new Option("--admission-tag <key>", "the tag of admitted definitions (TASKGATE_ADMISSION_TAG)").argParser(tagKey))
		.addOption(new Option("--compute <kind...>", "what definitions may be made for").choices(COMPUTE))
		.addOption(
			new Option("--stack <name>", "the name of Taskgate's stack, with which its parts' names begin")
				.argParser(stackName)
				.default("Taskgate"),
		)
		.addOption(new Option("--format <format>", "how to tell").choices(["terminal", "json"]).default("terminal"))
		.addHelpText("after", HELP)
		.action(scp);
}

async function scp(options: ScpOptions, command: Command): Promise<void> {
	const config = readConfig();
	const {
		gateRole: gateRoles = [],
		hookRole: hookRoles = [],
		adminRole: adminRoles = [],
		deployerRole: deployerRoles = [],
		stack,
	} = options;
	const { cloudformationRole: cloudFormationRoles = [], allowCloudformation: byCloudFormation = false } = options;
	const admissionTag = options.admissionTag ?? config.TASKGATE_ADMISSION_TAG;
	refuseWithoutGate(options, gateRoles.length > 0);

	const { policies } = await openPolicies(options, config, command);
	const files = options.constraints ?? (config.TASKGATE_CONSTRAINTS === undefined ? [] : [config.TASKGATE_CONSTRAINTS]);
	const { constraints, exemptions } = await loadConstraints({ profile: options.profile, files }, policies);
	const { statements, skipped } = fromPolicies(constraints, exemptions, policies);
	const hooked = byCloudFormation || cloudFormationRoles.length > 0;
	const packed = pack([
		...statements,
		...onlyOn(options.compute ?? []),
		...onlyAdmitted({ gateRoles, cloudFormationRoles, byCloudFormation, admissionTag }),
		...protection({ gateRoles, hookRoles, adminRoles, deployerRoles, stack, hooked }),
	]);
	if (packed.length === 0)
		throw new UsageError("there is nothing to say: what is in force denies nothing that IAM has a key for, and no --gate-role is named");
	if (gateRoles.length === 0) console.error("taskgate: without --gate-role nothing is said of the gate itself, and everybody may register");
	if (hooked)
		console.error(
			"taskgate: WARNING: what CloudFormation registers passes: its hook must be enabled with FailureMode FAIL wherever this applies",
		);
	if (packed.length >= MOST_POLICIES)
		console.error(
			`taskgate: these are ${packed.length} policies; a root, unit or account takes ${MOST_POLICIES}, FullAWSAccess among them`,
		);
	const report = { policies: packed, mostCharacters: MOST_CHARACTERS, skipped };
	await print(options.format === "json" ? scpJson(report) : scpTerminal(report, { width: outputWidth() }));
}

/** What only makes sense beside the gate's role would otherwise be left out without a word. */
function refuseWithoutGate(options: ScpOptions, hasGate: boolean): void {
	const { hookRole, adminRole, deployerRole, cloudformationRole, allowCloudformation, admissionTag } = options;
	const named = Object.entries({ hookRole, adminRole, deployerRole, cloudformationRole, allowCloudformation, admissionTag });
	const [first] = named.filter(([, value]) => value !== undefined);
	if (hasGate || first === undefined) return;
	throw new UsageError(`--${first[0].replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} says nothing without --gate-role`);
}

function roles(flags: string, about: string): Option {
	return new Option(flags, about).argParser((value: string, before: readonly string[] = []) => [...before, roleArn(value)]);
}

/** A pattern that every role fits would leave nothing refused. */
function roleArn(text: string): string {
	const [, name] = /^arn:(?:aws|aws-cn|aws-us-gov):iam::(?:\d{12}|\*):role\/([\w+=,.@*/-]+)$/.exec(text) ?? [];
	if (name === undefined) throw new InvalidArgumentError("A role's ARN is like arn:aws:iam::*:role/taskgate.");
	if (!/\w/.test(name)) throw new InvalidArgumentError("Every role fits that.");
	return text;
}

function tagKey(text: string): string {
	if (/^(?!aws:)[\w.:/=+@-]{1,128}$/i.test(text)) return text;
	throw new InvalidArgumentError("A tag key has at most 128 letters, digits and . : / = + @ _ -");
}

function stackName(text: string): string {
	if (/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(text)) return text;
	throw new InvalidArgumentError("A stack's name begins with a letter, and has letters, digits and hyphens.");
}
