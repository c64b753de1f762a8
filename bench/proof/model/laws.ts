/** What must hold in every state of the model. Each law is the sentence that is claimed. */
import {
	type ActionState,
	isActing,
	isJudging,
	isOver,
	type PlannedSlot,
	type Plans,
	type State,
	slotsOf,
	type WorkerState,
} from "./state.ts";

export const LAWS = {
	once: "an accepted event has one decision, or waits for it",
	recorded: "nothing is changed in AWS before a decision on record has planned it",
	repeated:
		"AWS is asked again for what it has done only where a process outlived its lease, and then both had re-read it before either asked",
	alone: "two processes are at the same thing only where one outlived its lease",
	permits: "no more permits are taken in a window than the limit, and AWS is called for nothing that never had one",
	halted: "nothing is destroyed while halted, but what was in hand already",
	honest:
		"what is on record as done was done; what is on record as withheld was not tried, or the record says it may have been, unless a process outlived its lease",
	finished: "in the end everything that a decision planned is undone, withheld or failed on record",
} as const;

export function breachOf(plans: Plans, state: State): string | undefined {
	const slots = slotsOf(plans);
	const broken = (Object.keys(LAWS) as (keyof typeof LAWS)[]).find((law) => HOLDS[law]?.(plans, state, slots) === false);
	return broken && LAWS[broken];
}

type Law = (plans: Plans, state: State, slots: readonly PlannedSlot[]) => boolean;

const HOLDS: { readonly [law in keyof typeof LAWS]?: Law } = {
	once: (_, { accepted, inbox, decisions }) =>
		decisions.every((count, event) => count <= 1 && (count === 1 || !accepted[event] || inbox[event] !== "")),
	recorded: (_, { changes, decisions, actions }, slots) =>
		Object.entries(changes).every(
			([target, times]) =>
				times === 0 || slots.some((slot, index) => slot.target === target && decisions[slot.event]! > 0 && actions[index]!.wasCalled),
		),
	repeated: (_, { changes, actions }, slots) =>
		Object.entries(changes).every(
			([target, times]) => times <= 1 || slots.some((slot, index) => slot.target === target && actions[index]!.wasOutlived),
		),
	alone: (_, { workers }) => isAlone(workers, isJudging) && isAlone(workers, isActing),
	permits: ({ limit }, { permits, actions }) => permits <= limit && actions.every(({ wasCalled, hasPermit }) => !wasCalled || hasPermit),
	honest: (_, { actions, changes }, slots) => actions.every((action, index) => isHonest(action, changes[slots[index]!.target]!)),
	finished: (_, state, slots) => !isOver(state) || slots.every((_slot, index) => isFinished(state, slots, index)),
};

function isAlone(workers: readonly WorkerState[], isAtIt: (worker: WorkerState) => boolean): boolean {
	const atIt = workers.filter((worker) => isAtIt(worker) && !worker.isLate);
	return new Set(atIt.map(({ on }) => on)).size === atIt.length;
}

function isHonest({ is, wasCalled, saysMaybe, wasOutlived }: ActionState, changes: number): boolean {
	if (is === "done") return changes > 0;
	return is !== "withheld" || !wasCalled || saysMaybe || wasOutlived;
}

/** What was superseded is undone, or the action that it gave way to says why not. */
function isFinished({ decisions, actions, changes }: State, slots: readonly PlannedSlot[], index: number): boolean {
	const { event, target } = slots[index]!;
	const ends = ["withheld", "failed"] as const satisfies readonly ActionState["is"][];
	if (decisions[event] === 0 || changes[target]! > 0) return true;
	return (
		actions.some(({ is }, other) => slots[other]!.target === target && (ends as readonly string[]).includes(is)) &&
		actions[index]!.is !== "none"
	);
}
