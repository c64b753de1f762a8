/** Constraints and exemptions as they are in force together. */
import { createHash } from "node:crypto";
import type { Constraint } from "../admission/constraint.ts";
import type { Exemption } from "../admission/exemption.ts";

export interface ConstraintSet {
	readonly constraints: readonly Constraint[];
	readonly exemptions: readonly Exemption[];
	/** Worth a person's attention, and no reason to refuse: a policy by its former id, a deprecated one. */
	readonly warnings: readonly string[];
}

/** Every problem of the files, one per line, each beginning with `file:line:column`. */
export class ConstraintError extends Error {
	override readonly name = "ConstraintError";
	constructor(problems: readonly string[], options?: ErrorOptions) {
		super(problems.join("\n"), options);
	}
}

/** @throws {ConstraintError} when two of the sets have a constraint, or an exemption, of the same name. */
export function joinSets(sets: readonly ConstraintSet[]): ConstraintSet {
	const constraints = sets.flatMap((set) => set.constraints);
	const exemptions = sets.flatMap((set) => set.exemptions);
	const problems = [
		...repeated(constraints).map((name) => `constraint ${name}: stands in more than one file or profile; give one of them another name`),
		...repeated(exemptions).map((name) => `exemption ${name}: stands in more than one file; give one of them another name`),
	];
	if (problems.length > 0) throw new ConstraintError(problems);
	return { constraints, exemptions, warnings: sets.flatMap((set) => set.warnings) };
}

/** sha256, hexadecimal, over the canonical JSON: equal for the same content whatever the order of files and keys. */
export function digestOf(constraints: readonly Constraint[], exemptions: readonly Exemption[]): string {
	const content = { constraints: byName(constraints), exemptions: byName(exemptions) };
	return createHash("sha256").update(JSON.stringify(content, sortedKeys)).digest("hex");
}

function repeated(named: readonly { readonly name: string }[]): readonly string[] {
	const names = named.map(({ name }) => name);
	return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}

function byName<T extends { readonly name: string }>(named: readonly T[]): readonly T[] {
	return named.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function sortedKeys(_: string, value: unknown): unknown {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
