/** `taskgate report`: what a period's decisions came to, from the store, and whether its records are whole. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Period } from "../report/period.ts";
import { PeriodCount } from "../report/period-count.ts";
import { PERIOD_FORMATS, type PeriodFormatName } from "../report/period-formats.ts";
import { systemNow } from "../world.ts";
import { repeatable } from "./in-force.ts";
import { countingLine, outputWidth, print, wantsColor } from "./output.ts";
import { periodHours } from "./period-hours.ts";
import { accountId, regionName } from "./place-options.ts";
import { readPeriod } from "./read-period.ts";
import { readingStore, readStoreOption } from "./read-store.ts";
import { writeOutput } from "./tell-report.ts";
import { UsageError } from "./usage-error.ts";
import { verifyExitCode, verifyRecords } from "./verify-records.ts";

interface ReportOptions {
	readonly period?: string;
	readonly since?: string;
	readonly until?: string;
	readonly account?: readonly string[];
	readonly region?: readonly string[];
	readonly policy?: readonly string[];
	readonly format: PeriodFormatName;
	readonly output?: string;
	readonly store?: string;
	readonly verify?: true;
	readonly anchor?: readonly string[];
}

const HELP = `
Examples:
  taskgate report                                            the last 30 days, of TASKGATE_STORE
  taskgate report --period 7d --account 111122223333
  taskgate report --since 2026-11-01 --until 2026-12-01 --format html -o november.html
  taskgate report --period 24h --policy workload/privileged --format markdown
  taskgate report --verify --anchor 3f5a…                    whether a record was removed, altered or inserted

Told are whole hours in UTC, by when it was decided: what was prevented, reverted, flagged, excused and left undecided, what would have
been while enforcement is off, and what was not carried out and why; times from the call to the action; and how complete the records
are. Of hours that retention has rolled up the seals' counts are told, and what they cannot tell is said to be missing.
The report names the newest seal of each account. Keep it elsewhere: with --anchor it proves later that nothing before it was changed.

Exit codes: 0 told, and whole with --verify · 1 --verify found a problem · 2 it could not be told or verified, or was used wrongly`;

export function registerReport(program: Command): void {
	program
		.command("report")
		.description("what the decisions of a period came to, and whether its records are whole")
		.option("--period <length>", "so far back from --until: 24h, 7d, 30d (30d)")
		.option("--since <when>", "from this hour on: 2026-11-01, 2026-11-01T08 or RFC 3339")
		.option("--until <when>", "up to this hour, without it (now)")
		.addOption(repeatable("--account <id>", "only this account; more than once").argParser(checked(accountId)))
		.addOption(repeatable("--region <region>", "only this Region; more than once").argParser(checked(regionName)))
		.addOption(repeatable("--policy <id>", "only decisions that this policy finds fault with; more than once"))
		.addOption(new Option("--format <format>", "how to tell").choices(Object.keys(PERIOD_FORMATS)).default("terminal"))
		.option("-o, --output <file>", "write it to a file")
		.addOption(readStoreOption())
		.option("--verify", "hold every record against the ledger, and name what was removed, altered or inserted")
		.addOption(
			repeatable("--anchor <digest>", "a seal's digest that was noted earlier, with --verify; more than once").argParser(checked(digest)),
		)
		.addHelpText("after", HELP)
		.action(report);
}

async function report(options: ReportOptions, command: Command): Promise<void> {
	const now = systemNow();
	const hours = periodHours(options, now);
	const filter = { accounts: options.account ?? [], regions: options.region ?? [], policies: options.policy ?? [] };
	const { format, output, verify, anchor } = options;
	if (anchor !== undefined && verify === undefined) throw new UsageError("--anchor is for --verify: say both");
	const period = await readingStore(options.store, async (store): Promise<Period> => {
		const verification = verify && (await verifyRecords(store, { hours, accounts: filter.accounts, anchors: anchor ?? [], now }));
		const progress = countingLine("decisions read:");
		const read = await readPeriod(store, hours, filter, new PeriodCount(filter), progress.tick);
		progress.clear();
		return { ...hours, madeAt: now, ...read.counted, completeness: read.completeness, ...(verification && { verification }) };
	});
	if (period.verification !== undefined) process.exitCode = verifyExitCode(period.verification);
	const style = { color: wantsColor(command) && output === undefined, width: outputWidth(), explain: false };
	const text = PERIOD_FORMATS[format](period, style);
	await (output === undefined ? print(text) : writeOutput(output, text));
}

function digest(text: string): string {
	if (/^[0-9a-f]{64}$/.test(text)) return text;
	throw new InvalidArgumentError("A seal's digest has 64 hexadecimal digits; `taskgate report` tells the newest.");
}

function checked(read: (text: string) => string) {
	return (text: string, before: readonly string[] = []) => [...before, read(text)];
}
