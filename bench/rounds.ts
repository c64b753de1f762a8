/** Measuring in turns: what else the machine does meets every side alike. */
import type { Side } from "./figure.ts";

export interface Subject {
	readonly name: string;
	/** Works for about a tenth of a second or longer; answers what one thing took. */
	round(): Promise<number>;
}

export interface Rounds {
	/** Not counted. */
	readonly warmUp: number;
	readonly counted: number;
}

/** Each round asks every subject once, in order. */
export async function inTurns(subjects: readonly Subject[], { warmUp, counted }: Rounds): Promise<readonly Side[]> {
	const sides = subjects.map(({ name }) => ({ name, rounds: [] as number[] }));
	process.stderr.write(`${subjects.map(({ name }) => name).join(", ")} `);
	for (let round = -warmUp; round < counted; round++) {
		process.stderr.write(".");
		for (const [i, subject] of subjects.entries()) {
			const took = await subject.round();
			if (round >= 0) sides[i]!.rounds.push(took);
		}
	}
	process.stderr.write("\n");
	return sides;
}

/** A round of `calls` calls in this thread, in µs per call. */
export function calling(name: string, calls: number, call: () => unknown): Subject {
	return {
		name,
		async round() {
			const start = performance.now();
			for (let i = 0; i < calls; i++) await call();
			return ((performance.now() - start) / calls) * 1000;
		},
	};
}

/** The same in µs of a processor that this thread had: what else the machine does hardly shows. */
export function spending(name: string, calls: number, call: () => unknown): Subject {
	return {
		name,
		async round() {
			const before = process.threadCpuUsage();
			for (let i = 0; i < calls; i++) await call();
			const { user, system } = process.threadCpuUsage(before);
			return (user + system) / calls;
		},
	};
}
