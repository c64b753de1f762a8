import { isDeepStrictEqual } from "node:util";
import type { Check } from "../check.ts";
import { notApplicable, ok, problem } from "../found.ts";
import { aws } from "../shell.ts";
import { updating } from "../stack.ts";

/** In an account and Region there is one of that name: infra/hooks.ts. */
const ALIAS = "Taskgate::Gate::Hook";

interface Configuration {
	readonly HookInvocationStatus?: string;
	readonly TargetStacks?: string;
	readonly FailureMode?: string;
	readonly [other: string]: unknown;
}

export const cloudFormationHook: Check = {
	name: "cloudformation-hook",
	why: "what a template brings in is provisioned unasked, and undone afterwards at best",
	async examine({ reads, stack }) {
		const gate = stack().gate();
		const { parameters } = gate.read;
		if (gate.kind === "hub") return [notApplicable("a hub has no CloudFormation hook (docs/organization.md)")];
		if (parameters.CloudFormationHook !== "on") return [notApplicable("the stack's parameter CloudFormationHook is off")];
		const type = await reads.hookType(ALIAS);
		const subjects = [ALIAS];
		// CloudFormation makes it again only where it has been taken away by CloudFormation.
		const again = [updating(gate, { CloudFormationHook: "off" }), updating(gate, { CloudFormationHook: "on" })];
		if (type === undefined || !type.isActivated) return [problem(`${ALIAS} is not activated`, { subjects, mend: again })];
		const whole = (type.configuration ?? {}) as { readonly CloudFormationConfiguration?: { readonly HookConfiguration?: Configuration } };
		const has = whole.CloudFormationConfiguration?.HookConfiguration;
		if (has === undefined) return [problem(`${ALIAS} has no configuration: it is asked of nothing`, { subjects, mend: again })];
		const FailureMode = parameters.Enforce === "on" ? "FAIL" : "WARN";
		const wanted = {
			...has,
			...("HookInvocationStatus" in has || !("TargetStacks" in has) ? { HookInvocationStatus: "ENABLED" } : { TargetStacks: "ALL" }),
			FailureMode,
		};
		if (isDeepStrictEqual(has, wanted)) return [ok(`${ALIAS} is activated and enabled, FailureMode ${FailureMode}`, subjects)];
		const configuration = { CloudFormationConfiguration: { ...whole.CloudFormationConfiguration, HookConfiguration: wanted } };
		const set = aws("cloudformation set-type-configuration", { type: "HOOK", "type-name": ALIAS, configuration }, gate.where);
		const status = has.HookInvocationStatus ?? has.TargetStacks ?? "?";
		return [
			problem(`${ALIAS} is ${status} with FailureMode ${has.FailureMode ?? "?"}, and the stack wants it enabled with ${FailureMode}`, {
				subjects,
				mend: [set],
			}),
		];
	},
};
