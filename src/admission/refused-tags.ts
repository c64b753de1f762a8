/** Which of the tags that a call sets or removes were refused. Pure. */
import type { Decision } from "./decide.ts";
import { mask } from "./mask.ts";
import type { Json, JsonObject } from "./request.ts";

export interface RefusedTags {
	/** Set by the call. */
	readonly tags?: Readonly<Record<string, string>>;
	/** Removed by the call. */
	readonly untag?: readonly string[];
}

/**
 * As the denials point at them: `/tags/2/key`, `/tagKeys/0`. A tag whose value must not be kept is left out, and only told of.
 * Undefined when there are none.
 */
export function refusedTags({ enforcements, request: { object } }: Decision): RefusedTags | undefined {
	const paths = enforcements.flatMap(({ action, field }) => (action === "deny" && field !== undefined ? [field.split("/")] : []));
	const masked = mask(object);
	const set = refused(masked, "tags", paths).flatMap((tag) => {
		const { key, value } = tag as JsonObject;
		return typeof key === "string" && typeof value === "string" ? [[key, value] as const] : [];
	});
	const removed = refused(masked, "tagKeys", paths).filter((key) => typeof key === "string");
	if (set.length + removed.length === 0) return undefined;
	return { ...(set.length > 0 && { tags: Object.fromEntries(set) }), ...(removed.length > 0 && { untag: removed }) };
}

function refused(object: JsonObject, member: string, paths: readonly (readonly string[])[]): readonly Json[] {
	const list = object[member];
	const indexes = new Set(paths.flatMap(([, named, index]) => (named === member ? [Number(index)] : [])));
	return Array.isArray(list) ? list.filter((item: Json, i) => indexes.has(i) && item !== null) : [];
}
