/** Rego in this thread: fast, but nothing stops a runaway policy (worker-engine.ts does). */
import type { Failed, Question } from "../admission/policy.ts";
import { HOST_BUILTINS } from "./builtins/host-builtins.ts";
import type { HostBuiltins } from "./builtins/rego-value.ts";
import { type Bundle, entrypointsOf } from "./bundle.ts";
import { Judge, type JudgeLimits } from "./judge.ts";
import type { PolicyEngine } from "./policy-engine.ts";
import { compileSharing } from "./shared-memo.ts";
import { failed } from "./violations.ts";
import { wellFormedJson } from "./wellformed-json.ts";

export interface EngineOptions extends Partial<JudgeLimits> {
	readonly builtins?: HostBuiltins;
}

/** 128 MiB: a request of 2 MiB needs 30. */
export const DEFAULT_LIMITS: JudgeLimits = { maxMemoryPages: 2048, recycleAboveBytes: 16 * 2 ** 20 };

/** Throws MissingBuiltins, and an Error for a module that cannot be used. */
export async function openEngine(bundle: Bundle, options: EngineOptions = {}): Promise<PolicyEngine> {
	const { builtins = HOST_BUILTINS, ...limits } = options;
	const module = await compileSharing(bundle.wasm);
	const judge = new Judge(module, entrypointsOf(bundle), builtins, { ...DEFAULT_LIMITS, ...limits });
	return {
		revision: bundle.revision,
		digest: bundle.digest,
		policies: bundle.policies,
		timeless: bundle.timeless,
		evaluate: async (request, now, questions) =>
			judgeText(request, questions, (text) => judge.judge("violation", { request: text, now, questions })),
		patch: async (request, now, questions) =>
			judgeText(request, questions, (text) => judge.judge("patch", { request: text, now, questions })),
		close: async () => {},
	};
}

/** A request that JSON cannot say is a failure of every question, not an exception. */
export function judgeText<Answer>(
	request: object,
	questions: readonly Question[],
	judge: (text: string) => Answer,
): Answer | readonly Failed[] {
	let text: string;
	try {
		text = wellFormedJson(request);
	} catch (error) {
		return questions.map((question) =>
			failed(question, `the request cannot be written as JSON: ${error instanceof Error ? error.message : error}`),
		);
	}
	return judge(text);
}
