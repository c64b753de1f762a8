/** A value of a template that still knows where it stands in the file, once functions and renaming have moved it. */
import type { Json, JsonObject } from "../admission/request.ts";
import { isUnknown, literalKey, type Unknown, unknown } from "../admission/unknown.ts";
import { isArray, isObject } from "../ecs/api-shape.ts";

export interface PlacedScalar {
	/** JSON pointer into the file. */
	readonly at: string;
	readonly value: null | boolean | number | string | Unknown;
}
export interface PlacedList {
	readonly at: string;
	readonly items: readonly Placed[];
}
export interface PlacedObject {
	readonly at: string;
	readonly members: ReadonlyMap<string, Placed>;
}
export type Placed = PlacedScalar | PlacedList | PlacedObject;

export function below(pointer: string, key: string | number): string {
	return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

export function placedUnknown(reason: string, at: string): PlacedScalar {
	return { at, value: unknown(reason) };
}

/** Literally, nothing in it a function; `fixed` for what all stands at one place, such as JSON inside a string. */
export function placed(value: Json, at: string, fixed = false): Placed {
	const place = (key: string | number) => (fixed ? at : below(at, key));
	if (isArray(value)) return { at, items: value.map((item, i) => placed(item, place(i), fixed)) };
	if (!isObject(value)) return { at, value };
	return { at, members: new Map(Object.entries(value).map(([key, member]) => [key, placed(member, place(key), fixed)])) };
}

/** The value alone. A literal member `$unknown` is no marker and is renamed. */
export function plain(from: Placed): Json {
	if ("value" in from) return from.value;
	if ("items" in from) return from.items.map(plain);
	return objectOf([...from.members].map(([key, member]) => [literalKey(key), plain(member)]));
}

/** Own members, whatever they are called. */
export function objectOf(entries: readonly (readonly [string, Json])[]): JsonObject {
	return Object.fromEntries(entries);
}

/** Why a value is not known, or the first of its parts that is not; undefined for what is known to its last part. */
export function whyUnknown(from: Placed): string | undefined {
	if ("value" in from) return isUnknown(from.value) ? from.value.$unknown : undefined;
	for (const part of "items" in from ? from.items : from.members.values()) {
		const reason = whyUnknown(part);
		if (reason !== undefined) return reason;
	}
	return undefined;
}

/** Known text, a number or a truth value, as CloudFormation writes it into a text; undefined for anything else. */
export function textOf(from: Placed | undefined): string | undefined {
	if (from === undefined || !("value" in from) || isUnknown(from.value) || from.value === null) return undefined;
	return String(from.value);
}

export function memberOf(from: Placed | undefined, key: string): Placed | undefined {
	return from !== undefined && "members" in from ? from.members.get(key) : undefined;
}
