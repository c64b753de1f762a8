/** `taskgate doctor`: what a live installation lacks, and the command that mends it. It only looks. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { readConfig } from "../config.ts";
import { awsReads } from "../doctor/aws/aws-reads.ts";
import { Session } from "../doctor/aws/session.ts";
import { readStack } from "../doctor/aws/stacks.ts";
import { refusedTo } from "../doctor/caller.ts";
import type { Check, Patient } from "../doctor/check.ts";
import { CHECKS } from "../doctor/checks.ts";
import { findStack } from "../doctor/find-stack.ts";
import type { Where } from "../doctor/found.ts";
import { openRecorded } from "../doctor/open-recorded.ts";
import { examineAll, exitCodeOf, summaryOf } from "../doctor/run.ts";
import { Stack } from "../doctor/stack.ts";
import { doctorJson, doctorTerminal } from "../doctor/tell.ts";
import { partitionOf } from "../ecs/arn.ts";
import { messageOf } from "../ecs/aws-error.ts";
import { duration } from "../variable-forms.ts";
import { systemNow } from "../world.ts";
import { configWith } from "./acting-store.ts";
import { outputWidth, print, wantsColor } from "./output.ts";
import { regionName } from "./place-options.ts";
import { readStoreOption } from "./read-store.ts";
import { UsageError } from "./usage-error.ts";

interface DoctorOptions {
	readonly stack?: string;
	readonly store?: string;
	readonly region?: string;
	readonly only?: readonly string[];
	readonly except?: readonly string[];
	readonly timeout: number;
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate doctor                                        the stack Taskgate, TaskgateHub or TaskgateMember, in the Region that is set
  taskgate doctor --stack Gate --region eu-central-1
  taskgate doctor --only trail,rules,queue               a part of it
  taskgate doctor --except guardduty,scp                 without what you have decided not to have
  taskgate doctor --store sqlite:taskgate.db             a gate that \`taskgate serve\` runs: without a stack, the rest is looked at
  taskgate doctor --format json | jq -r '.checks[].mend[]'

Checks: ${CHECKS.map(({ name }) => name).join(", ")}.

Each thing is ok, a problem, unknown (it could not be read: that is no pass), or not here. Beside a problem stand why it matters and the
commands that mend it, with this account's names. Read them before you run them: doctor itself runs none, and calls nothing that changes
anything. The permissions that it needs are in docs/doctor.md; what is refused to it is told at the end, with the policy that would do.

Exit codes: 0 all is well · 1 there is a problem · 2 something could not be told, or it was used wrongly`;

export function registerDoctor(program: Command): void {
	program
		.command("doctor")
		.description("look at a live account: what is wrong with the installation, and the command that mends it")
		.option("--stack <name>", "the name of Taskgate's stack (Taskgate, TaskgateHub or TaskgateMember)")
		.addOption(readStoreOption())
		.addOption(new Option("--region <region>", "the Region to look at (the one that is set)").argParser(regionName))
		.addOption(new Option("--only <check,...>", "these checks alone").argParser(checkNames))
		.addOption(new Option("--except <check,...>", "all checks but these").argParser(checkNames))
		.addOption(
			new Option("--timeout <time>", "how long each check may take, such as 30s or 10m").argParser(milliseconds).default(60_000, "60s"),
		)
		.addOption(new Option("--format <format>", "how to tell").choices(["terminal", "json"]).default("terminal"))
		.addHelpText("after", HELP)
		.action(doctor);
}

async function doctor(options: DoctorOptions, command: Command): Promise<void> {
	const checks = chosen(options);
	const config = readConfig();
	const store = options.store === undefined ? undefined : configWith(options.store).TASKGATE_STORE;
	const session = await openSession(options.region);
	const progress = progressLine(checks.length);
	try {
		const { arn, account } = await session.whoAmI().catch((cause: unknown) => {
			throw new UsageError(`doctor cannot tell whose the AWS credentials are: sts:GetCallerIdentity: ${messageOf(cause)}`, { cause });
		});
		const where: Where = { partition: partitionOf(session.region), account, region: session.region };
		const stack = await findStack((name) => readStack(session, name), where, options.stack).catch((error: Error) => {
			throw new UsageError(error.message, { cause: error });
		});
		const recorded = openRecorded({ store, stack, config, session });
		const patient: Patient = {
			where,
			config,
			now: systemNow,
			reads: awsReads(session, systemNow),
			store: recorded.store,
			stack: () => there(stack),
		};
		const found = await examineAll(checks, patient, { timeoutMs: options.timeout, progress: progress.tick });
		await recorded.close();
		progress.clear();
		const findings = [...found, ...refusedTo(arn, found, where)];
		process.exitCode = exitCodeOf(summaryOf(findings));
		const examined = { where, stack: stack instanceof Stack ? stack.name : undefined, findings };
		const style = { color: wantsColor(command), width: outputWidth() };
		await print(options.format === "json" ? doctorJson(examined) : doctorTerminal(examined, style));
	} finally {
		progress.clear();
		session.close();
	}
}

function there(stack: Stack | Error): Stack {
	if (stack instanceof Error) throw stack;
	return stack;
}

async function openSession(region: string | undefined): Promise<Session> {
	const session = await Session.open(region);
	if (session === undefined) throw new UsageError("doctor needs a Region, and none is set: give --region, or set AWS_REGION");
	if (await session.hasCredentials()) return session;
	throw new UsageError("doctor needs AWS credentials, and none were found: sign in with `aws sso login`, or set AWS_PROFILE");
}

function chosen({ only, except = [] }: DoctorOptions): readonly Check[] {
	const checks = CHECKS.filter(({ name }) => (only === undefined || only.includes(name)) && !except.includes(name));
	if (checks.length === 0) throw new UsageError("--only and --except leave no check");
	return checks;
}

function checkNames(text: string, before: readonly string[] = []): readonly string[] {
	const names = text.split(",").map((name) => name.trim());
	const known = CHECKS.map(({ name }) => name);
	const unknown = names.find((name) => !known.includes(name));
	if (unknown === undefined) return [...before, ...names];
	throw new InvalidArgumentError(`There is no check ${unknown}; there are ${known.join(", ")}.`);
}

function milliseconds(text: string): number {
	const parsed = duration.safeParse(text);
	if (parsed.success) return parsed.data;
	throw new InvalidArgumentError("It is a number and a unit, such as 30s or 10m.");
}

/** On stderr, for whoever watches. */
function progressLine(total: number): { tick(done: number, underWay: readonly string[]): void; clear(): void } {
	if (process.stderr.isTTY !== true) return { tick: () => {}, clear: () => {} };
	return {
		tick: (done, underWay) => void process.stderr.write(`\r${done}/${total} looking at ${underWay.join(", ")}\u001b[K`),
		clear: () => void process.stderr.write("\r\u001b[K"),
	};
}
