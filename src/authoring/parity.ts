/** Whether the compiled policies answer as OPA does, on every question that the tests put to them. */
import type { TriedEvaluation } from "../rego/authoring-protocol.ts";
import type { RegoAnswer } from "../rego/compiler-protocol.ts";
import type { ModuleAnswer, PolicyModule } from "../rego/policy-module.ts";

export interface Difference {
	readonly entrypoint: string;
	readonly input: unknown;
	readonly opa: string;
	readonly wasm: string;
}

export interface Parity {
	/** Questions compared. */
	readonly evaluations: number;
	readonly differences: readonly Difference[];
}

/** What OPA answered has no errors where it answered; both failing is equal, whatever they say. */
export function compareAnswers(evaluations: readonly TriedEvaluation[], module: PolicyModule): Parity {
	const known = new Set(module.entrypoints);
	const asked = evaluations.filter(({ entrypoint, input }) => known.has(entrypoint) && isObject(input));
	const differences = asked.flatMap(({ entrypoint, input, answer }) => {
		const opa = answerText(answer);
		const wasm = textOf(module.ask(entrypoint, input as object));
		return opa === wasm ? [] : [{ entrypoint, input, opa, wasm }];
	});
	return { evaluations: asked.length, differences };
}

function answerText({ defined, value, errors }: RegoAnswer): string {
	if (errors !== undefined) return "failed";
	return defined ? canonical(value) : "undefined";
}

function textOf(answer: ModuleAnswer): string {
	if ("failure" in answer) return "failed";
	return answer.value === undefined ? "undefined" : canonical(answer.value);
}

/** Keys and members in one order: a set has none, and as JSON it looks like an array. */
export function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).sort().join(",")}]`;
	if (!isObject(value)) return JSON.stringify(value) ?? "null";
	const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
	return `{${members.sort().join(",")}}`;
}

function isObject(value: unknown): value is object {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
