/** `--set KEY=VALUE` → the policy's parameters, as a constraint would give them. Values are never repeated in a message: some are secret. */
import { z } from "zod";
import type { Policy, PolicyParameter } from "../admission/policy.ts";
import type { Json, JsonObject } from "../admission/request.ts";
import { parameterProblems, schemaOf } from "../constraints/parameters.ts";
import { UsageError } from "./usage-error.ts";

/** @throws {UsageError} */
export function parametersFrom(policy: Policy, given: readonly string[], ignored: readonly string[]): JsonObject {
	const set = new Map<string, Json>();
	for (const pair of given) {
		const at = pair.indexOf("=");
		if (at < 1) throw new UsageError("--set must be KEY=VALUE, such as --set collectorHost=collector.example.com");
		const name = pair.slice(0, at);
		if (set.has(name)) throw new UsageError(`--set gives ${name} twice`);
		set.set(name, valueFrom(name, pair.slice(at + 1), Object.hasOwn(policy.parameters, name) ? policy.parameters[name] : undefined));
	}
	if (ignored.length > 0) set.set("ignoreContainers", [...listOf(set.get("ignoreContainers")), ...ignored]);
	const parameters = Object.fromEntries(set);
	const [problem] = parameterProblems(policy, parameters);
	if (problem !== undefined) throw new UsageError(`--set ${problem.path[0]}: ${problem.problem}`);
	return parameters;
}

/** A text as it stands; a list also as `a,b`; everything else, and a list in brackets, as JSON. */
function valueFrom(name: string, text: string, parameter: PolicyParameter | undefined): Json {
	const { type } = parameter === undefined ? { type: "string" } : schemaOf(parameter);
	if (type === "string" || type === undefined) return text;
	if (type === "array" && !text.trimStart().startsWith("[")) return text === "" ? [] : text.split(",");
	try {
		return z.json().parse(JSON.parse(text));
	} catch (error) {
		throw new UsageError(`--set ${name} must be JSON: ${EXAMPLES[String(type)] ?? "a value as a constraint has it"}`, { cause: error });
	}
}

const EXAMPLES: Readonly<Record<string, string>> = {
	number: "a number, such as 64",
	boolean: "true or false",
	object: 'an object, such as {"logDriver": "awslogs"}',
	array: 'a list, such as ["/agent/run", "--"], or a,b',
};

function listOf(value: Json | undefined): readonly Json[] {
	return Array.isArray(value) ? value : [];
}
