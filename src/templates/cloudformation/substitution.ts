/** `Fn::Sub`: a text, once every `${variable}` in it is known. */
import { isArray } from "../../ecs/api-shape.ts";
import { below, type Placed, placedUnknown, textOf } from "../placed.ts";
import { referred } from "./reference.ts";
import { own, type Template } from "./template.ts";
import { type Call, textValue } from "./text-value.ts";

const VARIABLE = /\$\{(!?)([^{}]*)\}/g;

/** The reason names the variables alone: the text around them may hold what is not to be printed. */
export function substituted({ template, evaluate, argument, inside, at }: Call): Placed {
	const [text, variables = {}] = isArray(argument) ? argument : [argument];
	if (typeof text !== "string") return placedUnknown("Fn::Sub", at);
	const missing: string[] = [];
	const textFor = (name: string): string => {
		const given = own(variables, name);
		const place = below(below(inside, 1), name);
		const found = given === undefined ? textOf(variable(template, name, at)) : textOf(evaluate(given, place));
		if (found === undefined) missing.push(`\${${name}}`);
		return found ?? "";
	};
	const value = text.replace(VARIABLE, (_, literal: string, name: string) => (literal === "" ? textFor(name.trim()) : `\${${name}}`));
	if (missing.length > 0) return placedUnknown(`Fn::Sub ${[...new Set(missing)].slice(0, 4).join(" ")}`, at);
	return textValue(value, at);
}

/** `Resource.Attribute` exists only at deploy time. */
function variable(template: Template, name: string, at: string): Placed | undefined {
	return name.includes(".") ? undefined : referred(template, name, at);
}
