/**
 * The protocol of src/intake.ts, src/admit.ts, src/outbox.ts and the store's contract as a model: accept → claim → judge → record
 * (decision and outbox in one transaction) → perform → settle, with lease, breaker and halt. Two workers, each in either loop.
 */
import { acting, looks } from "./acting.ts";
import { adversity } from "./adversity.ts";
import { claimsEvents, judging } from "./judging.ts";
import { breachOf } from "./laws.ts";
import type { Given } from "./moves.ts";
import type { Model } from "./search.ts";
import { type Happening, initialState, isJudging, isOver, type Mistake, type Plans, type State } from "./state.ts";

export function protocol(plans: Plans, mistake?: Mistake): Model<State> {
	return {
		initial: initialState(plans),
		steps: (state) =>
			[
				...state.workers.flatMap((worker, number) => work({ plans, state, number, worker, mistake })),
				...adversity(plans, state, mistake),
			].filter(({ adversity }) => adversity === undefined || plans.adversities.includes(adversity)),
		breach: (state) => breachOf(plans, state),
		isEnd: isOver,
		// The workers are alike.
		key: ({ workers, actions, ...rest }) =>
			[...Object.values(rest).map(brief), ...actions.map(brief), ...workers.map(brief).sort()].join(";"),
	};
}

function work(given: Given): readonly Happening[] {
	const { worker, number } = given;
	const working = () => (isJudging(worker) ? judging(given) : acting(given));
	const steps = worker.at === "idle" ? [...claimsEvents(given), ...looks(given)] : working();
	return steps.map((step) => ({ ...step, label: `${number + 1}: ${step.label}` }));
}

function brief(part: unknown): string {
	if (typeof part === "boolean") return part ? "1" : "0";
	return typeof part === "object" && part !== null ? Object.values(part).map(brief).join() : String(part);
}
