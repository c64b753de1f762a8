/** Events on their way in: kept on disk before they are acknowledged, judged afterwards, finished after a crash. */
import { createHash } from "node:crypto";
import { maskEvent } from "./admission/mask-event.ts";
import type { JsonObject, UnresolvedRequest } from "./admission/request.ts";
import { admissionAt, admit, NotYet } from "./admit.ts";
import type { EnforcementPoint } from "./enforcement-points/enforcement-point.ts";
import { EVENT_POINTS } from "./enforcement-points/points.ts";
import { readmissions } from "./readmission.ts";
import type { DecisionWithActions, InboxEvent } from "./store/store.ts";
import { traced } from "./tracing.ts";
import { later, type World } from "./world.ts";

/** What an event asks for; no requests when it is not about admission. */
export interface Reading {
	readonly requests: readonly UnresolvedRequest[];
	/** Whose business the event is. */
	readonly point?: EnforcementPoint<void>;
}

/** The first point whose business the event is. @throws {UnreadableEvent} */
export function readEvent(event: JsonObject): Reading {
	for (const point of EVENT_POINTS) {
		const requests = point.read(event);
		if (requests.length > 0) return { requests, point };
	}
	return { requests: [] };
}

/** Judges and records every request of an event; what is nobody's business asks for none. */
async function admitAll(world: World, event: JsonObject, mayWait: boolean): Promise<readonly DecisionWithActions[]> {
	return traced(world, "event", {}, () => admitEach(world, event, mayWait));
}

async function admitEach(world: World, event: JsonObject, mayWait: boolean): Promise<readonly DecisionWithActions[]> {
	const { requests, point } = await traced(world, "read", {}, async () => readEvent(event));
	if (point === undefined) return [];
	const admission = { ...admissionAt(point, mayWait), event: point.condense?.(event) ?? event };
	const recorded: DecisionWithActions[] = [];
	for (const request of requests) {
		for await (const asked of readmissions(world, request, mayWait)) {
			world.reader.remember?.(asked);
			const admitted = await admit(world, asked, admission);
			if (admitted !== undefined) recorded.push(admitted.recorded);
		}
	}
	return recorded;
}

/**
 * Keeps an event: when this resolves it survives a crash. Where ECS is asked the masked event goes to the inbox and is judged
 * soon; where it is not, the event's own values are all there is, so it is judged at once and only the decision is stored.
 * Answers how many requests for admission it holds. @throws {UnreadableEvent}
 */
export async function accept(world: World, event: JsonObject): Promise<number> {
	if (world.reader.source === "copy") return (await judgeAtOnce(world, event)).length;
	const { requests, point } = readEvent(event);
	if (requests.length > 0) await world.store.accept(inboxId(requests, event), maskEvent(point?.condense?.(event) ?? event), world.now());
	return requests.length;
}

/**
 * Judges an event as it came, unmasked, and keeps nothing of it but the decisions.
 * @throws {UnreadableEvent} {NotYet} the latter only with `mayWait`.
 */
export async function judgeAtOnce(world: World, event: JsonObject, mayWait = false): Promise<readonly DecisionWithActions[]> {
	return admitAll(world, event, mayWait);
}

/** Longer than judging one event takes. */
const LEASE_MS = 30_000;
const CONCURRENCY = 8;
/** A look-up that keeps failing this long leaves the deploy undecided. */
const PATIENCE_MS = 15 * 60_000;
/** Even one that waited long in the queue. */
const LEAST_ATTEMPTS = 4;
const FIRST_WAIT_MS = 2_000;
const LAST_WAIT_MS = 2 * 60_000;

/** Judges every accepted event that is due, unless it is told `enough`, and answers how many it took. */
export async function drainInbox(world: World, enough: () => boolean = () => false): Promise<number> {
	let taken = 0;
	while (!enough()) {
		const now = world.now();
		const events = await world.store.claimEvents(now, later(now, LEASE_MS), CONCURRENCY);
		if (events.length === 0) return taken;
		await Promise.all(events.map((event) => judgeEvent(world, event)));
		taken += events.length;
	}
	return taken;
}

async function judgeEvent(world: World, { id, event, attempts, receivedAt }: InboxEvent): Promise<void> {
	const now = world.now();
	const mayWait = Date.parse(now) - Date.parse(receivedAt) < PATIENCE_MS || attempts + 1 < LEAST_ATTEMPTS;
	try {
		await admitAll(world, event, mayWait);
		await world.store.discard(id);
	} catch (error) {
		const dueAt = later(now, Math.min(FIRST_WAIT_MS * 2 ** attempts, LAST_WAIT_MS));
		if (error instanceof NotYet) world.log.info("look-up postponed", { event: id, attempts, dueAt, reason: error.message });
		else world.log.alarm("event could not be judged", { event: id, attempts, dueAt, reason: String(error) });
		await world.store.postpone(id, dueAt);
	}
}

/** The same event has the same id, so that one posted three times is stored once. */
function inboxId(requests: readonly UnresolvedRequest[], event: JsonObject): string {
	const keys = requests.map(({ duplicateKey }) => duplicateKey);
	const text = keys.includes(undefined) ? JSON.stringify(event) : `${requests[0]?.enforcementPoint}/${keys.join("/")}`;
	return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
