/** The part of the store that audits remember in: what policies answered, what each resource came to, and how far a run has got. */
import type { JsonObject, Kind } from "../admission/request.ts";
import type { DecisionRecord } from "./store.ts";

export interface AuditRun {
	readonly id: string;
	/** What is audited, by what: runs of the same scope go on where another was interrupted. */
	readonly scope: string;
	/** RFC 3339. */
	readonly startedAt: string;
}

/** One thing that a run has dealt with. */
export interface Audited {
	/** The inventory's id of it. */
	readonly id: string;
	readonly resource: string;
	readonly kind: Kind;
	/** A digest of what it came to; null for what could not be read, or was read before what is known, of which nothing new is known. */
	readonly result: string | null;
	/** RFC 3339: when it was so; that of its checkpoint if absent. */
	readonly at?: string;
}

/** Answers of policies, as text, by a digest of what was asked. */
export interface Remembered {
	readonly digest: string;
	readonly answers: string;
}

/** What a run has come to since its last checkpoint. */
export interface Checkpoint {
	/** From 1 on, without gaps. */
	readonly number: number;
	/** RFC 3339. */
	readonly at: string;
	/** Masked; what the run's report tells of each thing. */
	readonly items: readonly JsonObject[];
	readonly audited: readonly Audited[];
	readonly learnt: readonly Remembered[];
	/** Digests that answered. */
	readonly used: readonly string[];
}

/** What the store knows of a resource as one kind. */
export interface KnownResource {
	/** Of the last audit of the same thing; it outlives decisions. */
	readonly audited?: { readonly run: string; readonly at: string; readonly result: string };
	/** The newest by its time. */
	readonly decision?: Pick<DecisionRecord, "time" | "verdict" | "violations" | "failures" | "unknown">;
}

/** Two audits of one scope would each tell half of it: whoever comes second is told so. */
export class AuditTakenOver extends Error {
	override readonly name = "AuditTakenOver";
	constructor() {
		super("another audit of the same was begun, gone on with or ended in this store meanwhile; run it again when that one is over");
	}
}

export interface AuditMemory {
	recall(digest: string): Promise<string | undefined>;
	/** Forgets answers that were not used since that instant, and things that no audit has met since. Tells how many answers, where the store forgets by itself 0. */
	forgetUnused(since: string): Promise<number>;
	knownResource(thing: Pick<Audited, "id" | "resource" | "kind">): Promise<KnownResource>;

	/** The newest run of the scope that has not ended and began at or after `since`. */
	unfinishedRun(scope: string, since: string): Promise<(AuditRun & { readonly checkpoints: number }) | undefined>;
	/** Runs of the same scope that have not ended are given up. */
	beginRun(run: AuditRun): Promise<void>;
	/** In this order at least: what is audited, the items, what is learnt. A crash in between leaves what doing it again puts right. The same once more changes nothing. @throws {AuditTakenOver} where another has that number, or the run is over */
	checkpoint(run: AuditRun, checkpoint: Checkpoint): Promise<void>;
	/** In the order of the checkpoints. */
	auditItems(run: AuditRun): AsyncIterable<JsonObject>;
	/** Resources of the place with findings of that kind that are not resolved, which the run has not dealt with. */
	unmetResources(
		run: AuditRun,
		place: { readonly account: string; readonly region: string; readonly kind: Kind },
	): Promise<readonly string[]>;
	/** What was kept for going on and for the report is given up. */
	endRun(run: AuditRun, at: string): Promise<void>;
}
