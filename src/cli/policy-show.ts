/** `taskgate policy show`: everything that a policy says of itself. */
import { type Command, Option } from "commander";
import type { Policy } from "../admission/policy.ts";
import { readConfig } from "../config.ts";
import { didYouMean } from "../nearest.ts";
import { policyJson, policyPage } from "../report/catalogue.ts";
import { bundleOption, openPolicies, type PolicyOptions, policiesOption } from "./chosen-policies.ts";
import { outputWidth, print, wantsColor } from "./output.ts";
import { UsageError } from "./usage-error.ts";

interface ShowOptions extends PolicyOptions {
	readonly format: "terminal" | "json";
}

const HELP = `
Examples:
  taskgate policy show workload/privileged
  taskgate policy show team/cost-label --policies policies`;

export function registerPolicyShow(policy: Command): void {
	policy
		.command("show")
		.description("one policy: what it asks, why, its parameters and how to mend what it finds")
		.argument("<id>", "such as workload/privileged; `policy list` names them all")
		.addOption(bundleOption())
		.addOption(policiesOption())
		.addOption(new Option("--format <format>", "how to tell").choices(["terminal", "json"]).default("terminal"))
		.addHelpText("after", HELP)
		.action(show);
}

async function show(id: string, options: ShowOptions, command: Command): Promise<void> {
	const { format } = options;
	const { policies } = await openPolicies(options, readConfig(), command);
	const policy = policyOf(policies, id, options);
	if (policy.id !== id) console.error(`taskgate: the policy ${id} is now called ${policy.id}`);
	await print(format === "json" ? policyJson(policy) : policyPage(policy, { color: wantsColor(command), width: outputWidth() }));
}

/** By its id or a former one. @throws {UsageError} */
function policyOf(policies: readonly Policy[], id: string, { policies: folder }: PolicyOptions): Policy {
	const policy = policies.find((candidate) => candidate.id === id || candidate.aliases.includes(id));
	if (policy !== undefined) return policy;
	const ids = policies.map((candidate) => candidate.id);
	const names = ids.filter((candidate) => candidate.split("/").includes(id));
	const meant = names.length > 0 ? `; did you mean ${names.join(" or ")}?` : didYouMean(id, ids);
	const where = folder === undefined ? "; for one of your own, name its folder with --policies" : ` in ${folder}`;
	throw new UsageError(`there is no policy ${id}${meant || `${where}; \`taskgate policy list\` names them all`}`);
}
