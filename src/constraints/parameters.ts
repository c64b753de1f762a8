/** The parameters that a constraint gives, against those that its policy declares in METADATA. */
import type { Policy } from "../admission/policy.ts";
import type { Json, JsonObject } from "../admission/request.ts";
import { didYouMean } from "../nearest.ts";

export interface ParameterProblem {
	readonly name: string;
	readonly problem: string;
}

/** Names that the policy does not declare, and values of another type than the default's. */
export function parameterProblems(policy: Policy, given: JsonObject): readonly ParameterProblem[] {
	const known = Object.keys(policy.parameters);
	return Object.entries(given).flatMap(([name, value]) => {
		if (!Object.hasOwn(policy.parameters, name)) {
			const list = known.length === 0 ? "; it has none" : `; it has ${known.join(", ")}`;
			return [{ name, problem: `${policy.id} has no parameter \`${name}\`${didYouMean(name, known) || list}` }];
		}
		const standard = policy.parameters[name]?.default;
		if (standard === undefined || standard === null || typeOf(standard) === typeOf(value)) return [];
		return [{ name, problem: `the parameter \`${name}\` of ${policy.id} must be ${typeOf(standard)}, not ${typeOf(value)}` }];
	});
}

function typeOf(value: Json): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "a list";
	return { string: "a text", number: "a number", boolean: "true or false", object: "a mapping" }[typeof value as "string"];
}
