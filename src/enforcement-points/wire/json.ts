/** Defensive reading of JSON whose shape nobody vouches for: a wrong type is as good as absent. */
import type { Json, JsonObject } from "../../admission/request.ts";

type Key = string | number;

/** What stands at a path of keys and indexes; undefined where the path leads nowhere. */
export function at(value: Json | undefined, ...path: readonly Key[]): Json | undefined {
	let found = value;
	for (const key of path) {
		if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
		found = (found as JsonObject)[key];
	}
	return found;
}

/** The text at a path; undefined for an empty one and for anything that is not text. */
export function textAt(value: Json | undefined, ...path: readonly Key[]): string | undefined {
	const found = at(value, ...path);
	return typeof found === "string" && found !== "" ? found : undefined;
}

/** The members of the list at a path; none for anything that is not a list. */
export function itemsAt(value: Json | undefined, ...path: readonly Key[]): readonly Json[] {
	const found = at(value, ...path);
	return Array.isArray(found) ? found : [];
}

/** The members that are there: an optional field is absent, never undefined. */
export function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
	return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]?: Exclude<T[K], undefined>;
	};
}
