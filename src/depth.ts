import type { Json } from "./admission/request.ts";

/** Deeper than any event or definition of ECS. */
export const MAX_DEPTH = 64;

/** Whether a value nests at most `limit` levels of objects and arrays. Iterative: depth is what it guards against. */
export function depthWithin(value: Json, limit: number): boolean {
	let level: readonly Json[] = [value];
	for (let depth = 0; level.length > 0; depth += 1) {
		const nested = level.filter((member) => typeof member === "object" && member !== null);
		if (nested.length > 0 && depth === limit) return false;
		level = nested.flatMap((member) => Object.values(member as object) as Json[]);
	}
	return true;
}
