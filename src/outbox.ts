/** Finishes what decisions planned: each action once, behind halt and breaker, its precondition re-read by whoever performs it. */

import { isGoAhead, onlyTells } from "./admission/harmless.ts";
import { movesAllowed } from "./admission/move-to-patched.ts";
import type { PlannedAction } from "./admission/plan.ts";
import type { ActionResult } from "./ecs/action-result.ts";
import { secondsBetween } from "./metrics/seconds-between.ts";
import type { DecisionWithActions, StoredAction } from "./store/store.ts";
import { type Note, traced } from "./tracing.ts";
import { later, type World } from "./world.ts";

/** Longer than any action takes, so that a second process never performs it too; shorter than anybody's patience after a crash. */
const LEASE_MS = 30_000;
const MAX_ATTEMPTS = 10;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 5 * 60_000;

/**
 * Performs every action that is due, one after the other, unless it is told `enough`, and answers how many it ended. While halted
 * they wait, but for the answers that let a paused deployment go on: whoever halts Taskgate does not mean to halt deployments.
 */
export async function finishActions(world: World, enough: () => boolean = () => false): Promise<number> {
	let ended = 0;
	// A process that cannot act (no AWS) leaves what another one planned to whoever can.
	if (world.perform === undefined) return ended;
	while (!enough()) {
		const goAheads = (await world.store.halted()) !== undefined;
		const now = world.now();
		const [action] = await world.store.claimActions(now, later(now, LEASE_MS), 1, { goAheads });
		if (action === undefined) return ended;
		const { type, target, decisionUid, account, region } = action;
		const attributes = { "taskgate.action.type": type, "taskgate.action.target": target, "taskgate.decision.uid": decisionUid };
		const place = { "cloud.account.id": account, "cloud.region": region };
		await traced(world, "act", { ...attributes, ...place }, (note) => finish(world, action, note), { follows: decisionUid });
		ended += 1;
	}
	return ended;
}

async function finish(world: World, action: StoredAction, note: Note): Promise<void> {
	const started = performance.now();
	const decision = await world.store.decision(action.decisionUid);
	const result = await attempt(world, action, decision);
	const now = world.now();
	note({ "taskgate.action.state": result.state });
	const sinceCall = decision === undefined || onlyTells(action.type) ? undefined : secondsBetween(decision.time, now);
	world.metrics.acted(action.type, result, (performance.now() - started) / 1000, sinceCall);
	const facts = { action: action.type, target: action.target, decision: action.decisionUid, outcome: result.outcome };

	switch (result.state) {
		case "retry":
			if (action.attempts + 1 < MAX_ATTEMPTS) {
				return world.store.retry(action.id, result.outcome, later(now, Math.max(backoffMs(action.attempts), result.afterMs ?? 0)));
			}
			// What comes before the undoing of a denial never keeps it from being undone.
			if (action.type === "RegisterPatched" && action.otherwise.length > 0) return goOn(world, action, givenUp(result));
			world.log.alarm("action failed", facts);
			return world.store.settle(action.id, "failed", givenUp(result), now);
		case "notApplicable":
			return goOn(world, action, result.outcome);
		case "failed":
			world.log.alarm("action failed", facts);
			return world.store.settle(action.id, "failed", result.outcome, now);
		default:
			world.log.info(`action ${result.state}`, facts);
			return world.store.settle(action.id, result.state, result.outcome, now, { awsRequestId: result.awsRequestId });
	}
}

function givenUp({ outcome }: Attempt): string {
	return `${outcome}; given up after ${MAX_ATTEMPTS} attempts`;
}

/** To what is to be tried next. */
async function goOn({ store, log, now }: World, action: StoredAction, outcome: string): Promise<void> {
	const [next, ...otherwise] = action.otherwise;
	if (next === undefined) {
		log.alarm("nothing left to try", { action: action.type, target: action.target, decision: action.decisionUid, outcome });
		return store.settle(action.id, "failed", `${outcome}; nothing left to try`, now());
	}
	return store.settle(action.id, "superseded", `${outcome}; next: ${next}`, now(), { successor: successor(action, next, otherwise) });
}

/** A deed that was asked for, and whose own process did not live to end it: AWS is only asked what became of it. */
const LOOKS_BACK: readonly StoredAction["type"][] = ["RegisterTaskDefinition"];

type Attempt = Omit<ActionResult, "state"> & { readonly state: ActionResult["state"] | "withheld" };

async function attempt(world: World, action: StoredAction, decision: DecisionWithActions | undefined): Promise<Attempt> {
	if (world.perform !== undefined && LOOKS_BACK.includes(action.type)) return world.perform(action);
	if (world.perform === undefined || (!world.settings.enforce && !isGoAhead(action))) {
		return withheld(action, "enforcement is off (TASKGATE_ENFORCE=off)");
	}
	if (isPast(world, decision)) return withheld(action, "it waited too long: what it was planned for is the past");
	const isHarmless = onlyTells(action.type) || isGoAhead(action);
	const refusal = isHarmless || action.attempts > 0 ? undefined : await whyNotPermitted(world, action);
	if (refusal !== undefined) return withheld(action, refusal);
	return world.perform(action);
}

/** A process that ended while it performed, or an answer that was lost: what was done then is not known, and the record says so. */
function withheld({ attempts, unreported }: StoredAction, why: string): Attempt {
	const isUnknown = attempts > 0 || unreported === true;
	return { state: "withheld", outcome: isUnknown ? `${why}; an earlier attempt may have taken effect` : why };
}

/** An action that waited out a halt or an outage must not surprise anybody much later. */
function isPast({ settings, now }: World, decision: DecisionWithActions | undefined): boolean {
	return decision === undefined || Date.parse(decision.time) < Date.parse(now()) - settings.maxEventAgeMs;
}

const OPEN = "the breaker is open (TASKGATE_ACTION_LIMIT)";

/**
 * One permit per action, not per attempt; the first refusal opens the breaker and raises the one alarm. Services that were allowed are
 * moved by permits of their own, as many again: however many these are, what is denied is undone.
 */
async function whyNotPermitted({ store, settings, log, now }: World, action: StoredAction): Promise<string | undefined> {
	const { account, region } = action;
	const wasOpen = (await store.openBreakers()).some((breaker) => breaker.account === account && breaker.region === region);
	const { count, windowMs } = settings.actionLimit;
	if (movesAllowed(action)) {
		if (wasOpen) return OPEN;
		const granted = await store.takePermit(account, `${region}/moves`, count, windowMs, now(), { opens: false });
		return granted ? undefined : "as many allowed services were moved as may be for now (TASKGATE_ACTION_LIMIT)";
	}
	const granted = await store.takePermit(account, region, count, windowMs, now());
	if (!granted && !wasOpen) {
		log.alarm("breaker opened: Taskgate goes on deciding and recording, and acts no more until `taskgate resume --reset-breaker`", {
			account,
			region,
			limit: count,
			windowMs,
		});
	}
	return granted ? undefined : OPEN;
}

function backoffMs(attempts: number): number {
	return Math.min(FIRST_RETRY_MS * 2 ** attempts, LAST_RETRY_MS);
}

function successor(action: StoredAction, type: PlannedAction["type"], otherwise: PlannedAction["otherwise"]): PlannedAction {
	const { target, account, region, partition, reason, precondition, decisionUid } = action;
	return {
		...{ type, target, account, region, partition, reason, precondition, otherwise },
		effectKey: `${type}/${target}/${decisionUid}`,
		state: "planned",
	};
}
