/** An engine whose policies give a task definition a size, for tests of what becomes of a patch. */
import type { Patching } from "../src/admission/policy.ts";
import type { PolicyEngine } from "../src/rego/policy-engine.ts";
import { policy } from "./requests.ts";
import { testWorld } from "./worlds.ts";

/** `judged`: what it says of the result; `failing`: the second policy's patch fails. */
export const sizing = (judged: "fine" | "too small" | "broken", failing = false): PolicyEngine => ({
	...testWorld().engine,
	policies: [policy({ patches: true }), policy({ id: "t/second", patches: true })],
	evaluate: async (_request, _now, questions) =>
		questions.map((question) =>
			judged === "broken"
				? { outcome: "failed", ...question, reason: "it ran away" }
				: { outcome: "evaluated", ...question, violations: judged === "fine" ? [] : [{ msg: "it is too small" }], notApplicable: [] },
		),
	patch: async ({ object }, _now, questions) =>
		questions.map((question): Patching => {
			if (failing && question.policy === "t/second") return { outcome: "failed", ...question, reason: "it ran away" };
			const operations = "cpu" in object ? [] : [{ op: "add", path: "/cpu", value: "256" } as const];
			return { outcome: "patched", ...question, operations };
		}),
});
