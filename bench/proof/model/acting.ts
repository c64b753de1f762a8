/** A worker's steps through src/outbox.ts: look for a halt, claim, ask for a permit, perform, settle. */
import { type Given, goes, othersLate } from "./moves.ts";
import { type ActionState, type Happening, IDLE, isActing, replaced, type State, slotsOf, type WorkerState } from "./state.ts";

/** As MAX_ATTEMPTS in src/outbox.ts, where it is 10: the search needs no more than one retry and one giving up. */
const MAX_ATTEMPTS = 2;

export function looks(given: Given): readonly Happening[] {
	const { state, mistake } = given;
	const mayLook = state.actions.some(isFree) && (!state.isHalted || mistake === "does not look for a halt");
	const look = { label: "looks for a halt", next: goes(given, { at: "looked", sawHalt: state.isHalted }) };
	return mayLook ? [look] : [];
}

function isFree({ is, isLeased }: ActionState): boolean {
	return is === "planned" && !isLeased;
}

export function acting(given: Given): readonly Happening[] {
	const { plans, state, worker, mistake } = given;
	const { at, on } = worker;
	const { target = "" } = slotsOf(plans)[on] ?? {};
	const asks = (label: string, next: Partial<WorkerState>, rest: Partial<State> = {}): Happening => ({
		label,
		next: goes(given, next, rest),
	});
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

function claims(given: Given): readonly Happening[] {
	const { state, mistake } = given;
	return state.actions.flatMap((action, on) => {
		if (!isFree(action)) return [];
		const actions = replaced<ActionState>(state.actions, on, { isLeased: mistake !== "leases nothing" });
		const sawUnreported = action.isUnreported || action.attempts > 0;
		return [
			{
				label: `claims action ${on + 1}`,
				next: goes(given, { at: "took action", on, sawUnreported, sawAttempts: action.attempts }, { actions }),
			},
		];
	});
}

function permit(given: Given, isGranted: boolean): Happening {
	const { state, worker } = given;
	if (state.isOpen || !isGranted) return { label: "is refused a permit", next: goes(given, { at: "may not" }, { isOpen: true }) };
	const actions = replaced<ActionState>(state.actions, worker.on, { hasPermit: true });
	return { label: "takes a permit", next: goes(given, { at: "may" }, { permits: state.permits + 1, actions }) };
}

/** AWS does it or not, and its answer comes or not. */
function calls(given: Given, target: string): readonly Happening[] {
	const { state, worker } = given;
	const breach = worker.sawHalt ? "nothing is destroyed while halted, but what was in hand already" : undefined;
	const actions = replaced<ActionState>(state.actions, worker.on, { wasCalled: true });
	const changed = { actions, changes: { ...state.changes, [target]: Math.min(2, state.changes[target]! + 1) } };
	return [
		{ label: `calls AWS about ${target}: done`, next: goes(given, { at: "done" }, changed), breach },
		{ label: `calls AWS about ${target}: done, and the answer is lost`, next: goes(given, { at: "unsure" }, changed), adversity: "answer" },
		{ label: `calls AWS about ${target}: fails`, next: goes(given, { at: "unsure" }, { actions }), adversity: "answer" },
	];
}

/** The first end stands. */
function end(given: Given, is: ActionState["is"]): Happening {
	const { state, worker, mistake } = given;
	const saysMaybe = is === "withheld" && worker.sawUnreported && mistake !== "never says that an attempt may have done it";
	const ended = state.actions[worker.on]!.is === "planned" ? { is, isLeased: false, isUnreported: false, saysMaybe } : {};
	return {
		label: `settles action ${worker.on + 1} as ${is}`,
		next: goes(given, IDLE, { actions: replaced<ActionState>(state.actions, worker.on, ended) }),
	};
}

/** Its lease ends with it, whoever holds it by now. */
function putBack(given: Given): Happening {
	const { state, worker } = given;
	const { attempts, is } = state.actions[worker.on]!;
	const back = is === "planned" ? { attempts: Math.min(MAX_ATTEMPTS, attempts + 1), isLeased: false, isUnreported: false } : {};
	const actions = replaced<ActionState>(state.actions, worker.on, back);
	return { label: `puts action ${worker.on + 1} back`, next: goes(given, IDLE, { workers: othersLate(given, isActing), actions }) };
}
