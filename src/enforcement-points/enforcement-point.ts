/** The one shape of every way into ECS. A point translates and nothing else: it neither looks up nor decides. */
import type { Decision } from "../admission/decide.ts";
import type { JsonObject, Reach, UnresolvedRequest } from "../admission/request.ts";

/** What may be expected of a point, in words for its users: docs/enforcement-points.md and the console print them. */
export interface About {
	/** What comes by here. */
	readonly catches: string;
	/** From the call to the verdict, typically. */
	readonly delay: string;
	/** How somebody gets past it. */
	readonly bypass: string;
	/** What closes that way. */
	readonly closedBy: string;
}

export interface EnforcementPoint<Answer> {
	readonly name: string;
	readonly reach: Reach;
	readonly about: About;
	/** What TASKGATE_ENFORCE=off and `taskgate halt` mean here: a refusal is let through and recorded, is answered all the same, or what would undo it is withheld. */
	readonly whenOff: "lets through" | "answers" | "withholds";
	/** Its answer has no room for a reason: whoever is refused learns it by an event and by tags. */
	readonly silent?: true;
	/** It reports, and whoever is to know of a denial is told besides. */
	readonly tells?: true;
	/** Whoever asks can take another object than it brought: what policies would patch is patched. */
	readonly mutates?: true;
	/** How long the look-ups for one answer may take, in milliseconds; without it as long as they take. */
	readonly withinMs?: number;
	/**
	 * What in the event asks for admission; empty for what is not this point's business (noise, read-only and failed calls).
	 * Pure. @throws {UnreadableEvent} when the event is this point's but cannot be read.
	 */
	read(event: unknown): readonly UnresolvedRequest[];
	/** The decisions in the caller's own words. Pure. */
	answer(event: unknown, decisions: readonly Decision[]): Answer;
	/** What of the event is worth keeping, and read alike; without it all of it. Pure. */
	condense?(event: JsonObject): JsonObject;
	/** Whether whoever asks can be told, at this instant (RFC 3339), to ask again later; without it never. Pure. */
	mayWait?(event: unknown, now: string): boolean;
}

/** The event is this point's, and a field of it is not what the point's documented format says. */
export class UnreadableEvent extends Error {
	override readonly name = "UnreadableEvent";
	readonly field: string;
	constructor(field: string, problem: string) {
		super(`${field}: ${problem}`);
		this.field = field;
	}
}
