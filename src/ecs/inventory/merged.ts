/** Several generators as one, a few of them at work at a time. */

interface Step<T> {
	readonly of: AsyncGenerator<T>;
	readonly result: IteratorResult<T, unknown>;
}

/** Each one's own order is kept. One that throws ends it all. */
export async function* merged<T>(generators: Iterable<AsyncGenerator<T>>, atOnce: number): AsyncGenerator<T> {
	const waiting = generators[Symbol.iterator]();
	const steps = new Map<AsyncGenerator<T>, Promise<Step<T>>>();
	const advance = (of: AsyncGenerator<T>) =>
		steps.set(
			of,
			of.next().then((result) => ({ of, result })),
		);
	const start = () => {
		const { done, value } = waiting.next();
		if (done !== true) advance(value);
	};
	try {
		for (let i = 0; i < atOnce; i++) start();
		while (steps.size > 0) {
			const { of, result } = await Promise.race(steps.values());
			if (result.done === true) {
				steps.delete(of);
				start();
				continue;
			}
			// What comes after is on its way while whoever takes this one is busy with it.
			advance(of);
			yield result.value;
		}
	} finally {
		for (const [of, step] of steps) {
			step.catch(() => {});
			of.return(undefined).catch(() => {});
		}
	}
}
