/** What a call sent, laid over what ECS describes. Pure. */
import type { Json, JsonObject } from "../admission/request.ts";
import { firstUnknown } from "../admission/unknown.ts";

/**
 * What was sent goes first. Of a call that has happened, what was redacted or masked on its way here is taken from what ECS
 * describes, where it describes it; in a question an unknown value stays unknown.
 */
export function withSent(described: JsonObject, sent: JsonObject, happened: boolean): JsonObject {
	const readable = ([member, value]: readonly [string, Json]) =>
		!happened || !Object.hasOwn(described, member) || firstUnknown(value) === undefined;
	return { ...described, ...Object.fromEntries(Object.entries(sent).filter(readable)) };
}
