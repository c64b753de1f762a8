/** One request, all the way through: resolve → shape → select → evaluate → decide → record → plan. Start reading here. */
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Constraint, selectConstraints } from "./admission/constraint.ts";
import { type Decision, decide, type Failure, undecided } from "./admission/decide.ts";
import { plan } from "./admission/plan.ts";
import type { Evaluation, Violation } from "./admission/policy.ts";
import { refusalText, refusedElsewhere } from "./admission/refusal.ts";
import type { AdmissionRequest, Reach, UnresolvedRequest } from "./admission/request.ts";
import { refuses } from "./admission/review.ts";
import { LookUpFailed } from "./ecs/ecs-reader.ts";
import { resolve } from "./ecs/resolve.ts";
import { checkShape } from "./ecs/schema/shape.ts";
import type { EnforcementPoint } from "./enforcement-points/enforcement-point.ts";
import { recordOf, sourceOf } from "./record.ts";
import type { DecisionWithActions } from "./store/store.ts";
import { type Caller, callerOf, isOwnWork, whyLetThrough, whyWithheld } from "./withhold.ts";
import type { JudgeWorld, World } from "./world.ts";

/** Judges, and leaves no trace. Never throws for what it is asked: what cannot be judged is undecided. */
export async function judge(
	world: JudgeWorld,
	unresolved: UnresolvedRequest,
	{
		uid = randomUUID(),
		final = false,
		withinMs,
	}: { readonly uid?: string; readonly final?: boolean; readonly withinMs?: number | undefined } = {},
): Promise<Decision> {
	const started = performance.now();
	const decidedAt = world.now();
	const policies = new Map(world.engine.policies.map((policy) => [policy.id, policy]));
	const provenance = () => ({
		uid,
		revision: world.engine.revision,
		constraintsDigest: world.constraintsDigest,
		decidedAt,
		durationMs: Math.round((performance.now() - started) * 1000) / 1000,
	});

	// A call that asks before acting carries no time: it is asked now.
	const asked = unresolved.time === "" ? { ...unresolved, time: decidedAt } : unresolved;
	if (asked.refusal !== undefined) {
		return refusedElsewhere(asked, refusalText(asked.action, asked.userInfo.arn, asked.refusal, world.policyPages), provenance());
	}
	const resolved = await lookUp(world, asked, uid, withinMs);
	if ("reason" in resolved) {
		return undecided(asked, resolved, selectConstraints(world.constraints, policies, asked), provenance());
	}
	const selection = selectConstraints(world.constraints, policies, resolved);
	const evaluations = await evaluate(world, resolved, selection.selected);
	const shape = shapeOf(resolved);
	return decide(resolved, { selection, evaluations, shape, exemptions: world.exemptions, policies, final }, provenance());
}

/** Where a request came from, and what that allows. */
export interface Admission {
	readonly reach: Reach;
	/** A look-up that may succeed later is thrown as NotYet instead of being recorded as undecided. */
	readonly mayWait: boolean;
	/** At a preventing point: whether a refusal holds although enforcement is off or Taskgate is halted. */
	readonly whenOff?: EnforcementPoint<unknown>["whenOff"];
	/** The answer cannot say why: event and tags do. */
	readonly silent?: true;
	/** Look-ups that take longer have failed, for now. */
	readonly withinMs?: number;
}

/** How a point is asked. */
export function admissionAt({ reach, whenOff, silent, withinMs }: EnforcementPoint<unknown>, mayWait: boolean): Admission {
	return { reach, mayWait, whenOff, ...(silent && { silent }), ...(withinMs === undefined ? {} : { withinMs }) };
}

/** Judges, records with the planned actions in one transaction, and performs nothing: the outbox does. Heard twice, the first decision stands. */
export async function admit(
	world: World,
	unresolved: UnresolvedRequest,
	{ reach, mayWait, whenOff = "answers", silent, withinMs }: Admission,
): Promise<{ decision: Decision | undefined; recorded: DecisionWithActions } | undefined> {
	const key = keyOf(unresolved);
	const standing = unresolved.duplicateKey === undefined ? undefined : await world.store.decisionByKey(key);
	if (standing !== undefined) return { decision: undefined, recorded: standing };
	if (await isOwnWork(world, unresolved)) return undefined;
	const caller = reach === "revert" ? await callerOf(world, unresolved) : OTHER;
	if (mayWait && caller.is === "unknown" && caller.transient) throw new NotYet("the gate cannot tell who it is itself");

	// Whoever asks before acting asks once: nothing that is not known yet may pass.
	const judged = await judge(world, unresolved, { uid: uidOf(key), final: reach === "prevent", withinMs });
	if (mayWait && judged.failures.some(({ transient }) => transient === true)) throw new NotYet(judged.failures[0]?.reason ?? "", judged);
	if (mayWait && isUnseen(world, judged, unresolved)) throw new NotYet("ECS does not show it yet", judged);

	const letThrough = whenOff === "lets through" && refuses(judged) ? await whyLetThrough(world) : undefined;
	const decision = letThrough === undefined ? judged : { ...judged, letThrough };
	if (caller.is === "gate")
		world.log.alarm("the gate's own role made a call that the gate has no record of", { decision: judged.uid, action: unresolved.action });
	// Of what others have refused nothing is read anywhere, and nothing is undone.
	const withheld = whyWithheld(world, caller, unresolved, decision.refusedBy === undefined ? sourceOf(decision) : "ecs");
	const { scaleToZero } = world.settings;
	const actions = plan(decision, { reach, scaleToZero, ...(silent && { silent }), ...(withheld === undefined ? {} : { withheld }) });
	const { first, decision: recorded } = await world.store.record(recordOf(decision, key, reach), actions);
	if (first) {
		world.metrics.decided(recorded);
		world.log.decided(recorded);
	}
	return { decision, recorded };
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

async function lookUp(
	world: JudgeWorld,
	unresolved: UnresolvedRequest,
	uid: string,
	withinMs: number | undefined,
): Promise<AdmissionRequest | Failure> {
	const started = performance.now();
	const late = new AbortController();
	try {
		const found = resolve(world.reader, unresolved, uid);
		return await (withinMs === undefined ? found : Promise.race([found, tooLate(withinMs, late.signal)]));
	} catch (error) {
		if (error instanceof LookUpFailed) return { reason: error.message, transient: error.transient };
		return { reason: `the look-up broke: ${String(error)}`, transient: true };
	} finally {
		late.abort();
		world.metrics?.resolved((performance.now() - started) / 1000);
	}
}

/** Gives up after so many milliseconds, unless it is told that nobody waits any more. */
async function tooLate(ms: number, signal: AbortSignal): Promise<Failure> {
	await sleep(ms, undefined, { signal }).catch(() => {});
	return { reason: `the look-ups took longer than ${ms / 1000} s`, transient: true };
}

async function evaluate(world: JudgeWorld, request: AdmissionRequest, selected: readonly Constraint[]): Promise<readonly Evaluation[]> {
	const started = performance.now();
	const questions = selected.map(({ name, policy, parameters }) => ({ constraint: name, policy, parameters }));
	try {
		return await world.engine.evaluate(request, world.now(), questions);
	} catch (error) {
		const reason = `the policy engine broke: ${String(error)}`;
		return questions.map(({ constraint, policy }) => ({ outcome: "failed", constraint, policy, reason }));
	} finally {
		world.metrics?.evaluated((performance.now() - started) / 1000);
	}
}

/** `manifest/schema`, of the object and of the definition it refers to. */
function shapeOf({ kind, object, context }: AdmissionRequest): readonly Violation[] {
	const definition = kind === "Daemon" ? "DaemonTaskDefinition" : "TaskDefinition";
	const referred = context.taskDefinition === undefined ? [] : checkShape(definition, context.taskDefinition);
	return [
		...checkShape(kind, object),
		...referred.map((violation) => ({ ...violation, field: `/context/taskDefinition${violation.field ?? ""}` })),
	];
}
