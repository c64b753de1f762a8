/** One measured figure, told as a ratio to something else that the same run measured. Smaller is better throughout. */

/** Of at least one number. */
export function median(numbers: readonly number[]): number {
	return quantile(numbers, 0.5);
}

/** By linear interpolation, as `percentile_cont` in SQL. */
export function quantile(numbers: readonly number[], at: number): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	const position = (sorted.length - 1) * at;
	const below = sorted[Math.floor(position)]!;
	return below + (sorted[Math.ceil(position)]! - below) * (position % 1);
}

/** What one side took, round by round: µs or ms for each thing done. */
export interface Side {
	readonly name: string;
	readonly rounds: readonly number[];
}

/** The line for `measured ÷ baseline`: median of the rounds' own ratios, and the quartiles, since other programs share the machine. */
export function figure(title: string, measured: Side, baseline: Side, unit: "µs" | "ms"): string {
	const ratios = measured.rounds.map((time, round) => time / baseline.rounds[round]!);
	const [ratio, low, high] = [0.5, 0.25, 0.75].map((at) => short(quantile(ratios, at)));
	const sides = [measured, baseline].map(({ name, rounds }) => `${name} ${short(median(rounds))} ${unit}`).join(", ");
	return `${title}: ratio ${ratio} (${low} to ${high} in the middle half of ${ratios.length} rounds; ${sides})`;
}

/** Three significant digits, and every digit before the point. */
function short(value: number): string {
	return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
