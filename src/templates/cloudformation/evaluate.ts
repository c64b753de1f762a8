/** What a value of a template will be, as far as the template itself decides it. Everything else is an unknown marker, never a guess. */
import type { Json } from "../../admission/request.ts";
import { isArray, isObject } from "../../ecs/api-shape.ts";
import { below, type Placed, placedUnknown } from "../placed.ts";
import { INTRINSICS } from "./intrinsics.ts";
import { referred } from "./reference.ts";
import type { Template } from "./template.ts";
import { shortened, textValue } from "./text-value.ts";

/** Undefined for `AWS::NoValue`: the member is not there. */
export type Evaluate = (value: Json, at: string) => Placed | undefined;

export function evaluator(template: Template): Evaluate {
	const evaluate: Evaluate = (value, at) => {
		template.step();
		if (isArray(value)) return { at, items: value.flatMap((item, i) => evaluate(item, below(at, i)) ?? []) };
		if (!isObject(value)) return typeof value === "string" ? textValue(value, at) : { at, value };
		const called = Object.keys(value).find(isFunction);
		if (called === undefined) return { at, members: membersOf(Object.entries(value), at) };
		if (Object.keys(value).length > 1) return placedUnknown(`${shortened(called)} beside other members`, at);
		const argument = value[called] as Json;
		if (called === "Ref") return referred(template, argument, at);
		const intrinsic = Object.hasOwn(INTRINSICS, called) ? INTRINSICS[called] : undefined;
		if (intrinsic === undefined) return placedUnknown(shortened(called), at);
		return intrinsic({ template, evaluate, argument, inside: below(at, called), at });
	};
	const membersOf = (entries: readonly [string, Json][], at: string): ReadonlyMap<string, Placed> =>
		new Map(
			entries.flatMap(([key, member]): [string, Placed][] => {
				const found = evaluate(member, below(at, key));
				return found === undefined ? [] : [[key, found]];
			}),
		);
	return evaluate;
}

function isFunction(key: string): boolean {
	return key === "Ref" || key.startsWith("Fn::");
}
