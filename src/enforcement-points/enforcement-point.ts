/** The one shape of every way into ECS. A point translates and nothing else: it neither looks up nor decides. */
import type { Decision } from "../admission/decide.ts";
import type { Reach, UnresolvedRequest } from "../admission/request.ts";

export interface EnforcementPoint<Answer> {
	readonly name: string;
	readonly reach: Reach;
	/**
	 * What in the event asks for admission; empty for what is not this point's business (noise, read-only and failed calls).
	 * Pure. @throws {UnreadableEvent} when the event is this point's but cannot be read.
	 */
	read(event: unknown): readonly UnresolvedRequest[];
	/** The decisions in the caller's own words. Pure. */
	answer(event: unknown, decisions: readonly Decision[]): Answer;
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
