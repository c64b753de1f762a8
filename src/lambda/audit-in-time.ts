/** An audit as long as an invocation lasts: what is not dealt with by then is gone on with by the next one of the same scope. */

import type { Verdict } from "../admission/decide.ts";
import type { AuditWorld } from "../audit/item.ts";
import type { AuditSource } from "../audit/source.ts";
import { tellAudit } from "../audit/tell-audit.ts";
import { audit } from "../audit.ts";
import type { IsDone, Walked } from "../ecs/inventory/inventory.ts";
import type { World } from "../world.ts";

/** What it takes to keep the last of what was walked, and to end the invocation properly. */
const ENDING_MS = 60_000;

export interface AuditTold extends Readonly<Record<Verdict, number>> {
	/** What could not be read; among the undecided. */
	readonly unread: number;
	/** What no event had told of. */
	readonly missed: number;
}

/** Thrown so that Lambda tries again, which goes on where this attempt has ended. */
export class NotYetAudited extends Error {
	override readonly name = "NotYetAudited";
}

/** Ends the run and logs what it came to. @throws {NotYetAudited} when time is over; what was found by then is kept. */
export async function auditInTime(world: World, source: AuditSource, remainingMs: () => number): Promise<AuditTold> {
	const audited: AuditWorld = { ...world, records: true, explain: false };
	const timed = endingInTime(source, remainingMs);
	const running = await audit(audited, timed, { scope: scopeOf(world, source), allTaskDefinitions: false });
	const told = await tellAudit(audited, timed, running, { objects: false });
	const counts = { allowed: 0, denied: 0, undecided: 0 };
	for (const { verdict } of told.decisions) counts[verdict] += 1;
	const { unread, missed } = told.audit;
	const facts = { ...counts, unread, missed };
	await world.store.endRun(running.run, world.now());
	if (unread > 0) world.log.alarm("an audit could not read everything", facts);
	world.log.info("audited", facts);
	return facts;
}

/** Nothing is begun that could not be kept. */
function endingInTime(source: AuditSource, remainingMs: () => number): AuditSource {
	return {
		places: source.places,
		get known() {
			return source.known;
		},
		async *walk(isDone?: IsDone): AsyncGenerator<Walked> {
			for await (const walked of source.walk(isDone)) {
				if (remainingMs() < ENDING_MS)
					throw new NotYetAudited("the audit needs more time than an invocation has: the next attempt goes on");
				yield walked;
			}
		},
		readerFor: (item) => source.readerFor(item),
	};
}

/** What was judged by other policies is not gone on with. */
function scopeOf({ engine, constraintsDigest }: World, { places }: AuditSource): string {
	const where = places.map(({ account, region }) => `${account}/${region}`).toSorted();
	return JSON.stringify(["audit function", where, engine.digest ?? engine.revision, constraintsDigest]);
}
