/** Whether what is measured again and again stays where it is. */

/** By how much the line through the values (least squares) rises from the first of them to the last. At least two. */
export function rise(values: readonly number[]): number {
	const middle = (values.length - 1) / 2;
	const mean = average(values);
	const [above, below] = values.reduce<readonly [number, number]>(
		([sum, square], value, at) => [sum + (at - middle) * (value - mean), square + (at - middle) ** 2],
		[0, 0],
	);
	return (above / below) * (values.length - 1);
}

export function average(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Without the first third: a process that has just started still grows. */
export function settled(values: readonly number[]): readonly number[] {
	return values.slice(Math.ceil(values.length / 3));
}
