/** The library in WASM and in OPA's own evaluator, side by side. */
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { buildLibrary } from "../scripts/build-policies.ts";
import type { Evaluation, Policy, Question } from "../src/admission/policy.ts";
import type { AdmissionRequest } from "../src/admission/request.ts";
import { readBundle } from "../src/rego/bundle.ts";
import { openCompiler } from "../src/rego/compiler.ts";
import type { RegoAnswer } from "../src/rego/compiler-protocol.ts";
import { openEngine } from "../src/rego/engine.ts";
import { readPolicySources } from "../src/rego/policy-sources.ts";

const NOW = "2026-11-20T08:00:00Z";

export interface BothEvaluators {
	readonly policies: readonly Policy[];
	/** Expects equal answers; returns the number of policies asked. `compared` is what must be equal of a violation. */
	compare(request: AdmissionRequest, policies: readonly Policy[], compared?: (violation: unknown) => string): Promise<number>;
	close(): Promise<void>;
}

/** OPA's evaluator keeps what it has seen; after so many answers it begins anew, before WASM's 4 GiB are full. */
const RENEWED_AFTER = 15_000;

export async function openBothEvaluators(): Promise<BothEvaluators> {
	const directory = fileURLToPath(new URL("../policies/", import.meta.url));
	const files = await readPolicySources(directory, "policies/");
	let compiler = openCompiler();
	const bundle = await readBundle(await buildLibrary(compiler));
	const engine = await openEngine(bundle);
	let oracle = await compiler.prepare({ files });
	let answered = 0;
	return {
		policies: bundle.policies,
		async compare(request, policies, compared = canonical) {
			if (answered > RENEWED_AFTER) {
				await compiler.close();
				compiler = openCompiler();
				oracle = await compiler.prepare({ files });
				answered = 0;
			}
			answered += policies.length;
			const questions: Question[] = policies.map(({ id }) => ({ constraint: id, policy: id, parameters: {} }));
			const paths = policies.map(({ id }) => bundle.entrypoints.get(id) ?? id);
			const answers = await oracle.evaluate(paths, { now: NOW, parameters: {}, request });
			const evaluations = await engine.evaluate(request, NOW, questions);
			const wasm = evaluations.map((evaluation) => [evaluation.policy, membersInWasm(evaluation)?.map(compared).sort() ?? "failed"]);
			const opa = policies.map(({ id }, i) => [id, membersInOpa(answers[i])?.map(compared).sort() ?? "failed"]);
			expect(wasm).toEqual(opa);
			return policies.length;
		},
		async close() {
			await engine.close();
			await compiler.close();
		},
	};
}

function membersInWasm(evaluation: Evaluation): readonly unknown[] | undefined {
	if (evaluation.outcome === "failed") return undefined;
	return [...evaluation.violations, ...evaluation.notApplicable.map((msg) => ({ outcome: "notApplicable", msg }))];
}

function membersInOpa(answer: RegoAnswer | undefined): readonly unknown[] | undefined {
	return answer?.defined ? (answer.value as readonly unknown[]) : undefined;
}

/** JSON with keys in one order. */
export function canonical(value: unknown): string {
	return JSON.stringify(value, (_, member: unknown) =>
		typeof member === "object" && member !== null && !Array.isArray(member)
			? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
			: member,
	);
}

/** A message that prints an object or a set has its members in the order of their hashes in WASM, sorted in OPA. */
export function letters(value: unknown): string {
	return [...canonical(value)].sort().join("");
}
