/** What judges: one implementation runs in this thread, one in a worker with a deadline. */
import type { Evaluation, Patching, Policy, Question } from "../admission/policy.ts";
import type { AdmissionRequest } from "../admission/request.ts";

export interface PolicyEngine {
	/** Of the loaded bundle. */
	readonly revision: string;
	/** sha256 of its bytes: two bundles may state the same revision. Absent where there is no bundle. */
	readonly digest?: string;
	/** The catalogue that the bundle carries, sorted by id. */
	readonly policies: readonly Policy[];
	/** Ids of the policies whose answers time does not change; absent where nobody can tell. */
	readonly timeless?: ReadonlySet<string>;
	/**
	 * One evaluation per question, in order; a policy that fails answers for itself alone.
	 * Never throws for what a policy does. `now` is RFC 3339.
	 */
	evaluate(request: AdmissionRequest, now: string, questions: readonly Question[]): Promise<readonly Evaluation[]>;
	/** The same of the rule `patch`, of policies that have one; absent where there is none. */
	patch?(request: AdmissionRequest, now: string, questions: readonly Question[]): Promise<readonly Patching[]>;
	close(): Promise<void>;
}
