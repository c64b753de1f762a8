/**
 * The protocol of src/intake.ts, src/admit.ts, src/outbox.ts and the store's contract as a model: accept → claim → judge → record
 * (decision and outbox in one transaction) → perform → settle, with lease, breaker and halt. Two workers, each in either loop.
 */
import { adversity } from "./adversity.ts";
import { breachOf } from "./laws.ts";
import type { Model, Step } from "./search.ts";
import {
	type ActionState,
	IDLE,
	initialState,
	isActing,
	isJudging,
	type Mistake,
	type Plans,
	replaced,
	type State,
	slotsOf,
	type WorkerState,
} from "./state.ts";

/** As MAX_ATTEMPTS in src/outbox.ts, where it is 10: the search needs no more than one retry and one giving up. */
const MAX_ATTEMPTS = 2;

export function protocol(plans: Plans, mistake?: Mistake): Model<State> {
	return {
		initial: initialState(plans),
		steps: (state) => [
			...state.workers.flatMap((worker, number) => [
				...work(plans, state, number, worker, mistake).map((step) => ({ ...step, label: `${number + 1}: ${step.label}` })),
			]),
			...adversity(plans, state, mistake),
		],
		breach: (state) => breachOf(plans, state),
		isEnd: ({ inbox, actions, workers }) =>
			inbox.every((event) => event === "") && actions.every(({ is }) => is !== "planned") && workers.every(({ at }) => at === "idle"),
		// The workers are alike.
		key: ({ workers, ...rest }) => JSON.stringify([Object.values(rest), workers.map((worker) => JSON.stringify(Object.values(worker))).sort()]),
	};
}

type Made = Omit<Step<State>, "isAdverse"> & { readonly isAdverse?: boolean };

function work(plans: Plans, state: State, number: number, worker: WorkerState, mistake: Mistake | undefined): readonly Step<State>[] {
	const given = { plans, state, number, worker, mistake };
	const steps: readonly Made[] = worker.at === "idle" ? idle(given) : isJudging(worker) ? judging(given) : acting(given);
	return steps.map((step) => ({ isAdverse: false, ...step }));
}

interface Given {
	readonly plans: Plans;
	readonly state: State;
	readonly number: number;
	readonly worker: WorkerState;
	readonly mistake: Mistake | undefined;
}

function goes({ state, number }: Given, worker: Partial<WorkerState>, rest: Partial<State> = {}): State {
	return { ...state, ...rest, workers: replaced((rest.workers ?? state.workers) as readonly WorkerState[], number, worker) };
}

function idle(given: Given): readonly Made[] {
	const { state, mistake } = given;
	const leased = mistake === "leases nothing" ? "waits" : "leased";
	const claims = state.inbox.flatMap((event, on) =>
		event === "waits"
			? [{ label: `claims event ${on + 1}`, next: goes(given, { at: "took event", on }, { inbox: state.inbox.with(on, leased) }) }]
			: [],
	);
	const mayLook = state.actions.some(isFree) && (!state.isHalted || mistake === "does not look for a halt");
	const looks = { label: "looks for a halt", next: goes(given, { at: "looked", sawHalt: state.isHalted }) };
	return mayLook ? [...claims, looks] : claims;
}

function isFree({ is, isLeased }: ActionState): boolean {
	return is === "planned" && !isLeased;
}

function judging(given: Given): readonly Made[] {
	const { plans, state, worker, mistake } = given;
	const { at, on } = worker;
	const discarded = { label: `discards event ${on + 1}`, next: goes(given, IDLE, { inbox: state.inbox.with(on, ""), workers: othersLate(given, isJudging) }) };
	if (at === "took event") {
		const isStanding = state.decisions[on]! > 0 && mistake !== "forgets the decision that stands";
		const inbox = mistake === "discards before it records" ? state.inbox.with(on, "") : state.inbox;
		const later = { label: `cannot look up event ${on + 1} yet`, next: postponed(given), isAdverse: true };
		const judged = goes(given, { at: isStanding ? "found one standing" : "found none standing" }, { inbox });
		return [{ label: `judges event ${on + 1}`, next: judged }, later];
	}
	if (at === "found none standing") return [recording(given)];
	if (at === "recorded without actions")
		return [{ label: "plans the actions", next: goes(given, { at: "recorded" }, { actions: planned(plans, state, on) }) }];
	return [discarded];
}

/** Its lease ends with it, whoever holds it by now; what somebody has discarded meanwhile stays so. */
function postponed(given: Given): State {
	const { state, worker } = given;
	if (state.inbox[worker.on] === "") return goes(given, IDLE);
	return goes(given, IDLE, { inbox: state.inbox.with(worker.on, "waits"), workers: othersLate(given, isJudging) });
}

function othersLate({ state, number, worker: { on } }: Given, isAtIt: (worker: WorkerState) => boolean): readonly WorkerState[] {
	return state.workers.map((other, which) => (which !== number && isAtIt(other) && other.on === on ? { ...other, isLate: true } : other));
}

/** One transaction, in which the decision that stands is looked for again. */
function recording(given: Given): Made {
	const { plans, state, worker, mistake } = given;
	const { on } = worker;
	const label = `records decision ${on + 1}`;
	if (state.decisions[on]! > 0 && mistake !== "forgets the decision that stands") return { label, next: goes(given, { at: "recorded" }) };
	const [first] = plans.events[on] ?? [];
	if (mistake === "performs before it records" && first !== undefined && state.changes[first] === 0) {
		const changes = { ...state.changes, [first]: 1 };
		return { label: `calls AWS about ${first}`, next: goes(given, {}, { changes }) };
	}
	const decisions = state.decisions.with(on, Math.min(2, state.decisions[on]! + 1));
	if (mistake === "records the actions apart from the decision") return { label, next: goes(given, { at: "recorded without actions" }, { decisions }) };
	return { label, next: goes(given, { at: "recorded" }, { decisions, actions: planned(plans, state, on) }) };
}

/** An action whose effect is planned or done already is stored as superseded. */
function planned(plans: Plans, { actions }: State, event: number): readonly ActionState[] {
	const slots = slotsOf(plans);
	return actions.map((action, index) => {
		if (slots[index]!.event !== event || action.is !== "none") return action;
		const isLive = actions.some(({ is }, other) => slots[other]!.target === slots[index]!.target && (is === "planned" || is === "done"));
		return { ...action, is: isLive ? "superseded" : "planned" };
	});
}

function acting(given: Given): readonly Made[] {
	const { plans, state, worker, mistake } = given;
	const { at, on } = worker;
	const { target = "" } = slotsOf(plans)[on] ?? {};
	const asks = (label: string, next: Partial<WorkerState>, rest: Partial<State> = {}): Made => ({ label, next: goes(given, next, rest) });
	switch (at) {
		case "looked":
			return state.actions.some(isFree) ? claims(given) : [asks("finds nothing to do", IDLE)];
		case "took action":
			if (state.isPast) return [asks("sees that it is the past", { at: "may not" })];
			if (worker.sawAttempts > 0 || mistake === "asks for no permit") return [asks("needs no permit", { at: "may" })];
			if (mistake !== "counts permits and takes one in two steps") return [permit(given, state.permits < plans.limit)];
			return [asks("counts permits", { at: state.permits < plans.limit ? "counted a free permit" : "counted none" })];
		case "counted a free permit":
		case "counted none":
			return [permit(given, at === "counted a free permit")];
		case "may": {
			const isBad = state.changes[target] === 0 || mistake === "does not re-read before it acts";
			return [asks(`re-reads ${target}`, { at: isBad ? "saw it bad" : "saw it undone" })];
		}
		case "saw it bad":
			return calls(given, target);
		case "saw it undone":
			return [end(given, "superseded")];
		case "may not":
			return [end(given, "withheld")];
		case "done":
			return [end(given, "done")];
		default:
			return [worker.sawAttempts + 1 < MAX_ATTEMPTS ? putBack(given) : end(given, "failed")];
	}
}

function claims(given: Given): readonly Made[] {
	const { state, mistake } = given;
	return state.actions.flatMap((action, on) => {
		if (!isFree(action)) return [];
		const actions = replaced<ActionState>(state.actions, on, { isLeased: mistake !== "leases nothing" });
		const sawUnreported = action.isUnreported || action.attempts > 0;
		return [{ label: `claims action ${on + 1}`, next: goes(given, { at: "took action", on, sawUnreported, sawAttempts: action.attempts }, { actions }) }];
	});
}

function permit(given: Given, isGranted: boolean): Made {
	const { state, worker } = given;
	if (state.isOpen || !isGranted) return { label: "is refused a permit", next: goes(given, { at: "may not" }, { isOpen: true }) };
	const actions = replaced<ActionState>(state.actions, worker.on, { hasPermit: true });
	return { label: "takes a permit", next: goes(given, { at: "may" }, { permits: state.permits + 1, actions }) };
}

/** AWS does it or not, and its answer comes or not. */
function calls(given: Given, target: string): readonly Made[] {
	const { state, worker } = given;
	const breach = worker.sawHalt ? "nothing is destroyed while halted, but what was in hand already" : undefined;
	const actions = replaced<ActionState>(state.actions, worker.on, { wasCalled: true });
	const changed = { actions, changes: { ...state.changes, [target]: Math.min(2, state.changes[target]! + 1) } };
	return [
		{ label: `calls AWS about ${target}: done`, next: goes(given, { at: "done" }, changed), breach },
		{ label: `calls AWS about ${target}: done, and the answer is lost`, next: goes(given, { at: "unsure" }, changed), isAdverse: true },
		{ label: `calls AWS about ${target}: fails`, next: goes(given, { at: "unsure" }, { actions }), isAdverse: true },
	];
}

/** The first end stands. */
function end(given: Given, is: ActionState["is"]): Made {
	const { state, worker, mistake } = given;
	const saysMaybe = is === "withheld" && worker.sawUnreported && mistake !== "never says that an attempt may have done it";
	const ended = state.actions[worker.on]!.is === "planned" ? { is, isLeased: false, isUnreported: false, saysMaybe } : {};
	return { label: `settles action ${worker.on + 1} as ${is}`, next: goes(given, IDLE, { actions: replaced<ActionState>(state.actions, worker.on, ended) }) };
}

/** Its lease ends with it, whoever holds it by now. */
function putBack(given: Given): Made {
	const { state, worker } = given;
	const { attempts, is } = state.actions[worker.on]!;
	const back = is === "planned" ? { attempts: Math.min(MAX_ATTEMPTS, attempts + 1), isLeased: false, isUnreported: false } : {};
	const actions = replaced<ActionState>(state.actions, worker.on, back);
	return { label: `puts action ${worker.on + 1} back`, next: goes(given, IDLE, { workers: othersLate(given, isActing), actions }) };
}
