/** Policies and constraints as a command's options name them, ready to judge; what they leave open is as the environment says. */
import { type Command, Option } from "commander";
import type { Config } from "../config.ts";
import { digestOf } from "../constraints/constraint-set.ts";
import { everyPolicyDenies, loadConstraints } from "../constraints/profile.ts";
import type { Bundle } from "../rego/bundle.ts";
import { openEngine } from "../rego/engine.ts";
import type { PolicyEngine } from "../rego/policy-engine.ts";
import { systemNow } from "../world.ts";
import { openPolicies, type PolicyOptions } from "./chosen-policies.ts";

export interface InForceOptions extends PolicyOptions {
	readonly profile?: string;
	readonly constraints?: readonly string[];
}

export function profileOption(): Option {
	return new Option("--profile <name>", "constraints that come with Taskgate: baseline, restricted …");
}

export function constraintsOption(): Option {
	return repeatable("--constraints <file>", "file of Constraints and Exemptions; may be given more than once");
}

/** An option that may be given more than once: its value is the list. */
export function repeatable(flags: string, about: string): Option {
	return new Option(flags, about).argParser((value: string, before: readonly string[] = []) => [...before, value]);
}

/** @throws {ConstraintError} {BundleError} {PolicyErrors} what the user can mend. */
export async function openInForce(
	options: InForceOptions,
	config: Config,
	command: Command,
	open: (bundle: Bundle) => Promise<PolicyEngine> = openEngine,
) {
	const engine = await open(await openPolicies(options, config, command));
	const otherwise = options.policies === undefined ? undefined : everyPolicyDenies(engine.policies);
	const from = { profile: options.profile, files: filesOf(options, config), otherwise };
	const { constraints, exemptions, warnings } = await loadConstraints(from, engine.policies);
	for (const warning of warnings) console.error(`taskgate: ${warning}`);
	return { engine, constraints, exemptions, constraintsDigest: digestOf(constraints, exemptions), now: systemNow };
}

/** The same as a person calls it. */
export function nameInForce(options: InForceOptions, config: Config): string {
	const { profile, bundle, policies } = options;
	const named = [...(profile === undefined ? [] : [`profile ${profile}`]), ...filesOf(options, config)];
	const standard = policies === undefined ? ["profile baseline"] : [];
	const from = policies === undefined ? bundle && `bundle ${bundle}` : `policies in ${policies}`;
	return [...(named.length > 0 ? named : standard), ...(from === undefined ? [] : [from])].join(", ");
}

export function filesOf({ constraints }: InForceOptions, { TASKGATE_CONSTRAINTS }: Config): readonly string[] {
	return constraints ?? (TASKGATE_CONSTRAINTS === undefined ? [] : [TASKGATE_CONSTRAINTS]);
}
