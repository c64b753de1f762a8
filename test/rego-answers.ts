/** What an engine says in tests that are about the engine and not about a policy. */
import type { Evaluation } from "../src/admission/policy.ts";
import type { AdmissionRequest } from "../src/admission/request.ts";
import type { PolicyEngine } from "../src/rego/policy-engine.ts";
import { admissionRequest, NOW } from "./requests.ts";

export async function answersOf(
	engine: PolicyEngine,
	policies: readonly string[],
	request: AdmissionRequest = admissionRequest(),
): Promise<readonly Evaluation[]> {
	const questions = policies.map((policy) => ({ constraint: "c", policy, parameters: {} }));
	return await engine.evaluate(request, NOW, questions);
}

/** The messages of an evaluation, or why it failed. */
export function msgs(evaluation: Evaluation | undefined): readonly string[] | string | undefined {
	return evaluation?.outcome === "evaluated" ? evaluation.violations.map(({ msg }) => msg) : evaluation?.reason;
}
