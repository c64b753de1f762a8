/** `taskgate exempt check`: what each exemption still excuses, and which can go. */
import { type Command, Option } from "commander";
import type { Exemption } from "../admission/exemption.ts";
import { type Destination, withDestination } from "../check/destination.ts";
import { findFiles } from "../check/find-files.ts";
import { judgeFiles } from "../check/judge-files.ts";
import { readFiles } from "../check/read-files.ts";
import { readConfig } from "../config.ts";
import { checkedExemptions, type Excused, isUnused } from "../exemptions/check.ts";
import { excusedInStore } from "../exemptions/excused-in-store.ts";
import { NO_ACCOUNT } from "../ledger/ledger.ts";
import { checkedJson, checkedText } from "../report/exemptions-checked.ts";
import type { ReportedDecision } from "../report/report.ts";
import { bundleOption, policiesOption } from "./chosen-policies.ts";
import { withinOption } from "./exempt-list.ts";
import { constraintsOption, type InForceOptions, openInForce, profileOption } from "./in-force.ts";
import { outputWidth, print, progressLine, wantsColor } from "./output.ts";
import { accountId, regionName } from "./place-options.ts";
import { readingStore, readStoreOption } from "./read-store.ts";
import { templateValues } from "./template-values.ts";
import { UsageError } from "./usage-error.ts";

interface CheckOptions extends InForceOptions, Destination {
	readonly store?: string;
	readonly within: number;
	readonly strict?: true;
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate exempt check --constraints exemptions.yaml                          by the findings of TASKGATE_STORE
  taskgate exempt check --constraints exemptions.yaml --store sqlite:gate.db --strict
  taskgate exempt check --constraints exemptions.yaml --account 111122223333 deploy/     by what files would be excused from

An exemption that excuses nothing any more is told: it can go. One that excuses several resources names them. With files, these are
judged as \`check\` judges them; name --store besides to count both. Exemptions that somebody's policy makes itself are not listed.

Exit codes: 0 all are needed · 1 one has ended, or with --strict excuses nothing · 2 it could not be told, or was used wrongly`;

export function registerExemptCheck(exempt: Command): void {
	exempt
		.command("check")
		.description("what each exemption still excuses, and which can go")
		.argument("[path...]", "files and folders to judge; without any, the store is asked")
		.addOption(readStoreOption())
		.addOption(constraintsOption())
		.addOption(profileOption())
		.addOption(bundleOption())
		.addOption(policiesOption())
		.addOption(new Option("--account <id>", "the account that files are for, where they do not say").argParser(accountId))
		.addOption(new Option("--region <region>", "the Region that files are for, where they do not say").argParser(regionName))
		.addOption(withinOption())
		.option("--strict", "exit 1 for an exemption that excuses nothing, too")
		.addOption(new Option("--format <format>", "how to tell").choices(["terminal", "json"]).default("terminal"))
		.addHelpText("after", HELP)
		.action(check);
}

async function check(paths: readonly string[], options: CheckOptions, command: Command): Promise<void> {
	const { within, format, strict = false } = options;
	const inForce = await openInForce(options, readConfig(), command);
	const { constraints, exemptions } = inForce;
	if (exemptions.length === 0)
		throw new UsageError("there is no exemption to check: name a file with --constraints, or in TASKGATE_CONSTRAINTS");

	const decisions = paths.length === 0 ? [] : await judged(paths, options, inForce);
	const stored = paths.length === 0 || options.store !== undefined ? await inStore(options.store, exemptions) : undefined;
	const excused = [...(stored?.excused ?? []), ...decisions.flatMap(excusedOf)];
	const checked = checkedExemptions(exemptions, {
		excused,
		accounts: stored?.accounts,
		unclear: stored?.unclear ?? new Set(),
		constraints,
		now: inForce.now(),
	});

	const unread = decisions.filter(({ verdict }) => verdict === "undecided");
	for (const { source, failures } of unread) console.error(`taskgate: ${source}: ${failures.map(({ reason }) => reason).join("; ")}`);
	const isBad = checked.some((one) => one.daysLeft <= 0 || (strict && isUnused(one)));
	process.exitCode = exitCode(unread.length > 0, isBad);
	const style = { color: wantsColor(command), width: outputWidth() };
	await print(format === "json" ? checkedJson(checked, within) : checkedText(checked, within, style));
}

function exitCode(isUndecided: boolean, isBad: boolean): 0 | 1 | 2 {
	if (isUndecided) return 2;
	return isBad ? 1 : 0;
}

async function judged(
	paths: readonly string[],
	options: CheckOptions,
	inForce: Awaited<ReturnType<typeof openInForce>>,
): Promise<readonly ReportedDecision[]> {
	const { files, problems } = await findFiles(paths);
	const progress = progressLine("reading", files.length);
	const read = await readFiles(files, { stdin: process.stdin, kind: undefined, values: await templateValues({}), progress: progress.tick });
	progress.clear();
	const decisions = await judgeFiles(inForce, [...problems, ...withDestination(read.found, options)]);
	if (decisions.length === 0) throw new UsageError(`nothing was judged: there is no ECS object in ${paths.join(", ")}`);
	return decisions;
}

function excusedOf({ source, kind, name, violations }: ReportedDecision): readonly Excused[] {
	const resource = `${source}: ${kind} ${name}`;
	return violations.flatMap(({ exemption, policy, field }) => (exemption === undefined ? [] : [{ exemption, policy, resource, field }]));
}

async function inStore(store: string | undefined, exemptions: readonly Exemption[]) {
	return await readingStore(store, async (opened) => ({
		...(await excusedInStore(opened, exemptions)),
		accounts: (await opened.accounts()).filter((account) => account !== NO_ACCOUNT),
	}));
}
