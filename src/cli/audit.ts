/** `taskgate audit`: the verdict on everything that exists already, and what events have missed. It acts on nothing. */
import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { auditClients, awsSource } from "../audit/aws-source.ts";
import type { AuditWorld } from "../audit/item.ts";
import { savingInventory } from "../audit/save-inventory.ts";
import { openSavedInventory } from "../audit/saved-inventory.ts";
import { type AuditSource, within } from "../audit/source.ts";
import { tellAudit } from "../audit/tell-audit.ts";
import { audit } from "../audit.ts";
import { type Config, readConfig, retentionDays } from "../config.ts";
import { openWorkerEngine } from "../rego/worker-engine.ts";
import { FORMATS, type FormatName, SHOWING_OBJECTS } from "../report/formats.ts";
import { openStore } from "../store/open-store.ts";
import { systemNow } from "../world.ts";
import { configWith, storeOption } from "./acting-store.ts";
import { askingRegistries } from "./ask-registries.ts";
import { auditProgress } from "./audit-progress.ts";
import { bundleOption, policiesOption } from "./chosen-policies.ts";
import { constraintsOption, type InForceOptions, openInForce, profileOption, repeatable } from "./in-force.ts";
import { accountId, regionName } from "./place-options.ts";
import { exitCode, type FailOn, failOnOption, reportOf, tellReport } from "./tell-report.ts";
import { UsageError } from "./usage-error.ts";

interface AuditOptions extends InForceOptions {
	readonly account?: readonly string[];
	readonly region?: readonly string[];
	readonly cluster?: readonly string[];
	readonly allTaskDefinitions?: true;
	readonly inventory?: string;
	readonly saveInventory?: string;
	readonly share?: number;
	readonly store?: string;
	readonly record: boolean;
	readonly restart?: true;
	readonly format: FormatName;
	readonly output?: string;
	readonly failOn: FailOn;
	readonly evidence?: true;
	readonly explain?: true;
}

const HELP = `
Examples:
  taskgate audit                                        this account and Region, told on the terminal
  taskgate audit --account 111122223333 --account 444455556666 --region eu-central-1 --region us-east-1
  taskgate audit --profile security-hub --format html -o audit.html
  taskgate audit --cluster production --fail-on warn
  taskgate audit --no-record --profile restricted       what \`restricted\` would find; the store is not touched
  taskgate audit --save-inventory monday.jsonl          and later, without AWS: taskgate audit --inventory monday.jsonl

Judged is what exists: clusters, services, task sets, running tasks, daemons, capacity providers, account settings, and the task
definitions in use, each as admission would judge it at the point \`audit-scan\`. Other accounts need TASKGATE_ROLE_ARN.
What no event had told of is recorded in the store with how it got in; findings are opened, seen again and closed there. Nothing
is ever acted on, whatever TASKGATE_ENFORCE says. What could not be read is undecided, told with the reason, and never a pass.
What has not changed since it was last judged by the same policies is not judged again, and told all the same.
An audit that was interrupted is gone on with by the next one of the same scope within a day.

Exit codes: 0 nothing denied · 1 something denied · 2 something could not be read or judged, or it was used wrongly`;

export function registerAudit(program: Command): void {
	program
		.command("audit")
		.description("judge everything that exists in ECS, and record what events have missed; acts on nothing")
		.addOption(listOf("--account <id>", "account to audit, more than once for several (the caller's own)", accountId))
		.addOption(listOf("--region <region>", "Region to audit, more than once for several (the one that is set)", regionName))
		.addOption(repeatable("--cluster <name>", "only what is in this cluster; more than once for several"))
		.option("--all-task-definitions", "every active task definition, and not only those in use")
		.addOption(profileOption())
		.addOption(constraintsOption())
		.addOption(bundleOption())
		.addOption(policiesOption())
		.addOption(new Option("--inventory <file>", "audit an inventory that was saved, instead of AWS").conflicts(["account", "region"]))
		.option("--save-inventory <file>", "keep what is read as a file, secrets masked; begins anew")
		.addOption(new Option("--share <fraction>", "how much of AWS's own rate limits to use, such as 0.2 (half)").argParser(share))
		.addOption(storeOption())
		.option("--no-record", "leave no trace in the store")
		.option("--evidence", "ask registries and ECR about the images, where a policy needs to know (TASKGATE_REGISTRIES, TASKGATE_TRUST)")
		.option("--restart", "begin anew although an audit of the same was interrupted")
		.addOption(new Option("--format <format>", "how to tell").choices(Object.keys(FORMATS)).default("terminal"))
		.option("-o, --output <file>", "write the report to a file, and the figures alone to the terminal")
		.addOption(failOnOption())
		.option("--explain", "what is allowed too, why constraints did not apply, which exemption excused")
		.addHelpText("after", HELP)
		.action(runAudit);
}

function listOf(flags: string, about: string, one: (value: string) => string): Option {
	return new Option(flags, about).argParser((value: string, before: readonly string[] = []) => [...before, one(value)]);
}

async function runAudit(options: AuditOptions, command: Command): Promise<void> {
	const config = options.store === undefined ? readConfig() : { ...readConfig(), TASKGATE_STORE: configWith(options.store).TASKGATE_STORE };
	const whole = options.inventory === undefined ? await fromAws(options, config) : await openSavedInventory(options.inventory);
	const inForce = await openInForce(options, config, command, (bundle) =>
		openWorkerEngine(bundle, { threads: Math.min(4, availableParallelism()), deadlineMs: DEADLINE_MS }),
	);
	const store = await openStore(options.record ? config.TASKGATE_STORE : "sqlite::memory:", retentionDays(config));
	try {
		const evidence = options.evidence === true ? await askingRegistries(config) : {};
		const world: AuditWorld = { ...inForce, ...evidence, store, records: options.record, explain: options.explain ?? false };
		// What is saved is what is audited: it must not say that all was named where a cluster alone was asked for.
		const asked = options.cluster === undefined ? whole : within(whole, options.cluster);
		const allTaskDefinitions = options.allTaskDefinitions === true;
		const saving = { takenAt: whole.takenAt ?? world.now(), allTaskDefinitions };
		const saved = options.saveInventory === undefined ? undefined : savingInventory(asked, options.saveInventory, saving);
		const source = saved ?? asked;
		const progress = auditProgress();
		const running = await audit(world, source, {
			scope: scopeOf(options, source, inForce),
			restart: options.restart === true || saved !== undefined,
			allTaskDefinitions,
			progress: progress.tick,
		});
		progress.clear();
		await saved?.close();
		if (running.resumed > 0) console.error(`taskgate: went on with the audit that began ${running.run.startedAt}`);
		const told = await tellAudit(world, source, running, { objects: SHOWING_OBJECTS.has(options.format) });
		const report = { ...reportOf(told.decisions, inForce, 0, config), audit: told.audit };
		process.exitCode = exitCode(report, options.failOn);
		await tellReport(report, options, command);
		await store.endRun(running.run, world.now());
	} finally {
		await inForce.engine.close();
		await store.close();
	}
}

/** Of one object, all its policies together; nobody waits for an audit. */
const DEADLINE_MS = 5_000;

function share(text: string): number {
	const given = Number(text);
	if (given > 0 && given <= 1) return given;
	throw new InvalidArgumentError("It is above 0 and at most 1.");
}

async function fromAws({ account, region, allTaskDefinitions, share }: AuditOptions, config: Config): Promise<AuditSource> {
	const aws = auditClients(config.TASKGATE_ROLE_ARN);
	if (!(await aws.hasCredentials()))
		throw new UsageError("an audit needs AWS credentials, and none were found; --inventory FILE audits what was saved before");
	return awsSource(aws, { accounts: account, regions: region, allTaskDefinitions, share, now: systemNow });
}

/** What was judged by other policies, or told otherwise, is not gone on with. */
function scopeOf(options: AuditOptions, { places, takenAt }: AuditSource, inForce: Awaited<ReturnType<typeof openInForce>>): string {
	const { cluster = [], allTaskDefinitions = false, explain = false, inventory = null } = options;
	const where = places.map(({ account, region }) => `${account}/${region}`).toSorted();
	const { engine, constraintsDigest } = inForce;
	const judge = engine.digest ?? engine.revision;
	return JSON.stringify([where, cluster, allTaskDefinitions, explain, inventory, takenAt ?? null, judge, constraintsDigest]);
}
