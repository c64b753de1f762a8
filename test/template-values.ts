/** What a template says once it has its parameters: as much of CloudFormation as an environment needs. */
import type { Template } from "./template.ts";

export function defaults({ Parameters }: Template): Record<string, string> {
	return Object.fromEntries(Object.entries(Parameters).map(([name, { Default = "" }]) => [name, Default]));
}

/** `values`: of parameters, and of what CloudFormation makes, by their names in the template. */
export function resolved(value: unknown, values: Record<string, string>): string {
	if (typeof value === "string") return value;
	const node = value as { Ref?: string; "Fn::Join"?: [string, unknown[]]; "Fn::If"?: [string, unknown, unknown] };
	if (node.Ref !== undefined) return values[node.Ref] ?? `no value for ${node.Ref}`;
	if (node["Fn::Join"]) return node["Fn::Join"][1].map((part) => resolved(part, values)).join(node["Fn::Join"][0]);
	const [condition, yes, no] = node["Fn::If"]!;
	const given = { HasConstraints: values.Constraints, HasBundle: values.BundleObject, HasTrustPolicy: values.TrustPolicy }[condition];
	return resolved((given ?? "") === "" ? no : yes, values);
}
