/** A value that exists only at deploy time, such as a CloudFormation intrinsic: `{"$unknown": "Ref Image"}`. Never a pass. */
import type { AdmissionRequest, Json, JsonObject } from "./request.ts";

export interface Unknown extends JsonObject {
	readonly $unknown: string;
}

export function unknown(reason: string): Unknown {
	return { $unknown: reason };
}

export function isUnknown(value: Json | undefined): value is Unknown {
	return typeof value === "object" && value !== null && !Array.isArray(value) && typeof (value as JsonObject).$unknown === "string";
}

/** The key of somebody's own map, which is no marker whatever it is called. */
export function literalKey(key: string): string {
	return key === "$unknown" ? "\\$unknown" : key;
}

/** A copy in which nothing is a marker, for what is known to its last value: a map of somebody's own (labels, log options) may have the marker's key. */
export function allKnown<T extends Json>(value: T): T;
export function allKnown(value: Json): Json {
	if (Array.isArray(value)) return value.map((member: Json) => allKnown(member));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [literalKey(key), allKnown(member)]));
}

/** JSON pointer of the first marker in a value; undefined when there is none. */
export function firstUnknown(value: Json, pointer = ""): string | undefined {
	if (isUnknown(value)) return pointer;
	if (typeof value !== "object" || value === null) return undefined;
	for (const [key, member] of Object.entries(value)) {
		const found = firstUnknown(member, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** The marker at or above a JSON pointer, if there is one. */
export function unknownAt(root: Json, pointer: string): Unknown | undefined {
	let value: Json | undefined = root;
	for (const token of pointer.split("/").slice(1)) {
		if (isUnknown(value)) return value;
		value = childOf(value, token.replaceAll("~1", "/").replaceAll("~0", "~"));
	}
	return isUnknown(value) ? value : undefined;
}

function childOf(value: Json | undefined, key: string): Json | undefined {
	if (typeof value !== "object" || value === null) return undefined;
	return Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;
}

/** Whether what a violation's field points at, in the object or the context, is not known. */
export function isUnknownField(request: AdmissionRequest, field: string): boolean {
	const root = field.startsWith("/context/") ? { context: request.context as unknown as Json } : request.object;
	return unknownAt(root, field) !== undefined;
}
