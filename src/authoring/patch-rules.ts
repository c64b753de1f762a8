/** What can be told of a rule `patch` without asking it. Pure. */
import type { LintFinding } from "../rego/authoring-protocol.ts";
import type { Annotated } from "../rego/compiler-protocol.ts";

/** METADATA of the rule that mends, which is no catalogue: `violation` carries that. */
export function isPatch({ path }: Annotated): boolean {
	return path.endsWith("/patch");
}

/** `patches` are the METADATA blocks of every rule `patch` that is an entrypoint. */
export function patchProblems(path: string, text: string, patches: readonly Annotated[]): readonly LintFinding[] {
	const rows = text.split("\n");
	const at = rows.findIndex((row) => /^(default\s+)?patch\b(?!\()/.test(row));
	if (at < 0) return [];
	const finding = (message: string): LintFinding => ({ rule: "patch", message, file: path, row: at + 1, col: 1 });
	const isAsked = patches.some(({ file }) => file === path);
	return [
		...(isAsked
			? []
			: [finding("the rule patch has no METADATA with `entrypoint: true`, so nobody asks it; its name is kept for what mends")]),
		...(/^patch(\s+contains\b|\[)/.test(rows[at] ?? "")
			? [finding("patch is a set, and operations have an order: write `patch := [operation | …]`")]
			: []),
	];
}
