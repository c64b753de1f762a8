/** `taskgate policy list`: the catalogue, and which checks of others it covers. */
import { type Command, Option } from "commander";
import type { Policy } from "../admission/policy.ts";
import { readConfig } from "../config.ts";
import { didYouMean } from "../nearest.ts";
import { openBundle } from "../rego/bundle-file.ts";
import { catalogueJson, catalogueTable, coverageTable } from "../report/catalogue.ts";
import { outputWidth, print, wantsColor } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface ListOptions {
	readonly by?: string;
	readonly bundle?: string;
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate policy list
  taskgate policy list --by securityhub          which controls of AWS Security Hub are covered, by which policy
  taskgate policy list --format json | jq -r '.[].id'`;

export function registerPolicyList(policy: Command): void {
	policy
		.command("list")
		.description("every policy: id, severity, kinds, title")
		.option("--by <source>", "by the checks of another tool: securityhub, config, checkov, trivy …")
		.option("--bundle <file>", "policy bundle instead of the built-in library")
		.addOption(new Option("--format <format>", "how to tell").choices(["terminal", "json"]).default("terminal"))
		.addHelpText("after", HELP)
		.action(list);
}

async function list({ by, bundle, format }: ListOptions, command: Command): Promise<void> {
	const { policies: all } = await openBundle(bundle ?? readConfig().TASKGATE_BUNDLE);
	const policies = by === undefined ? all : referring(all, by);
	const style = { color: wantsColor(command), width: outputWidth() };
	if (format === "json") await print(catalogueJson(policies));
	else await print(by === undefined ? catalogueTable(policies, style) : coverageTable(policies, by, style));
}

/** @throws {UsageError} when no policy refers to a check of that source. */
function referring(policies: readonly Policy[], by: string): readonly Policy[] {
	const found = policies.filter(({ references }) => references.some((reference) => reference.startsWith(`${by}/`)));
	if (found.length > 0) return found;
	const sources = [...new Set(policies.flatMap(({ references }) => references.map((reference) => reference.split("/")[0] ?? "")))].sort();
	throw new UsageError(`no policy refers to checks of ${by}${didYouMean(by, sources) || `; there are ${sources.join(", ")}`}`);
}
