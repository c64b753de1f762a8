/** Operations of RFC 6902, and the JSON pointers (RFC 6901) that they name. Pure. */
import type { Json, JsonObject } from "./request.ts";

export type Operation =
	| { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: Json }
	| { readonly op: "remove"; readonly path: string }
	| { readonly op: "move" | "copy"; readonly path: string; readonly from: string };

/** What a move and a copy come to as well. */
export type Simple = Exclude<Operation, { readonly op: "move" | "copy" }>;

/** What a constraint's policy had changed. */
export interface Patch {
	readonly policy: string;
	readonly constraint: string;
	readonly operations: readonly Operation[];
}

/** What a decision says of patches. */
export interface Mended {
	/** Applied before anything was judged, in order, and masked; absent where there are none. */
	readonly patches?: readonly Patch[];
	/** The same with their values: for whoever asked, and for no record. */
	readonly operations?: readonly Operation[];
	/** The object before that. */
	readonly before?: JsonObject;
	/** Why what was judged as patched goes its way unpatched: enforcement is off, or Taskgate is halted. */
	readonly patchesWithheld?: string;
	/** Where a service runs already: policies whose patches would let its task definition through. Nothing is patched yet. */
	readonly wouldPatch?: readonly string[];
}

export type Steps = readonly string[];

export function stepsOf(pointer: string): Steps {
	return pointer
		.split("/")
		.slice(1)
		.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function pointerOf(steps: Steps): string {
	return steps.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Own members and the indexes of arrays, and nothing that is inherited. */
export function valueAt(root: Json | undefined, steps: Steps): Json | undefined {
	let value = root;
	for (const step of steps) {
		if (typeof value !== "object" || value === null) return undefined;
		if (Array.isArray(value) && indexOf(step) === undefined) return undefined;
		value = Object.hasOwn(value, step) ? (value as JsonObject)[step] : undefined;
	}
	return value;
}

/** As a pointer writes an index: no sign, no leading zero. */
export function indexOf(step: string): number | undefined {
	return /^(0|[1-9]\d{0,8})$/.test(step) ? Number(step) : undefined;
}
