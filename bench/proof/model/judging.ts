/** A worker's steps through src/intake.ts and src/admit.ts: claim, judge, record, discard. */
import { type Given, goes, othersLate } from "./moves.ts";
import { type ActionState, type Happening, IDLE, isJudging, type Plans, type State, slotsOf } from "./state.ts";

export function claimsEvents(given: Given): readonly Happening[] {
	const { state, mistake } = given;
	const leased = mistake === "leases nothing" ? "waits" : "leased";
	return state.inbox.flatMap((event, on) =>
		event === "waits"
			? [{ label: `claims event ${on + 1}`, next: goes(given, { at: "took event", on }, { inbox: state.inbox.with(on, leased) }) }]
			: [],
	);
}

export function judging(given: Given): readonly Happening[] {
	const { plans, state, worker, mistake } = given;
	const { at, on } = worker;
	const discarded = {
		label: `discards event ${on + 1}`,
		next: goes(given, IDLE, { inbox: state.inbox.with(on, ""), workers: othersLate(given, isJudging) }),
	};
	if (at === "took event") {
		const isStanding = state.decisions[on]! > 0 && mistake !== "forgets the decision that stands";
		const inbox = mistake === "discards before it records" ? state.inbox.with(on, "") : state.inbox;
		const later = { label: `cannot look up event ${on + 1} yet`, next: postponed(given), adversity: "look-up" as const };
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

/** One transaction, in which the decision that stands is looked for again. */
function recording(given: Given): Happening {
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
	if (mistake === "records the actions apart from the decision")
		return { label, next: goes(given, { at: "recorded without actions" }, { decisions }) };
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
