/** What changed between two texts, line by line. Pure. */

/** Lines with ` `, `-` or `+` before them; unchanged ones further than `context` from a change are left out, with `…` in their place. */
export function lineDiff(before: string, after: string, context = 2): readonly string[] {
	const lines = merged(before.split("\n"), after.split("\n"));
	const near = lines.map((_, i) => lines.slice(Math.max(0, i - context), i + context + 1).some((line) => !line.startsWith(" ")));
	const gap = (i: number) => (near[i - 1] ? ["…"] : []);
	return lines.flatMap((line, i) => (near[i] ? [line] : gap(i)));
}

/** By the longest common subsequence; policies are short. */
function merged(before: readonly string[], after: readonly string[]): readonly string[] {
	const common = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
	const at = (i: number, j: number) => common[i]?.[j] ?? 0;
	for (let i = before.length - 1; i >= 0; i -= 1) {
		const row = common[i] as number[];
		for (let j = after.length - 1; j >= 0; j -= 1) {
			row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
		}
	}
	const lines: string[] = [];
	let i = 0;
	let j = 0;
	while (i < before.length || j < after.length) {
		if (i < before.length && j < after.length && before[i] === after[j]) {
			lines.push(` ${before[i]}`);
			i += 1;
			j += 1;
		} else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
			lines.push(`-${before[i]}`);
			i += 1;
		} else {
			lines.push(`+${after[j]}`);
			j += 1;
		}
	}
	return lines;
}
