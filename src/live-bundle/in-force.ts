/** Policies with the constraints about them, ready to judge: what one judgement takes as a whole. */
import type { Constraint } from "../admission/constraint.ts";
import type { Exemption } from "../admission/exemption.ts";
import { digestOf } from "../constraints/constraint-set.ts";
import { loadConstraints, loadProfile } from "../constraints/profile.ts";
import type { Bundle } from "../rego/bundle.ts";
import type { PolicyEngine } from "../rego/policy-engine.ts";
import { openWorkerEngine } from "../rego/worker-engine.ts";

export interface InForce {
	readonly engine: PolicyEngine;
	readonly constraints: readonly Constraint[];
	readonly exemptions: readonly Exemption[];
	/** sha256 over constraints and exemptions. */
	readonly constraintsDigest: string;
	/** A built-in profile's constraints. @throws {ConstraintError} where there is none of that name, or the bundle lacks its policies. */
	profile(name: string): Promise<readonly Constraint[]>;
	readonly warnings: readonly string[];
}

/**
 * `files` of constraints and exemptions are read anew: they must fit this bundle's policies. `doubts` are warnings besides theirs.
 * @throws {ConstraintError} {MissingBuiltins}
 */
export async function putInForce(bundle: Bundle, files: readonly string[], doubts: readonly string[] = []): Promise<InForce> {
	const { constraints, exemptions, warnings } = await loadConstraints({ files }, bundle.policies);
	const profiles = new Map<string, readonly Constraint[]>();
	return {
		engine: await openWorkerEngine(bundle),
		constraints,
		exemptions,
		constraintsDigest: digestOf(constraints, exemptions),
		warnings: [...doubts, ...warnings],
		profile: async (name) => {
			const known = profiles.get(name) ?? (await loadProfile(name, bundle.policies)).constraints;
			profiles.set(name, known);
			return known;
		},
	};
}
