/** `taskgate policy …`: what is asked of every request. */
import type { Command } from "commander";
import { registerPolicyList } from "./policy-list.ts";
import { registerPolicyShow } from "./policy-show.ts";

export function registerPolicy(program: Command): void {
	const policy = program.command("policy").description("the policies that judge");
	for (const register of [registerPolicyList, registerPolicyShow]) register(policy);
}
