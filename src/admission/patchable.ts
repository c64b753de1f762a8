/** Whether an operation may be done to an object. What is inherited, not there or not known yet is never written over. Pure. */
import { indexOf, type Simple, stepsOf, valueAt } from "./operation.ts";
import type { Json, JsonObject } from "./request.ts";
import { firstUnknown, unknownAt } from "./unknown.ts";

/** Names by which JavaScript reaches what all objects share. */
const SHARED = ["__proto__", "constructor", "prototype"];

/** Why the operation may not be done; undefined where it may. */
export function whyNot(object: JsonObject, operation: Simple): string | undefined {
	const { op, path } = operation;
	if (path === "") return "the object as a whole is not patched";
	const steps = stepsOf(path);
	const shared = steps.find((step) => SHARED.includes(step));
	if (shared !== undefined) return `a member called ${shared} is not patched`;
	const unknown = unknownAt(object, path);
	if (unknown !== undefined) return `it is not known yet (${unknown.$unknown})`;
	if ("value" in operation && namesPrototype(operation.value)) return "its value has a member called __proto__";
	if (op === "test") return undefined;
	if (op !== "remove" && firstUnknown(operation.value) !== undefined) return "its value is not known yet";
	return op === "add" ? whyNotAdded(object, steps) : whyNotThere(valueAt(object, steps));
}

function whyNotAdded(object: JsonObject, steps: readonly string[]): string | undefined {
	const parent = valueAt(object, steps.slice(0, -1));
	const last = steps.at(-1) as string;
	if (typeof parent !== "object" || parent === null) return "there is nothing that it could be added to";
	if (!Array.isArray(parent)) return Object.hasOwn(parent, last) ? whyNotThere((parent as JsonObject)[last]) : undefined;
	const index = last === "-" ? parent.length : indexOf(last);
	return index === undefined || index > parent.length ? "the array has no such place" : undefined;
}

function whyNotThere(standing: Json | undefined): string | undefined {
	if (standing === undefined) return "there is nothing";
	const pointer = firstUnknown(standing);
	return pointer === undefined ? undefined : `what stands there is not all known yet (${pointer})`;
}

/** A copy of it could get another prototype. */
export function namesPrototype(value: Json): boolean {
	if (typeof value !== "object" || value === null) return false;
	return Object.hasOwn(value, "__proto__") || Object.values(value).some((member: Json) => namesPrototype(member));
}
