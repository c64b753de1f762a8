/** The parameters that a constraint gives, against those that its policy declares in METADATA. */
import { z } from "zod";
import type { Policy, PolicyParameter } from "../admission/policy.ts";
import type { Json, JsonObject } from "../admission/request.ts";
import { didYouMean } from "../nearest.ts";

export interface ParameterProblem {
	/** Keys and indices from the parameters to the value that is wrong. */
	readonly path: readonly string[];
	readonly problem: string;
}

/** Names that the policy does not declare, and values that are not what it declares. */
export function parameterProblems(policy: Policy, given: JsonObject): readonly ParameterProblem[] {
	const known = Object.keys(policy.parameters);
	return Object.entries(given).flatMap(([name, value]) => {
		const parameter = Object.hasOwn(policy.parameters, name) ? policy.parameters[name] : undefined;
		if (parameter !== undefined) return valueProblems(policy.id, name, { parameter, value });
		if (policy.openParameters === true) return [];
		const list = known.length === 0 ? "; it has none" : `; it has ${known.join(", ")}`;
		return [{ path: [name], problem: `${policy.id} has no parameter \`${name}\`${didYouMean(name, known) || list}` }];
	});
}

/** What a value must be: the declared JSON Schema, else what the default is; a list without one holds texts. */
export function schemaOf({ schema, default: standard }: PolicyParameter): JsonObject {
	if (schema !== undefined) return schema;
	if (standard === undefined || standard === null) return {};
	if (Array.isArray(standard))
		return { type: "array", items: standard.every((item) => typeof item === "string") ? { type: "string" } : {} };
	return { type: typeof standard };
}

function valueProblems(
	policy: string,
	name: string,
	{ parameter, value }: { readonly parameter: PolicyParameter; readonly value: Json },
): readonly ParameterProblem[] {
	const result = z.fromJSONSchema(schemaOf(parameter)).safeParse(value, { reportInput: true });
	if (result.success) return [];
	return result.error.issues.map((issue) => {
		const path = [name, ...issue.path.map(String)];
		return { path, problem: `the parameter \`${path.join(".")}\` of ${policy} ${whatIsWrong(issue)}` };
	});
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
	if (issue.code === "invalid_type") return `must be ${NAMES[issue.expected] ?? issue.expected}, not ${typeOf(issue.input)}`;
	if (issue.code === "invalid_value") return `must be one of ${issue.values.map(String).join(", ")}`;
	if (issue.code === "unrecognized_keys") return `has the unknown key ${issue.keys.map((key) => `\`${key}\``).join(", ")}`;
	return `is wrong: ${issue.message}`;
}

const NAMES: Readonly<Record<string, string>> = {
	string: "a text",
	number: "a number",
	int: "a whole number",
	boolean: "true or false",
	object: "a mapping",
	record: "a mapping",
	array: "a list",
};

function typeOf(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "a list";
	return NAMES[typeof value] ?? typeof value;
}
