/** What a patch would mend that nobody asked for here: it is tried on the object, and the policy is asked again. */
import type { Constraint } from "./admission/constraint.ts";
import type { Decision, Enforcement } from "./admission/decide.ts";
import type { Evaluation, Policy } from "./admission/policy.ts";
import type { AdmissionRequest } from "./admission/request.ts";
import { hideTokens } from "./admission/secret-text.ts";
import { mutate, withObject } from "./mutate.ts";
import type { JudgeWorld } from "./world.ts";

interface Judged {
	readonly decision: Pick<Decision, "enforcements" | "decidedAt">;
	readonly selected: readonly Constraint[];
	readonly policies: ReadonlyMap<string, Policy>;
	/** Names of the constraints whose patches were applied, or failed. */
	readonly asked: ReadonlySet<string>;
}

/** Those of the decision's enforcements that would be gone; none where nothing can be told. Never throws. */
export async function mendable(
	world: Pick<JudgeWorld, "engine" | "exemptions">,
	request: AdmissionRequest,
	{ decision, selected, policies, asked }: Judged,
): Promise<ReadonlySet<Enforcement>> {
	const open = decision.enforcements.filter(
		({ policy, constraint, action }) => action !== "exempted" && policies.get(policy)?.patches === true && !asked.has(constraint),
	);
	if (open.length === 0) return new Set();
	const names = new Set(open.map(({ constraint }) => constraint));
	const now = decision.decidedAt;
	const asking = { selected: selected.filter(({ name }) => names.has(name)), policies, now, mutating: "all" } as const;
	const tried = await mutate(world, request, asking);
	const patched = new Set(tried?.patches.map(({ constraint }) => constraint));
	if (tried === undefined || patched.size === 0) return new Set();
	const questions = asking.selected
		.filter(({ name }) => patched.has(name))
		.map(({ name, policy, parameters }) => ({ constraint: name, policy, parameters }));
	const left: readonly Evaluation[] = await world.engine.evaluate(withObject(request, tried.object), now, questions).catch(() => []);
	const isGone = ({ constraint, message }: Enforcement) =>
		left.some(
			(each) =>
				each.constraint === constraint && each.outcome === "evaluated" && !each.violations.some(({ msg }) => hideTokens(msg) === message),
		);
	return new Set(open.filter(isGone));
}
