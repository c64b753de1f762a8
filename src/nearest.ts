/** What somebody who mistyped a name most likely meant. */

/** The candidates within two edits, or a third of a short name's length: the nearest, and those one edit further; at most three. */
export function nearest(name: string, candidates: readonly string[]): readonly string[] {
	const most = Math.min(4, Math.max(2, Math.floor(name.length / 3)));
	const found = candidates
		.map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
		.filter((found) => found.distance <= most)
		.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
	const best = found[0]?.distance ?? 0;
	return found
		.filter(({ distance }) => distance <= best + 1)
		.slice(0, 3)
		.map(({ candidate }) => candidate);
}

/** `; did you mean a or b?`, or nothing. */
export function didYouMean(name: string, candidates: readonly string[]): string {
	const found = nearest(name, candidates);
	return found.length === 0 ? "" : `; did you mean ${found.join(" or ")}?`;
}

/** Edits (insert, delete, replace, swap of neighbours) from one text to another: optimal string alignment. */
function distance(from: string, to: string): number {
	let before: readonly number[] = [];
	let above: readonly number[] = Array.from({ length: to.length + 1 }, (_, j) => j);
	for (let i = 1; i <= from.length; i += 1) {
		const row = [i];
		for (let j = 1; j <= to.length; j += 1) {
			const replaced = (above[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
			const edited = Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
			const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
			row.push(isSwap ? Math.min(edited, (before[j - 2] ?? 0) + 1) : edited);
		}
		before = above;
		above = row;
	}
	return above[to.length] ?? 0;
}
