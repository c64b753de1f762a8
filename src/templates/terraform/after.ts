/** The planned values of a resource: known, known after apply, or not to be printed. */
import type { Json, JsonObject } from "../../admission/request.ts";
import { allKnown } from "../../admission/unknown.ts";
import { depthWithin, MAX_DEPTH } from "../../depth.ts";
import { isArray, isObject } from "../../ecs/api-shape.ts";
import { below, type Placed, placedUnknown } from "../placed.ts";

export const AFTER_APPLY = "known after apply";

/**
 * `change.after` with `change.after_unknown` laid over it. Null is left out, and the empty text too, with which the provider says
 * that nothing is set.
 */
export function plannedValue(planned: Json | undefined, notKnown: Json | undefined, at: string): Placed | undefined {
	if (notKnown === true) return placedUnknown(AFTER_APPLY, at);
	const after = planned ?? undefined;
	if (isArray(after) || (after === undefined && isArray(notKnown))) return plannedList(after ?? [], notKnown, at);
	if (isObject(after) || (after === undefined && isObject(notKnown))) return plannedObject(after, notKnown, at);
	return after === undefined || after === "" ? undefined : { at, value: after };
}

function plannedList(after: readonly Json[], notKnown: Json | undefined, at: string): Placed {
	const unknowns = isArray(notKnown) ? notKnown : [];
	const item = (i: number) => plannedValue(after[i], unknowns[i], below(at, i)) ?? { at: below(at, i), value: "" };
	return { at, items: Array.from({ length: Math.max(after.length, unknowns.length) }, (_, i) => item(i)) };
}

function plannedObject(after: JsonObject | undefined, notKnown: Json | undefined, at: string): Placed | undefined {
	const known = after ?? {};
	const unknowns = isObject(notKnown) ? notKnown : {};
	const members = [...new Set([...Object.keys(known), ...Object.keys(unknowns)])].flatMap((key): [string, Placed][] => {
		const value = plannedValue(own(known, key), own(unknowns, key), below(at, key));
		return value === undefined ? [] : [[key, value]];
	});
	return members.length === 0 && after === undefined ? undefined : { at, members: new Map(members) };
}

function own(from: { readonly [key: string]: Json }, key: string): Json | undefined {
	return Object.hasOwn(from, key) ? from[key] : undefined;
}

/** Every text and number under what the plan marks as sensitive, and in the JSON that such a text may be. */
export function sensitiveValues(value: Json | undefined, sensitive: Json | undefined): readonly string[] {
	if (sensitive === true) return leaves(value);
	if (isArray(sensitive) && isArray(value)) return sensitive.flatMap((each, i) => sensitiveValues(value[i], each));
	if (!isObject(sensitive) || !isObject(value)) return [];
	return Object.entries(sensitive).flatMap(([key, each]) => sensitiveValues(own(value, key), each));
}

function leaves(value: Json | undefined): readonly string[] {
	if (typeof value === "number") return [String(value)];
	if (isArray(value)) return value.flatMap(leaves);
	if (isObject(value)) return Object.values(value).flatMap(leaves);
	if (typeof value !== "string" || value === "") return [];
	const inside = jsonIn(value);
	return inside === undefined ? [value] : leaves(inside);
}

/** A list or an object written into a text, all of it known; undefined for any other text. */
export function jsonIn(text: string): Json | undefined {
	if (!/^\s*[[{]/.test(text)) return undefined;
	try {
		const value = JSON.parse(text) as Json;
		return depthWithin(value, MAX_DEPTH) ? allKnown(value) : undefined;
	} catch {
		return undefined;
	}
}
