/** What happens to the two workers: events are heard, processes end, leases run out, operators halt and resume, time passes. */
import {
	type ActionState,
	type Adversity,
	type Happening,
	IDLE,
	isActing,
	isJudging,
	type Mistake,
	type Plans,
	replaced,
	type State,
	type WorkerState,
} from "./state.ts";

export function adversity(plans: Plans, state: State, mistake: Mistake | undefined): readonly Happening[] {
	return [
		...plans.events.flatMap((_, event) => heard(state, event)),
		...state.workers.flatMap((worker, number) => crash(state, number, worker)),
		...(mistake === "takes for ever instead of leasing" ? [] : leasesRunOut(state)),
		...operators(state),
		...(state.permits > 0 ? [adverse("breaker", "a window passes", { ...state, permits: 0 })] : []),
		...(state.isPast ? [] : [adverse("past", "so long passes that all of it is the past", { ...state, isPast: true })]),
	];
}

function adverse(adversity: Adversity, label: string, next: State): Happening {
	return { label, next, adversity };
}

/** Kept when it is acknowledged; what waits already is not stored twice. */
function heard(state: State, event: number): readonly Happening[] {
	const left = state.toHear[event]!;
	if (left === 0) return [];
	const inbox = state.inbox[event] === "" ? state.inbox.with(event, "waits") : state.inbox;
	return [
		adverse("event", `event ${event + 1} is heard`, {
			...state,
			inbox,
			toHear: state.toHear.with(event, left - 1),
			accepted: state.accepted.with(event, true),
		}),
	];
}

function crash(state: State, number: number, { at }: WorkerState): readonly Happening[] {
	return at === "idle"
		? []
		: [adverse("crash", `${number + 1}: crashes`, { ...state, workers: replaced<WorkerState>(state.workers, number, IDLE) })];
}

/** Nobody's lease runs out by itself; one whose holder lives runs out only where that holder is slower than it may be. */
function leasesRunOut(state: State): readonly Happening[] {
	const events = state.inbox.flatMap((event, on) => {
		if (event !== "leased") return [];
		const workers = outlived(state, on, isJudging);
		return [
			{
				label: `the lease on event ${on + 1} runs out`,
				next: { ...state, ...workers, inbox: state.inbox.with(on, "waits") } as State,
				adversity: "workers" in workers ? ("slow" as const) : undefined,
			},
		];
	});
	const actions = state.actions.flatMap((action, on) => {
		if (!action.isLeased) return [];
		const workers = outlived(state, on, isActing);
		const wasOutlived = action.wasOutlived || "workers" in workers;
		const next = {
			...state,
			...workers,
			actions: replaced<ActionState>(state.actions, on, { isLeased: false, isUnreported: true, wasOutlived }),
		};
		return [{ label: `the lease on action ${on + 1} runs out`, next, adversity: "workers" in workers ? ("slow" as const) : undefined }];
	});
	return [...events, ...actions];
}

function outlived({ workers }: State, on: number, isAtIt: (worker: WorkerState) => boolean): Partial<State> {
	const isHeld = (worker: WorkerState) => isAtIt(worker) && worker.on === on && !worker.isLate;
	return workers.some(isHeld) ? { workers: workers.map((worker) => (isHeld(worker) ? { ...worker, isLate: true } : worker)) } : {};
}

function operators(state: State): readonly Happening[] {
	return [
		state.isHalted
			? { label: "an operator resumes", next: { ...state, isHalted: false } }
			: adverse("halt", "an operator halts", { ...state, isHalted: true }),
		...(state.isOpen ? [adverse("breaker", "an operator resets the breaker", { ...state, isOpen: false, permits: 0 })] : []),
	];
}
