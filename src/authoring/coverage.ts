/** Which lines of somebody's own policies the tests evaluated. */
import type { FileCoverage } from "../rego/authoring-protocol.ts";
import { type AuthorFolder, within } from "./author-folder.ts";

export interface CoveredFile {
	readonly file: string;
	readonly covered: number;
	readonly notCovered: number;
	/** Rows that no test evaluated, sorted. */
	readonly rows: readonly number[];
}

export interface Coverage {
	readonly files: readonly CoveredFile[];
	/** Per cent of the lines, 0 to 100; 100 when there is none. */
	readonly percent: number;
}

/** Of the policies at or under the paths, tests left out. */
export function coverageOf(reported: Readonly<Record<string, FileCoverage>>, folder: AuthorFolder, paths: readonly string[]): Coverage {
	const policies = within(folder, paths).filter((path) => !path.endsWith("_test.rego"));
	const files = policies.flatMap((path) => {
		const found = reported[path];
		if (found === undefined) return [];
		const ranges = found.not_covered ?? [];
		const rows = ranges.flatMap(({ start, end }) => Array.from({ length: end.row - start.row + 1 }, (_, i) => start.row + i));
		return [
			{
				file: folder.shown[path] ?? path,
				covered: found.covered_lines ?? 0,
				notCovered: found.not_covered_lines ?? 0,
				rows: [...new Set(rows)].sort((a, b) => a - b),
			},
		];
	});
	const covered = files.reduce((sum, file) => sum + file.covered, 0);
	const all = files.reduce((sum, file) => sum + file.covered + file.notCovered, 0);
	return { files, percent: all === 0 ? 100 : (100 * covered) / all };
}

/** `3, 7-9`. */
export function spans(rows: readonly number[]): string {
	const found: [number, number][] = [];
	for (const row of rows) {
		const last = found.at(-1);
		if (last !== undefined && last[1] === row - 1) last[1] = row;
		else found.push([row, row]);
	}
	return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}
