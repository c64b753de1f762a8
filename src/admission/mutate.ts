/** An object, mended: operations applied in order, and refused where they contradict one another or touch what nobody knows. Pure. */
import { type Operation, type Patch, pointerOf, type Simple, type Steps, stepsOf, valueAt } from "./operation.ts";
import { whyNot } from "./patchable.ts";
import type { Json, JsonObject } from "./request.ts";
import { contradicts, finished, holds, shifted, type Write } from "./written.ts";

/** Does one operation to the object itself: of RFC 6902, by a library. The reason where it cannot be done, as where a `test` fails. */
export type Apply = (object: JsonObject, operation: Simple) => string | undefined;

export interface Draft {
	readonly object: JsonObject;
	/** Those that changed something, in order. */
	readonly patches: readonly Patch[];
	readonly writes: readonly Write[];
}

/** What ECS takes of a task definition. */
const MOST_BYTES = 64 * 1024;

export function draftOf(object: JsonObject): Draft {
	return { object, patches: [], writes: [] };
}

/** The draft with the whole patch, or why nothing of it is applied. */
export function patched(draft: Draft, patch: Patch, apply: Apply): Draft | { readonly reason: string } {
	const object = structuredClone(draft.object);
	let others = draft.writes;
	let own: readonly Write[] = [];
	for (const operation of patch.operations) {
		const steps = simplified(object, operation);
		if (typeof steps === "string") return { reason: steps };
		for (const simple of steps) {
			const doubt = whyNot(object, simple);
			if (doubt !== undefined) return { reason: `${simple.op} ${simple.path}: ${doubt}` };
			const clash = others.find((write) => contradicts(write, simple));
			if (clash !== undefined) return { reason: conflict(clash) };
			const at = placeOf(object, simple.path);
			const failure = applied(object, simple, operation, apply);
			if (failure !== undefined) return { reason: `${simple.op} ${simple.path}: ${failure}` };
			if (simple.op === "test") continue;
			const { op } = simple;
			others = others.map((write) => shifted(write, op, at));
			own = [...own.map((write) => shifted(write, op, at)), ...writeOf(patch, simple, at)];
		}
	}
	const lost = others.find((write) => !holds(object, write));
	if (lost !== undefined) return { reason: conflict(lost) };
	const text = JSON.stringify(object);
	const writes = [...others, ...own.flatMap((write) => finished(object, write))];
	if (text === JSON.stringify(draft.object)) return { ...draft, writes };
	const large = tooLarge(text);
	if (large !== undefined) return { reason: large };
	return { object, patches: [...draft.patches, patch], writes };
}

function tooLarge(text: string): string | undefined {
	const bytes = new TextEncoder().encode(text).length;
	return bytes > MOST_BYTES ? `the object would have ${bytes} bytes, and ECS takes ${MOST_BYTES}` : undefined;
}

/** Copies of copies outgrow any memory before there are many of them. */
function applied(object: JsonObject, simple: Simple, { op }: Operation, apply: Apply): string | undefined {
	return apply(object, simple) ?? (op === "copy" ? tooLarge(JSON.stringify(object)) : undefined);
}

/** What an exemption covers is left as it is, however far around it or into it an operation writes. A test stays: it changes nothing. */
export function withoutExcused({ operations, ...patch }: Patch, isExcused: (pointer: string) => boolean): Patch {
	const isKept = (operation: Operation): boolean => {
		if (operation.op === "test") return true;
		const value = "value" in operation ? operation.value : null;
		const taken = operation.op === "move" ? above(operation.from) : [];
		return ![...above(operation.path), ...under(operation.path, value), ...taken].some(isExcused);
	};
	return { ...patch, operations: operations.filter(isKept) };
}

/** Of the pointer itself, and of whatever it leads through. */
function above(pointer: string): readonly string[] {
	const steps = stepsOf(pointer);
	return steps.map((_, i) => pointerOf(steps.slice(0, i + 1)));
}

function under(pointer: string, value: Json): readonly string[] {
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, member]: [string, Json]) => {
		const inner = `${pointer}${pointerOf([key])}`;
		return [inner, ...under(inner, member)];
	});
}

/** A move and a copy as what they come to, and why there is nothing to move or copy. */
export function simplified(object: JsonObject, operation: Operation): readonly Simple[] | string {
	if (!("from" in operation)) return [operation];
	const { op, from, path } = operation;
	const value = valueAt(object, stepsOf(from));
	if (value === undefined) return `${op} ${path}: there is nothing at ${from}`;
	const add: Simple = { op: "add", path, value: structuredClone(value) as Json };
	return op === "copy" ? [add] : [{ op: "remove", path: from }, add];
}

/** Where an operation writes: `-` is the index behind the last. */
export function placeOf(object: JsonObject, path: string): { readonly steps: Steps; readonly inArray: boolean } {
	const steps = stepsOf(path);
	const parent = valueAt(object, steps.slice(0, -1));
	if (!Array.isArray(parent)) return { steps, inArray: false };
	return { steps: steps.with(-1, steps.at(-1) === "-" ? String(parent.length) : (steps.at(-1) as string)), inArray: true };
}

/** What is taken out of an array leaves no place behind. */
function writeOf({ policy, constraint }: Patch, { op }: Simple, { steps, inArray }: ReturnType<typeof placeOf>): readonly Write[] {
	if (op === "remove") return inArray ? [] : [{ policy, constraint, steps, state: "removed" }];
	return [{ policy, constraint, steps, state: "written" }];
}

function conflict({ constraint, policy, steps }: Write): string {
	return `it contradicts the constraint ${constraint} (${policy}): both write at ${pointerOf(steps)}, and not the same`;
}
