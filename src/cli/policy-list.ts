/** `taskgate policy list`: the catalogue, and which checks of others it covers. */
import { type Command, Option } from "commander";
import type { Policy } from "../admission/policy.ts";
import { readConfig } from "../config.ts";
import { readKnownChecks } from "../known-checks.ts";
import { didYouMean } from "../nearest.ts";
import { catalogueJson, catalogueTable } from "../report/catalogue.ts";
import { type CoveredCheck, coverageJson, coverageOf, coverageTable } from "../report/coverage.ts";
import { bundleOption, openPolicies, type PolicyOptions, policiesOption } from "./chosen-policies.ts";
import { outputWidth, print, wantsColor } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface ListOptions extends PolicyOptions {
	readonly by?: string;
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate policy list
  taskgate policy list --by securityhub          AWS Security Hub's controls, and which policy makes each
  taskgate policy list --policies policies       those of a folder of your own
  taskgate policy list --format json | jq -r '.[].id'`;

export function registerPolicyList(policy: Command): void {
	policy
		.command("list")
		.description("every policy: id, severity, title")
		.option("--by <source>", "by the checks of another tool: securityhub, config, checkov, trivy …")
		.addOption(bundleOption())
		.addOption(policiesOption())
		.addOption(new Option("--format <format>", "how to tell").choices(["terminal", "json"]).default("terminal"))
		.addHelpText("after", HELP)
		.action(list);
}

async function list(options: ListOptions, command: Command): Promise<void> {
	const { by, format } = options;
	const { policies } = await openPolicies(options, readConfig(), command);
	const style = { color: wantsColor(command), width: outputWidth() };
	if (by !== undefined) {
		const checks = await checksOf(policies, by);
		await print(format === "json" ? coverageJson(checks) : coverageTable(checks, by, style));
	} else await print(format === "json" ? catalogueJson(policies) : catalogueTable(policies, style));
}

/** @throws {UsageError} when nothing is known of that source, and no policy refers to it. */
async function checksOf(policies: readonly Policy[], by: string): Promise<readonly CoveredCheck[]> {
	const known = await readKnownChecks();
	const checks = coverageOf(policies, by, known);
	if (checks.length > 0) return checks;
	const claimed = policies.flatMap(({ references }) => references.map((reference) => reference.split("/")[0] ?? ""));
	const sources = [...new Set([...Object.keys(known), ...claimed])].sort();
	throw new UsageError(`no check of ${by} is known${didYouMean(by, sources) || `; there are ${sources.join(", ")}`}`);
}
