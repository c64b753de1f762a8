/** `taskgate exempt list`: all exemptions, what ends soon first. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { readConfig } from "../config.ts";
import { loadConstraints } from "../constraints/profile.ts";
import { daysLeft, daysOf } from "../exemptions/expiry.ts";
import { exemptionsJson, exemptionsText } from "../report/exemptions.ts";
import { systemNow } from "../world.ts";
import { bundleOption, openPolicies, policiesOption } from "./chosen-policies.ts";
import { constraintsOption, filesOf, type InForceOptions } from "./in-force.ts";
import { outputWidth, print, wantsColor } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface ListOptions extends InForceOptions {
	readonly within: number;
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate exempt list --constraints exemptions.yaml
  taskgate exempt list --within 30d                       those of TASKGATE_CONSTRAINTS; what ends in a month is marked
  taskgate exempt list --format json | jq -r '.exemptions[] | select(.standing != "in force") | .name'`;

export function registerExemptList(exempt: Command): void {
	exempt
		.command("list")
		.description("all exemptions: policy, scope, reason, who approved, when it ends")
		.addOption(constraintsOption())
		.addOption(withinOption())
		.addOption(bundleOption())
		.addOption(policiesOption())
		.addOption(new Option("--format <format>", "how to tell").choices(["terminal", "json"]).default("terminal"))
		.addHelpText("after", HELP)
		.action(list);
}

async function list(options: ListOptions, command: Command): Promise<void> {
	const { within, format } = options;
	const config = readConfig();
	const files = filesOf(options, config);
	if (files.length === 0) throw new UsageError("there is nothing to list: name a file with --constraints, or in TASKGATE_CONSTRAINTS");
	const { policies } = await openPolicies(options, config, command);
	const { exemptions } = await loadConstraints({ files }, policies);
	const now = systemNow();
	const listed = exemptions.map((exemption) => ({ ...exemption, daysLeft: daysLeft(exemption.expiresAt, now) }));
	const style = { color: wantsColor(command), width: outputWidth() };
	await print(format === "json" ? exemptionsJson(listed, within) : exemptionsText(listed, within, style));
}

export function withinOption(): Option {
	return new Option("--within <days>", "mark what ends within so many days").argParser(days).default(14, "14d");
}

function days(text: string): number {
	const count = daysOf(text);
	if (count === undefined) throw new InvalidArgumentError("It is a number of days such as 14d.");
	return count;
}
