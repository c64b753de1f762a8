/** The border: what comes in is checked once, here, and a field that is not what was documented is named. */
import { type ZodType, z } from "zod";
import type { Json, JsonObject } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { isObject } from "../../ecs/api-shape.ts";
import { UnreadableEvent } from "../enforcement-point.ts";

export const TEXT = z.string().min(1, "must not be empty");
export const ACCOUNT = z.string().regex(/^\d{12}$/, "must be an account id of 12 digits");
/** RFC 3339. */
export const TIME = z.iso.datetime({ offset: true, error: "must be a time as in RFC 3339" });
/** Somebody's own words: absent where masking, before the event was kept, has put a marker in their place. */
export const WORDS = z.preprocess((value) => (isUnknown(value as Json) ? undefined : value), z.string().nullish());
/** A body that is judged as it is: the schema check and the policies look into it, the border does not. */
export const OBJECT = z.custom<JsonObject>((value) => isObject(value as Json), "must be an object");

/** One of these names, and the message lists them. */
export function oneOf<const Names extends readonly [string, ...string[]]>(names: Names) {
	return z.enum(names, { error: `must be one of ${names.join(", ")}` });
}

/** @throws {UnreadableEvent} naming the first field that is not as the schema has it, such as `detail.eventID`. */
export function parse<T>(schema: ZodType<T>, value: unknown): T {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	throw new UnreadableEvent(issue?.path.join(".") || "the event", lowerFirst(issue?.message ?? "cannot be read"));
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
