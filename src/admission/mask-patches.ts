/** Patches as they may be kept and printed. Pure. */
import { mask, maskPointer } from "./mask.ts";
import { type Apply, placeOf, simplified } from "./mutate.ts";
import { type Operation, type Patch, type Simple, type Steps, valueAt } from "./operation.ts";
import type { Json, JsonObject } from "./request.ts";
import { unknown } from "./unknown.ts";

/** What is written is masked where it is written: beside its name, as in the whole. The patches fit the object. */
export function maskPatches(before: JsonObject, patches: readonly Patch[], apply: Apply): readonly Patch[] {
	const object = structuredClone(before);
	const masked = (operation: Operation): Operation => {
		let steps: Steps = [];
		for (const simple of simplified(object, operation) as readonly Simple[]) {
			steps = placeOf(object, simple.path).steps;
			apply(object, simple);
		}
		const path = maskPointer(operation.path);
		if ("from" in operation) return { ...operation, path, from: maskPointer(operation.from) };
		return "value" in operation ? { ...operation, path, value: maskedAt(object, steps) } : { ...operation, path };
	};
	return patches.map(({ operations, ...patch }) => ({ ...patch, operations: operations.map(masked) }));
}

/** Of what lies around the value only what it is a member of, and the names that lead there. */
function maskedAt(object: JsonObject, steps: Steps): Json {
	const above = steps.slice(0, -1);
	const isArray = above.map((_, i) => Array.isArray(valueAt(object, above.slice(0, i))));
	const around = above.reduceRight<Json>((inner, step, i) => (isArray[i] ? [inner] : { [step]: inner }), valueAt(object, above) as Json);
	const found = valueAt(mask(around as JsonObject), [...above.map((step, i) => (isArray[i] ? "0" : step)), ...steps.slice(-1)]);
	// A key of somebody's own that is masked itself leads nowhere.
	return found ?? unknown("masked");
}
