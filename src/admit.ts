/** One request, all the way through: judge (judge.ts), plan, record. Start reading here. */
import { createHash, randomUUID } from "node:crypto";
import type { Decision } from "./admission/decide.ts";
import type { Running } from "./admission/patched-for.ts";
import { type Circumstances, type PlannedAction, plan } from "./admission/plan.ts";
import type { JsonObject, Reach, UnresolvedRequest } from "./admission/request.ts";
import { refuses } from "./admission/review.ts";
import { known } from "./ecs/known.ts";
import type { EnforcementPoint } from "./enforcement-points/enforcement-point.ts";
import { judge } from "./judge.ts";
import { recordOf, sourceOf } from "./record.ts";
import type { DecisionWithActions } from "./store/store.ts";
import { type Note, traced } from "./tracing.ts";
import { type Caller, callerOf, isOwnWork, whyLetThrough, whyUnanswered, whyWithheld } from "./withhold.ts";
import type { World } from "./world.ts";

/** Where a request came from, and what that allows. */
export interface Admission {
	readonly reach: Reach;
	/** A look-up that may succeed later is thrown as NotYet instead of being recorded as undecided. */
	readonly mayWait: boolean;
	/** At a preventing point: whether a refusal holds although enforcement is off or Taskgate is halted. */
	readonly whenOff?: EnforcementPoint<unknown>["whenOff"];
	/** The answer cannot say why: event and tags do. */
	readonly silent?: true;
	/** A denial at a point that only reports is told besides. */
	readonly tells?: true;
	/** What policies would patch is patched: whoever asks can take another object than it brought. */
	readonly mutates?: true;
	/** Patched only by what may patch the task definition of this service. */
	readonly patchedFor?: Running | undefined;
	/** Look-ups that take longer have failed, for now. */
	readonly withinMs?: number;
	/** From when on, on the clock of performance.now(), where several requests share that time. */
	readonly since?: number;
	/** What the asker does itself when the decision lets it: recorded with it, before it is done. */
	readonly deeds?: (decision: Decision) => readonly PlannedAction[];
	/** What asked, to be kept with the decision. */
	readonly event?: JsonObject;
}

/** How a point is asked. */
export function admissionAt({ reach, whenOff, silent, tells, mutates, withinMs }: EnforcementPoint<unknown>, mayWait: boolean): Admission {
	return {
		reach,
		mayWait,
		whenOff,
		...(silent && { silent }),
		...(tells && { tells }),
		...(mutates && { mutates }),
		...(withinMs === undefined ? {} : { withinMs }),
	};
}

export interface Admitted {
	/** Undefined where another one stood already. */
	readonly decision: Decision | undefined;
	readonly recorded: DecisionWithActions;
}

/** Judges, records with the planned actions in one transaction, and performs nothing: the outbox does. Heard twice, the first decision stands. */
export async function admit(world: World, unresolved: UnresolvedRequest, admission: Admission): Promise<Admitted | undefined> {
	const key = keyOf(unresolved);
	const uid = uidOf(key);
	const { enforcementPoint, kind, operation, action } = unresolved;
	const attributes = {
		"taskgate.point": enforcementPoint,
		"taskgate.kind": kind,
		"taskgate.operation": operation,
		"taskgate.action": action,
	};
	const work = (note: Note) => admitOnce(world, unresolved, admission, { key, uid, note });
	return traced(world, "admit", { ...attributes, "taskgate.decision.uid": uid }, work, { makes: uid });
}

async function admitOnce(
	world: World,
	unresolved: UnresolvedRequest,
	admission: Admission,
	{ key, uid, note }: { readonly key: string; readonly uid: string; readonly note: Note },
): Promise<Admitted | undefined> {
	const { reach, mayWait, withinMs, since, mutates, patchedFor, deeds = () => [] } = admission;
	const standing = unresolved.duplicateKey === undefined ? undefined : await world.store.decisionByKey(key);
	if (standing !== undefined) return { decision: undefined, recorded: standing };
	if (await isOwnWork(world, unresolved)) return undefined;
	const caller = reach === "revert" ? await callerOf(world, unresolved) : OTHER;
	if (mayWait && caller.is === "unknown" && caller.transient) throw new NotYet("the gate cannot tell who it is itself");

	// Whoever asks before acting asks once: nothing that is not known yet may pass.
	const final = reach === "prevent" && !isLeftOpen(world, unresolved);
	const mutating = mutates && "where opted in";
	const moving = reach === "revert" && world.settings.registerPatched === true;
	const judged = await judge(world, unresolved, { uid, final, withinMs, since, mutating, moving, patchedFor });
	const decision = await asInForce(world, unresolved, judged, admission);
	// What is let through in any case has nothing to wait for.
	const reason = mayWait && decision.letThrough === undefined ? whyLater(world, decision, unresolved) : undefined;
	if (reason !== undefined) throw new NotYet(reason, decision);

	if (caller.is === "gate")
		world.log.alarm("the gate's own role made a call that the gate has no record of", { decision: judged.uid, action: unresolved.action });
	const actions = plan(decision, circumstances(world, caller, unresolved, decision, admission));
	const { first, decision: recorded } = await traced(world, "record", {}, () =>
		world.store.record(recordOf(decision, key, reach, admission.event), [...actions, ...deeds(decision)]),
	);
	note({ "taskgate.verdict": recorded.verdict, "cloud.account.id": recorded.account, "cloud.region": recorded.region });
	if (first) {
		world.metrics.decided(recorded);
		world.log.decided(recorded);
		world.decisionLog?.decided(recorded, world.tracing?.ids());
	}
	return { decision, recorded };
}

/** The same is asked again once its values are known, and the operator lets what is not known wait for that. */
function isLeftOpen({ settings }: World, { askedAgain }: UnresolvedRequest): boolean {
	return askedAgain === true && settings.deferUnknown;
}

/**
 * Why a refusal at a preventing point is not carried out, and what was patched is so on record alone: off is off. Asked once, since a
 * halt that came between two questions would send on what is refused, patched.
 */
async function asInForce(world: World, unresolved: UnresolvedRequest, judged: Decision, { whenOff }: Admission): Promise<Decision> {
	if (whenOff !== "lets through" || (judged.verdict === "allowed" && judged.patches === undefined)) return judged;
	const off = await whyLetThrough(world);
	const isDeferred = isLeftOpen(world, unresolved) && unresolved.opaque !== undefined && refuses(judged);
	const letThrough = isDeferred ? "it is asked again (TASKGATE_TEMPLATE_UNKNOWN=defer)" : off;
	return {
		...judged,
		...(judged.patches !== undefined && off !== undefined && { patchesWithheld: off }),
		...(judged.verdict !== "allowed" && letThrough !== undefined && { letThrough }),
	};
}

/** Why the decision may be another one a little later. */
function whyLater(world: World, judged: Decision, unresolved: UnresolvedRequest): string | undefined {
	const passing = judged.failures.find(({ transient }) => transient === true);
	if (passing !== undefined) return passing.reason;
	return isUnseen(world, judged, unresolved) ? "ECS does not show it yet" : undefined;
}

function circumstances(
	world: World,
	caller: Caller,
	unresolved: UnresolvedRequest,
	decision: Decision,
	{ reach, silent, tells }: Admission,
): Circumstances {
	const { scaleToZero, runtimeResponse, pauseStages, admissionTag } = world.settings;
	// Of what others have refused nothing is read anywhere, and nothing is undone.
	const source = decision.refusedBy === undefined ? sourceOf(decision) : "ecs";
	const withheld = whyWithheld(world, caller, unresolved, source);
	const unanswered = whyUnanswered(world, unresolved);
	return known({ reach, scaleToZero, runtimeResponse, pauseStages, silent, tells, withheld, unanswered, admissionTag }) as Circumstances;
}

/** A look-up failed in a way that may pass. */
export class NotYet extends Error {
	override readonly name = "NotYet";
	/** What was found so far, and recorded nowhere. */
	readonly decision: Decision | undefined;
	constructor(reason: string, decision?: Decision) {
		super(reason);
		this.decision = decision;
	}
}

/** ECS shows what was just made a moment later; until then its own words are not all there will be. */
const SETTLING_MS = 60_000;

function isUnseen({ reader, now }: World, decision: Decision, { references, time }: UnresolvedRequest): boolean {
	const named = [references.tasks, references.service, references.daemon].some((reference) => reference !== undefined);
	const isFresh = Date.parse(now()) - Date.parse(time) < SETTLING_MS;
	return isFresh && named && reader.source === "ecs" && "context" in decision.request && sourceOf(decision) === "copy";
}

const OTHER: Caller = { is: "other" };

/** Without a duplicate key every call is a question of its own. */
function keyOf(unresolved: UnresolvedRequest): string {
	return `${unresolved.enforcementPoint}/${unresolved.duplicateKey ?? randomUUID()}`;
}

/** The same happening has the same uid, whichever process hears of it. */
function uidOf(key: string): string {
	return createHash("sha256").update(key).digest("hex").slice(0, 32);
}
