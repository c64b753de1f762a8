/** Takes many texts out of others, all at once: what it costs grows with the text, and hardly with how many they are. Pure. */

/** Each of the texts has at least so many characters. */
export function hidingTexts(texts: Iterable<string>, least: number): (text: string) => string {
	const sorted = [...new Set(texts)].sort();
	if (sorted.length === 0) return (text) => text;
	const parents = parentsOf(sorted);
	const beginnings = new Set(sorted.map((one) => one.slice(0, least)));
	return (text) => {
		let said = "";
		let until = 0;
		for (let at = 0; at + least <= text.length; at += 1) {
			if (!beginnings.has(text.slice(at, at + least))) continue;
			const length = longestAt(text.slice(at), sorted, parents);
			if (length === 0) continue;
			// Of two that overlap no part is left.
			if (at >= until) said += `${text.slice(until, at)}(masked)`;
			until = Math.max(until, at + length);
		}
		return said + text.slice(until);
	};
}

/** Of each text, in their order, the longest other that it begins with: its index, or -1. */
function parentsOf(sorted: readonly string[]): readonly number[] {
	const open: number[] = [];
	return sorted.map((text, i) => {
		while (open.length > 0 && !text.startsWith(sorted[open.at(-1) as number] as string)) open.pop();
		const parent = open.at(-1) ?? -1;
		open.push(i);
		return parent;
	});
}

/** The length of the longest that the text begins with; 0 where it begins with none. Whatever it begins with stands among the parents of the last that is not after it. */
function longestAt(text: string, sorted: readonly string[], parents: readonly number[]): number {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle] as string) <= text) low = middle + 1;
		else high = middle;
	}
	let found = low - 1;
	if (found < 0) return 0;
	const alike = alikeIn(sorted[found] as string, text);
	while (found >= 0 && (sorted[found] as string).length > alike) found = parents[found] as number;
	return found < 0 ? 0 : (sorted[found] as string).length;
}

/** How many characters both begin with. */
function alikeIn(a: string, b: string): number {
	let length = 0;
	while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
	return length;
}
