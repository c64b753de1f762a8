/** `taskgate exempt …`: who is excused from what, until when, and whether that is still needed. */
import type { Command } from "commander";
import { registerExemptCheck } from "./exempt-check.ts";
import { registerExemptList } from "./exempt-list.ts";
import { registerExemptNew } from "./exempt-new.ts";

const COMMANDS = [registerExemptNew, registerExemptList, registerExemptCheck];

const HELP = `
Begin with:
  taskgate exempt new workload/privileged --account 111122223333 --container agent \\
    --reason "OPS-12: the agent reads the host's /proc" --approved-by security@example.com --expires 90d -o exemptions.yaml
  taskgate exempt list --constraints exemptions.yaml      what ends when
  taskgate exempt check --constraints exemptions.yaml     what each of them still excuses

An exemption is a document among the constraints: TASKGATE_CONSTRAINTS and --constraints bring it into force.`;

export function registerExempt(program: Command): void {
	const exempt = program
		.command("exempt")
		.description("exemptions: write one, list what ends, find what can go")
		.addHelpText("after", HELP);
	for (const register of COMMANDS) register(exempt);
}
