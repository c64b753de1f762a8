/** `taskgate register`: a task definition, registered by the gate if it is admitted. */
import { type Command, Option } from "commander";
import { type Config, readConfig } from "../config.ts";
import { type Gate, openGate } from "../gate.ts";
import type { Log } from "../log.ts";
import { type Asked, type Outcome, register } from "../register.ts";
import { plain } from "../report/text.ts";
import { adoptAll } from "./adopt.ts";
import { askGate } from "./ask-gate.ts";
import { print } from "./output.ts";
import { accountId, regionName } from "./place-options.ts";
import { type Definition, readDefinition } from "./read-definition.ts";
import { tellRefusal } from "./tell-refusal.ts";
import { UsageError } from "./usage-error.ts";

export interface RegisterOptions {
	readonly cliInputJson?: string;
	readonly url?: string;
	readonly account?: string;
	readonly region?: string;
	readonly reuse?: true;
	readonly dryRun?: true;
	readonly adopt?: readonly string[];
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate register --cli-input-json file://web.json                this process is the gate: its own credentials, TASKGATE_STORE
  taskgate register --cli-input-json web.yaml --url https://gate.example.com      a running gate registers with its own role
  arn=$(taskgate register --cli-input-json web.json | jq -r .taskDefinition.taskDefinitionArn)
  taskgate register --dry-run --cli-input-json -                    the verdict alone
  taskgate register --adopt web billing:12                          older revisions: judged, and tagged if allowed

The answer is ECS's own, as \`aws ecs register-task-definition\` prints it; a refusal goes to stderr, and nothing is registered.
The verdict is the true one whatever TASKGATE_ENFORCE says. The decision is recorded first, then the registration with AWS's
request id. A registration whose answer was lost is found by --reuse: it answers with the newest active revision where that is
what is asked for, rather than register another one like it.
A constraint with mutate: true patches first: what is patched is judged and registered, and stderr says by which policy.
With TASKGATE_ADMISSION_TAG set, what is admitted carries that tag; nobody may send it along, nor one that begins with taskgate:.

This is the only way in once an SCP leaves ecs:RegisterTaskDefinition to the gate's role alone:
  taskgate scp --gate-role 'arn:aws:iam::*:role/taskgate' --admission-tag ecs-admission
Then every revision registered from that day on is an admitted one, and --adopt judges those of before.
docs/scp.md says how to roll it out, docs/bypass.md what it leaves open.

Exit codes: 0 registered · 1 refused · 2 it could not be judged or registered, or was used wrongly`;

export function registerRegister(program: Command): void {
	program
		.command("register")
		.description("have a task definition judged, and registered by the gate if it is admitted")
		.option("--cli-input-json <file>", "body of RegisterTaskDefinition: a file in JSON or YAML, file://…, the text itself, or -")
		.addOption(
			new Option("--adopt <reference...>", "judge what exists already: FAMILY, FAMILY:REVISION or ARN").conflicts([
				"cliInputJson",
				"reuse",
			]),
		)
		.option("--url <url>", "a running gate to ask, https or on this machine (TASKGATE_URL; its key in TASKGATE_KEY)")
		.addOption(new Option("--account <id>", "where to register (the gate's own account)").argParser(accountId))
		.addOption(new Option("--region <region>", "where to register (the gate's own Region)").argParser(regionName))
		.option("--reuse", "answer with the newest active revision where that is what is asked for")
		.option("--dry-run", "judge and record; register and tag nothing")
		.addOption(
			new Option("--format <format>", "how a refusal, and what was adopted, is told").choices(["terminal", "json"]).default("terminal"),
		)
		.addHelpText("after", HELP)
		.action(run);
}

async function run(options: RegisterOptions, command: Command): Promise<void> {
	const config = readConfig();
	if (options.adopt !== undefined) {
		if (options.url !== undefined) throw new UsageError("--adopt is for the gate's own store: run it where that is, without --url");
		process.exitCode = await withGate(config, ({ world }) => adoptAll(world, options.adopt ?? [], options));
		return;
	}
	if (options.cliInputJson === undefined) throw new UsageError("say what to register with --cli-input-json, or what to judge with --adopt");
	const definition = await readDefinition(options.cliInputJson);
	const { account, region, dryRun = false, reuse = false } = options;
	const asked = { body: definition.body, account, region, dryRun, reuse };
	const url = options.url ?? config.TASKGATE_URL;
	const outcome =
		url === undefined ? await withGate(config, (gate) => registerHere(gate, asked)) : await askGate(url, asked, config.TASKGATE_KEY);
	await tell(outcome, definition, { format: options.format, command });
}

/** Whoever runs the command is who asks. */
async function registerHere({ world }: Gate, asked: Asked): Promise<Outcome> {
	const self = await world.registry?.self();
	return register(world, { ...asked, principal: self?.arn, issuer: self?.roleArn });
}

async function withGate<T>(config: Config, use: (gate: Gate) => Promise<T>): Promise<T> {
	const gate = await openGate(config, QUIET, { askAws: true });
	for (const warning of gate.warnings) console.error(`taskgate: ${warning}`);
	try {
		return await use(gate);
	} finally {
		await gate.close();
	}
}

/** The command says itself what was decided. */
const QUIET: Log = {
	decided: () => {},
	info: () => {},
	alarm: (happening, facts) => console.error(`taskgate: ${happening} ${JSON.stringify(facts ?? {})}`),
};

interface Telling {
	readonly format: RegisterOptions["format"];
	readonly command: Command;
}

async function tell(outcome: Outcome, definition: Definition, { format, command }: Telling): Promise<void> {
	if (outcome.outcome === "refused") {
		process.exitCode = outcome.refusal.verdict === "denied" ? 1 : 2;
		return tellRefusal(outcome, definition, { format, command });
	}
	for (const { policy, operations } of outcome.patches)
		console.error(
			`taskgate: patched by ${plain(policy)}${operations.length === 0 ? "" : `: ${plain(operations.map(({ op, path }) => `${op} ${path}`).join(", "))}`}`,
		);
	for (const warning of outcome.warnings) console.error(`taskgate: warning: ${warning}`);
	if (outcome.outcome === "reused") console.error("taskgate: the newest revision is what was asked for: nothing was registered");
	const answer = outcome.outcome === "admitted" ? { dryRun: true, warnings: outcome.warnings, patches: outcome.patches } : outcome.answer;
	await print(`${JSON.stringify(answer, undefined, 4)}\n`);
}
