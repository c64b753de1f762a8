/**
 * The port of everything that must survive a crash. One contract suite (test/contract/store.contract.ts) holds for every implementation.
 * Instants go in as RFC 3339 with any offset and come out in UTC with milliseconds; one that is none is a RangeError naming its field.
 */
import type { Skip } from "../admission/constraint.ts";
import type { Enforcement, Failure, NotApplicable, UnknownFinding, Verdict } from "../admission/decide.ts";
import type { Patch } from "../admission/operation.ts";
import type { PlannedAction } from "../admission/plan.ts";
import type { JsonObject, Kind, Operation, Reach } from "../admission/request.ts";
import type { Running } from "../admission/running.ts";
import type { Finding, FindingQuery } from "./finding-history.ts";

/** An event accepted and not yet judged, already masked. */
export interface InboxEvent {
	readonly id: string;
	/** RFC 3339. */
	readonly receivedAt: string;
	readonly event: JsonObject;
	/** How often it was postponed. */
	readonly attempts: number;
}

/** A decision as it is kept: masked, complete, readable by itself. */
export interface DecisionRecord {
	readonly uid: string;
	/** Equal for the same happening; the first decision with it stands. */
	readonly key: string;
	/** RFC 3339, of the happening. */
	readonly time: string;
	readonly decidedAt: string;
	readonly enforcementPoint: string;
	readonly reach: Reach;
	readonly action: string;
	readonly kind: Kind;
	readonly operation: Operation;
	readonly name: string;
	readonly account: string | undefined;
	readonly region: string | undefined;
	readonly cluster: string | undefined;
	readonly principal: string;
	/** What a finding is about: the full ARN where there is one, else `kind/name`. */
	readonly resource: string;
	readonly verdict: Verdict;
	readonly violations: readonly Enforcement[];
	readonly failures: readonly Failure[];
	readonly unknown: readonly UnknownFinding[];
	readonly notApplicable: readonly NotApplicable[];
	/** Why what would have been refused at a preventing point was let through. */
	readonly letThrough?: string;
	/** Who else than Taskgate has refused it, and what to do instead. */
	readonly refusedBy?: string;
	/** Where the object was read: back from ECS, or the event's own copy. */
	readonly source: "ecs" | "copy";
	/** Masked; as it was judged, patches and all. */
	readonly object: JsonObject;
	/** What was patched before it was judged, masked, and the object before that; absent where nothing was. */
	readonly patches?: readonly Patch[];
	readonly before?: JsonObject;
	/** Why it went its way unpatched all the same. */
	readonly patchesWithheld?: string;
	/** The event or the call that asked, masked; absent where it says no more than the object. */
	readonly event?: JsonObject;
	/** Which images it lets run, as far as their digests are known; absent where none is. */
	readonly running?: Running;
	/** The constraints that would have asked about this kind and did not cover it, each with its reason; absent when there is none. */
	readonly skipped?: readonly Skip[];
	readonly revision: string;
	readonly constraintsDigest: string;
	readonly durationMs: number;
}

/** Kinds whose last admitted configuration is kept for as long as the store is. */
export const RESTORED_KINDS: readonly Kind[] = ["Service", "Daemon", "ExpressGatewayService"];

export interface PermitTerms {
	readonly opens: boolean;
}

export type ActionState = "planned" | "done" | "failed" | "withheld" | "superseded";

export interface StoredAction extends Omit<PlannedAction, "state"> {
	readonly id: string;
	readonly decisionUid: string;
	readonly state: ActionState;
	/** How often it was retried. */
	readonly attempts: number;
	/** Only as it is claimed: an earlier lease on it ran out, and whoever held it never said what became of it. */
	readonly unreported?: true;
	/** RFC 3339; not before this instant. */
	readonly dueAt: string;
	/** RFC 3339, when it was settled; absent while it is planned, and of what was recorded as ended. */
	readonly endedAt?: string;
}

/** What is stored together with the end of an action. */
export interface Settlement {
	readonly successor?: PlannedAction;
	readonly awsRequestId?: string | undefined;
}

export interface DecisionQuery {
	readonly verdict?: Verdict;
	readonly policy?: string;
	readonly account?: string;
	readonly cluster?: string;
	/** RFC 3339, on `time`: since inclusive, until exclusive. */
	readonly since?: string;
	readonly until?: string;
	readonly cursor?: string;
	/** 100 unless told. */
	readonly limit?: number;
	/** Where several filters meet, a store may end a page after having looked at so many, full or not; `next` goes on from there. */
	readonly lookAt?: number;
}

export interface DecisionWithActions extends DecisionRecord {
	readonly actions: readonly StoredAction[];
}

export interface Halt {
	readonly by: string;
	readonly reason: string;
	readonly since: string;
}

export interface Store {
	/** On disk when the promise resolves. An event with an id that is known is not stored twice. */
	accept(id: string, event: JsonObject, receivedAt: string): Promise<void>;
	/** Events due at `now`, oldest first, leased to the caller until `leaseUntil` so that no other process takes them. */
	claimEvents(now: string, leaseUntil: string, limit: number): Promise<readonly InboxEvent[]>;
	/** Puts an event back, to be tried again from `dueAt` on, and counts the attempt. */
	postpone(eventId: string, dueAt: string): Promise<void>;
	/** The event asked for nothing, or everything it asked for is recorded. */
	discard(eventId: string): Promise<void>;
	/** How many events wait, and since when (RFC 3339) the oldest; absent where counting them would cost. */
	inbox?(): Promise<{ readonly events: number; readonly oldest: string | undefined }>;

	/**
	 * One transaction: the decision, its actions as an outbox, its findings. If a decision with the same key stands,
	 * nothing is written and `first` is false. An action whose effectKey another live (planned or done) action already has
	 * is stored as superseded, its outcome naming that action's decision. Findings follow the decisions' times, not their order of arrival.
	 */
	record(record: DecisionRecord, actions: readonly PlannedAction[]): Promise<{ first: boolean; decision: DecisionWithActions }>;
	decision(uid: string): Promise<DecisionWithActions | undefined>;
	decisionByKey(key: string): Promise<DecisionWithActions | undefined>;
	/** Newest first. @throws {BadCursor} */
	decisions(query: DecisionQuery): Promise<{ decisions: readonly DecisionWithActions[]; next: string | null }>;
	/** The newest allowed decision about a resource of one of `RESTORED_KINDS`: what restoring goes back to. */
	lastAdmitted(resource: string, kind: Kind): Promise<DecisionRecord | undefined>;
	/** Of the newest decision about a resource as this kind, by its time. */
	newestVerdict(resource: string, kind: Kind): Promise<Verdict | undefined>;
	/** The newest opening first; 1000 unless told. */
	findings(query: Omit<FindingQuery, "cursor">): Promise<readonly Finding[]>;

	/**
	 * Planned actions due at `now`, oldest first, but what undoes before what only tells; leased until `leaseUntil`.
	 * `goAheads`: only the answers that let a paused deployment go on.
	 */
	claimActions(now: string, leaseUntil: string, limit: number, only?: { readonly goAheads?: boolean }): Promise<readonly StoredAction[]>;
	/**
	 * Ends an action; `successor` (the next of `otherwise`) is stored in the same transaction, due at once, and `awsRequestId`
	 * is kept as the call that did it.
	 * The first end stands: settling or retrying an action that has ended changes nothing.
	 */
	settle(actionId: string, state: Exclude<ActionState, "planned">, outcome: string, now: string, more?: Settlement): Promise<void>;
	/** Keeps it planned, to be tried again from `dueAt` on, and counts the attempt. */
	retry(actionId: string, outcome: string, dueAt: string): Promise<void>;
	pendingActions(): Promise<number>;
	/** Whether an action of ours made the AWS call with this request id: tells our own calls from others'. */
	made(awsRequestId: string): Promise<boolean>;

	/**
	 * Takes one of `limit` permits per `windowMs` for account and Region; the first refusal opens the breaker, and an open one refuses all.
	 * With `opens: false` a refusal opens nothing, and permits come back with time.
	 */
	takePermit(account: string, region: string, limit: number, windowMs: number, now: string, terms?: PermitTerms): Promise<boolean>;
	/** Whether the breaker is open, by account and Region; it stays open until reset. */
	openBreakers(): Promise<readonly { account: string; region: string; since: string }[]>;
	/** Closes every breaker and gives back every permit. */
	resetBreakers(): Promise<void>;
	/** Read before each action: a halt by another process holds at once. The latest one is told. */
	halted(): Promise<Halt | undefined>;
	halt(halt: Halt): Promise<void>;
	resume(): Promise<void>;
	close(): Promise<void>;
}

export class BadCursor extends Error {
	override readonly name = "BadCursor";
}
