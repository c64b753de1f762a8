/** Every state that a model can come to, breadth first: the first breach found is one of the shortest. */

/** One thing that can happen. */
export interface Step<State> {
	readonly label: string;
	readonly next: State;
	/** A crash, a lost answer, a halt: it may happen, and nobody may count on it. */
	readonly adversity?: string | undefined;
	/** The law that this step breaks. */
	readonly breach?: string | undefined;
}

export interface Model<State> {
	readonly initial: State;
	steps(state: State): readonly Step<State>[];
	/** The law that does not hold in this state. */
	breach(state: State): string | undefined;
	/** Nothing is left to do. */
	isEnd(state: State): boolean;
	/** Equal for states that are the same for every law. */
	key(state: State): string;
}

export interface Searched {
	readonly states: number;
	readonly transitions: number;
	/** States in which nothing is left to do. */
	readonly ends: number;
	/** Absent where every law holds: the law, and the steps that break it, in order. */
	readonly counterexample?: { readonly law: string; readonly steps: readonly string[] };
}

export const ENDS = "whatever happened, all ends once nothing adverse happens any more";

export function search<State>(model: Model<State>): Searched {
	const numbers = new Map<string, number>([[model.key(model.initial), 0]]);
	const queue: (State | undefined)[] = [model.initial];
	const cameFrom: { readonly state: number; readonly label: string }[] = [{ state: -1, label: "" }];
	/** By state: how many steps that are not adverse lead on, and from which states such a step leads here. */
	const onward: number[] = [0];
	const before: number[][] = [[]];
	const ended: number[] = [];
	let transitions = 0;
	const found = (law: string, state: number, label?: string) => ({
		...{ states: queue.length, transitions, ends: ended.length },
		counterexample: { law, steps: [...path(cameFrom, state), ...(label === undefined ? [] : [label])] },
	});

	for (let number = 0; number < queue.length; number += 1) {
		const state = queue[number] as State;
		queue[number] = undefined;
		const broken = model.breach(state);
		if (broken !== undefined) return found(broken, number);
		const isEnd = model.isEnd(state);
		if (isEnd) ended.push(number);
		for (const { label, next, adversity, breach } of model.steps(state)) {
			transitions += 1;
			if (breach !== undefined) return found(breach, number, label);
			const key = model.key(next);
			let known = numbers.get(key);
			if (known === undefined) {
				known = queue.push(next) - 1;
				numbers.set(key, known);
				cameFrom.push({ state: number, label });
				onward.push(0);
				before.push([]);
			}
			if (adversity !== undefined || isEnd) continue;
			onward[number]! += 1;
			before[known]!.push(number);
		}
	}
	const stuck = endless(onward, before, ended);
	return stuck === undefined ? { states: queue.length, transitions, ends: ended.length } : found(ENDS, stuck);
}

/** A state from which not every way without adversity ends: peeled from the ends, what stands before a cycle or a dead end is left over. */
function endless(onward: readonly number[], before: readonly (readonly number[])[], ended: readonly number[]): number | undefined {
	const left = [...onward];
	const sure = [...ended];
	const isSure = new Set(ended);
	for (let next = sure.pop(); next !== undefined; next = sure.pop()) {
		for (const state of before[next]!) {
			left[state]! -= 1;
			if (left[state] !== 0) continue;
			isSure.add(state);
			sure.push(state);
		}
	}
	const stuck = onward.findIndex((_, state) => !isSure.has(state));
	return stuck === -1 ? undefined : stuck;
}

function path(cameFrom: readonly { readonly state: number; readonly label: string }[], state: number): readonly string[] {
	const steps: string[] = [];
	for (let at = state; at > 0; at = cameFrom[at]!.state) steps.unshift(cameFrom[at]!.label);
	return steps;
}
