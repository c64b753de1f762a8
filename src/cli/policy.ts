/** `taskgate policy …`: what is asked of every request. */
import type { Command } from "commander";
import { registerPolicyBench } from "./policy-bench.ts";
import { registerPolicyBuild } from "./policy-build.ts";
import { registerPolicyFormat } from "./policy-fmt.ts";
import { registerPolicyLint } from "./policy-lint.ts";
import { registerPolicyList } from "./policy-list.ts";
import { registerPolicyNew } from "./policy-new.ts";
import { registerPolicyShow } from "./policy-show.ts";
import { registerPolicyTest } from "./policy-test.ts";

const COMMANDS = [
	...[registerPolicyNew, registerPolicyTest, registerPolicyBuild, registerPolicyFormat, registerPolicyLint, registerPolicyBench],
	...[registerPolicyList, registerPolicyShow],
];

const HELP = `
Begin with:
  taskgate policy new team/cost-label      writes policies/team/cost-label.rego and its test
  taskgate policy test --watch             the verdict after every save
  taskgate check --policies policies .     judge files with what you have written

\`list\` and \`show\` tell of the library that comes with Taskgate; with --policies DIR, of yours.`;

export function registerPolicy(program: Command): void {
	const policy = program.command("policy").description("the policies that judge").addHelpText("after", HELP);
	for (const register of COMMANDS) register(policy);
}
