/** What constraints have written into an object, followed while others insert and remove: a later one may add to it, and not undo it. Pure. */
import { indexOf, type Simple, type Steps, stepsOf, valueAt } from "./operation.ts";
import type { Json, JsonObject } from "./request.ts";

export interface Write {
	readonly policy: string;
	readonly constraint: string;
	/** Where it stands now. */
	readonly steps: Steps;
	/** `removed` is a member that must stay away; `lost` stood in an array and was taken out of it. */
	readonly state: "written" | "removed" | "lost";
	readonly value?: Json;
}

/** Where an operation took place. */
interface Place {
	readonly steps: Steps;
	readonly inArray: boolean;
}

/** Whether the operation writes another value at the very place. */
export function contradicts({ steps, state, value }: Write, operation: Simple): boolean {
	if (operation.op !== "replace" && operation.op !== "add") return false;
	if (state !== "written" || !isSame(steps, stepsOf(operation.path))) return false;
	// What is added at an index moves what stands there.
	return (operation.op === "replace" || indexOf(steps.at(-1) as string) === undefined) && !equal(value as Json, operation.value);
}

/** The write after something was put into an array or taken out of it. */
export function shifted(write: Write, op: "add" | "remove" | "replace", { steps, inArray }: Place): Write {
	const depth = steps.length - 1;
	if (!inArray || op === "replace" || !isSame(write.steps.slice(0, depth), steps.slice(0, depth)) || write.steps.length <= depth)
		return write;
	const [own, at] = [Number(write.steps[depth]), Number(steps[depth])];
	if (op === "remove" && own === at) return { ...write, state: "lost" };
	if (own < at) return write;
	return { ...write, steps: write.steps.with(depth, String(op === "add" ? own + 1 : own - 1)) };
}

/** Whether it is still there, with whatever was added to it since. */
export function holds(object: JsonObject, { steps, state, value }: Write): boolean {
	if (state === "lost") return false;
	const found = valueAt(object, steps);
	return state === "removed" ? found === undefined : found !== undefined && includes(found, value as Json);
}

/** With the value that the whole patch has left there; none where it was taken away again. */
export function finished(object: JsonObject, write: Write): readonly Write[] {
	const value = valueAt(object, write.steps);
	if (write.state === "written") return value === undefined ? [] : [{ ...write, value }];
	return write.state === "removed" && value === undefined ? [write] : [];
}

function includes(found: Json, wanted: Json): boolean {
	if (typeof wanted !== "object" || wanted === null || typeof found !== "object" || found === null) return found === wanted;
	if (Array.isArray(wanted) !== Array.isArray(found)) return false;
	if (Array.isArray(wanted)) return isWithin(found as readonly Json[], wanted);
	return Object.entries(wanted).every(([key, member]) => Object.hasOwn(found, key) && includes((found as JsonObject)[key] as Json, member));
}

/** In the same order, with others between them. */
function isWithin(found: readonly Json[], wanted: readonly Json[]): boolean {
	let next = 0;
	for (const each of found) if (next < wanted.length && includes(each, wanted[next] as Json)) next += 1;
	return next === wanted.length;
}

function equal(a: Json, b: Json): boolean {
	return includes(a, b) && includes(b, a);
}

function isSame(a: Steps, b: Steps): boolean {
	return a.length === b.length && a.every((step, i) => step === b[i]);
}
