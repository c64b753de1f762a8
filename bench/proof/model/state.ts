/** What the protocol's model is at one instant: the store, AWS, and two workers. Nothing here is taken from src/: the model is written from it. */
import type { Step } from "./search.ts";

/** Two events, each denied, and what each of them plans to undo; the first is heard twice. */
export interface Plans {
	readonly name: string;
	/** By event, the targets that it plans one action each for. */
	readonly events: readonly (readonly string[])[];
	/** By event, how often it is heard. */
	readonly heard: readonly number[];
	/** Permits in a window. */
	readonly limit: number;
	/** What may go wrong, any number of times. */
	readonly adversities: readonly Adversity[];
}

export const ADVERSITIES = ["event", "crash", "slow", "answer", "look-up", "halt", "breaker", "past"] as const;
export type Adversity = (typeof ADVERSITIES)[number];

export type Happening = Step<State> & { readonly adversity?: Adversity | undefined };

/** One thing done wrong on purpose: the search must find what it breaks. */
export const MISTAKES = [
	"performs before it records",
	"records the actions apart from the decision",
	"forgets the decision that stands",
	"discards before it records",
	"leases nothing",
	"takes for ever instead of leasing",
	"does not re-read before it acts",
	"counts permits and takes one in two steps",
	"asks for no permit",
	"does not look for a halt",
	"never says that an attempt may have done it",
] as const;
export type Mistake = (typeof MISTAKES)[number];

export interface ActionState {
	/** "none": no decision has planned it. */
	readonly is: "none" | "planned" | "done" | "failed" | "superseded" | "withheld";
	readonly isLeased: boolean;
	/** A lease on it ran out, and nothing was heard since of whoever held it. */
	readonly isUnreported: boolean;
	/** How often it was put back. */
	readonly attempts: number;
	readonly hasPermit: boolean;
	/** AWS was called for it. */
	readonly wasCalled: boolean;
	/** A worker outlived its lease on it. */
	readonly wasOutlived: boolean;
	/** Its end says that an attempt before may have done it. */
	readonly saysMaybe: boolean;
}

/** Where a worker is; what is not in the store is lost when it crashes. */
export interface WorkerState {
	readonly at: Phase;
	/** The event or action in hand. */
	readonly on: number;
	/** Its lease ran out while it worked. */
	readonly isLate: boolean;
	/** Taskgate was halted when it last looked. */
	readonly sawHalt: boolean;
	/** Of the action in hand, as they were when it was claimed. */
	readonly sawUnreported: boolean;
	readonly sawAttempts: number;
}

export type Phase =
	| "idle"
	/** Judging. */
	| ("took event" | "found none standing" | "found one standing" | "recorded" | "recorded without actions")
	/** Acting. */
	| (
			| "looked"
			| "took action"
			| "counted a free permit"
			| "counted none"
			| "may"
			| "may not"
			| "saw it bad"
			| "saw it undone"
			| "done"
			| "unsure"
	  );

export interface State {
	readonly toHear: readonly number[];
	readonly accepted: readonly boolean[];
	readonly inbox: readonly ("" | "waits" | "leased")[];
	/** Decisions on record, by event. */
	readonly decisions: readonly number[];
	readonly actions: readonly ActionState[];
	/** By target, how often AWS was asked to change it and did: whatever is past the first changed nothing more. */
	readonly changes: Readonly<Record<string, number>>;
	readonly permits: number;
	readonly isOpen: boolean;
	readonly isHalted: boolean;
	/** Whatever was decided so far is too old to be acted on. */
	readonly isPast: boolean;
	readonly workers: readonly WorkerState[];
}

export interface PlannedSlot {
	readonly event: number;
	readonly target: string;
}

/** Every action that the events can plan, in one order. */
export function slotsOf({ events }: Plans): readonly PlannedSlot[] {
	return events.flatMap((targets, event) => targets.map((target) => ({ event, target })));
}

export const IDLE: WorkerState = { at: "idle", on: -1, isLate: false, sawHalt: false, sawUnreported: false, sawAttempts: 0 };

const UNPLANNED: ActionState = {
	...{ is: "none", isLeased: false, isUnreported: false, attempts: 0, hasPermit: false },
	...{ wasCalled: false, wasOutlived: false, saysMaybe: false },
};

export function initialState(plans: Plans): State {
	const slots = slotsOf(plans);
	return {
		toHear: plans.heard,
		accepted: plans.events.map(() => false),
		inbox: plans.events.map(() => ""),
		decisions: plans.events.map(() => 0),
		actions: slots.map(() => UNPLANNED),
		changes: Object.fromEntries(slots.map(({ target }) => [target, 0])),
		...{ permits: 0, isOpen: false, isHalted: false, isPast: false },
		workers: [IDLE, IDLE],
	};
}

export function replaced<T extends object>(list: readonly T[], index: number, value: Partial<T>): readonly T[] {
	return list.with(index, { ...(list[index] as T), ...value });
}

const JUDGING: readonly Phase[] = ["took event", "found none standing", "found one standing", "recorded", "recorded without actions"];

export function isJudging({ at }: WorkerState): boolean {
	return JUDGING.includes(at);
}

export function isActing({ at }: WorkerState): boolean {
	return at !== "idle" && at !== "looked" && !JUDGING.includes(at);
}

/** Nothing is left to do. */
export function isOver({ inbox, actions, workers }: State): boolean {
	return inbox.every((event) => event === "") && actions.every(({ is }) => is !== "planned") && workers.every(({ at }) => at === "idle");
}
