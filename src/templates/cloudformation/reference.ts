/** `Ref`: a parameter that the user gave, `AWS::NoValue`, or something that exists only at deploy time. */
import type { Json } from "../../admission/request.ts";
import { type Placed, placedUnknown } from "../placed.ts";
import { own, type Template } from "./template.ts";
import { textValue } from "./text-value.ts";

/**
 * A parameter's default decides nothing unless the user says so: whoever deploys may give another value, and a pass that rests on
 * a default would be a pass of something else.
 */
export function referred({ parameters, values }: Template, name: Json, at: string): Placed | undefined {
	if (typeof name !== "string") return placedUnknown("Ref", at);
	if (name === "AWS::NoValue") return undefined;
	const declared = own(parameters, name);
	const type = own(declared, "Type");
	const known = declared !== undefined || name.startsWith("AWS::");
	// What is given for such a parameter is the name under which Systems Manager has the value.
	if (!known || (typeof type === "string" && type.startsWith("AWS::SSM::Parameter::Value"))) return placedUnknown(`Ref ${name}`, at);
	const fallback = values.defaults ? own(declared, "Default") : undefined;
	const value = values.parameters.get(name) ?? (typeof fallback === "object" ? undefined : fallback);
	if (value === undefined) return placedUnknown(`Ref ${name}`, at);
	if (typeof type === "string" && /^(CommaDelimitedList|List<.*>)$/.test(type)) {
		return { at, items: splitList(String(value)).map((item) => textValue(item, at)) };
	}
	return typeof value === "string" ? textValue(value, at) : { at, value };
}

function splitList(value: string): readonly string[] {
	return value === "" ? [] : value.split(",").map((item) => item.trim());
}

/** The values of parameters with `NoEcho`, given or by default. */
export function hiddenValues({ parameters, values }: Template): readonly string[] {
	return Object.entries(parameters).flatMap(([name, declared]) => {
		const noEcho = own(declared, "NoEcho");
		if (!isScalar(noEcho) || !/^true$/i.test(String(noEcho))) return [];
		const fallback = values.defaults ? own(declared, "Default") : undefined;
		return [values.parameters.get(name), fallback].flatMap((value) => (isScalar(value) ? [String(value)] : []));
	});
}

function isScalar(value: Json | undefined): boolean {
	return value !== undefined && value !== null && typeof value !== "object";
}
