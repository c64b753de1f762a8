/** One worker's next step, and what it leaves behind. */
import { type Mistake, type Plans, replaced, type State, type WorkerState } from "./state.ts";

export interface Given {
	readonly plans: Plans;
	readonly state: State;
	readonly number: number;
	readonly worker: WorkerState;
	readonly mistake: Mistake | undefined;
}

export function goes({ state, number }: Given, worker: Partial<WorkerState>, rest: Partial<State> = {}): State {
	return { ...state, ...rest, workers: replaced((rest.workers ?? state.workers) as readonly WorkerState[], number, worker) };
}

/** Whoever else has it in hand has it without a lease now. */
export function othersLate({ state, number, worker: { on } }: Given, isAtIt: (worker: WorkerState) => boolean): readonly WorkerState[] {
	return state.workers.map((other, which) => (which !== number && isAtIt(other) && other.on === on ? { ...other, isLate: true } : other));
}
