/** What a decision says of patches: those that were applied, and what one would mend that could not be. Pure. */
import type { Decision, Enforcement } from "./decide.ts";
import type { Mended } from "./operation.ts";
import type { JsonObject } from "./request.ts";

interface Mending {
	/** Those of the enforcements that a patch would mend which nobody asked for here. */
	readonly mendable: ReadonlySet<Enforcement>;
	/** The object as it was asked about. */
	readonly before: JsonObject;
	/** Absent where nothing can be patched. */
	readonly mutation: Required<Pick<Mended, "patches" | "operations">> | undefined;
}

export function withPatches(decision: Decision, { mendable, before, mutation }: Mending): Decision {
	const enforcements = decision.enforcements.map((each) => (mendable.has(each) ? { ...each, mendable: true as const } : each));
	const told = { ...decision, enforcements };
	if (mutation === undefined || mutation.patches.length === 0) return told;
	return { ...told, patches: mutation.patches, operations: mutation.operations, before };
}

/** How a refusal ends that `taskgate check --fix` can do something about; empty where it cannot. */
export function mendingHint(denials: readonly Enforcement[]): string {
	const policies = [...new Set(denials.flatMap(({ policy, mendable }) => (mendable === true ? [policy] : [])))];
	return policies.length === 0 ? "" : `\`taskgate check --fix\` can mend ${policies.join(", ")}`;
}
