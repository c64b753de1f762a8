/** One request, judged: resolve → shape → select → evaluate → decide. It leaves no trace. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { either, type Selection, selectConstraints } from "./admission/constraint.ts";
import { type Decision, decide, type Enforcement, type Failure } from "./admission/decide.ts";
import { exemptionsInForce } from "./admission/exemption.ts";
import { withoutSecrets } from "./admission/hide.ts";
import { withPatches } from "./admission/mended.ts";
import { patchingFor, type Running } from "./admission/patched-for.ts";
import type { Violation } from "./admission/policy.ts";
import { refusalText, refusedElsewhere } from "./admission/refusal.ts";
import type { AdmissionRequest, UnresolvedRequest } from "./admission/request.ts";
import { undecided } from "./admission/unjudged.ts";
import { LookUpFailed } from "./ecs/ecs-reader.ts";
import { resolve } from "./ecs/resolve.ts";
import { checkShape } from "./ecs/schema/shape.ts";
import { type EvaluationMemory, evaluate } from "./evaluate.ts";
import { withEvidence } from "./evidence/request-evidence.ts";
import { judgedBy } from "./judged-by.ts";
import { mendable } from "./mendable.ts";
import type { LookUpFailure } from "./metrics.ts";
import { type Mutating, mutate, withObject } from "./mutate.ts";
import { traced } from "./tracing.ts";
import type { JudgeWorld } from "./world.ts";
import { wouldPatch } from "./would-patch.ts";

/** How long the look-ups may take. */
interface Patience {
	/** Milliseconds. */
	readonly withinMs?: number | undefined;
	/** From when on, on the clock of performance.now(), where several requests share that time. */
	readonly since?: number | undefined;
}

interface Judging extends Patience {
	readonly uid?: string;
	readonly final?: boolean;
	/** Before anything is judged, what policies would patch is patched, and the whole is judged as it is then. */
	readonly mutating?: Mutating | undefined;
	/** Patched only by what may patch the task definition of this service. */
	readonly patchedFor?: Running | undefined;
	/** Of a service that is there already: whether patches would let it through is told too. */
	readonly moving?: boolean | undefined;
	/** Whoever asks again and again about what does not change need not ask the policies each time. */
	readonly memory?: EvaluationMemory | undefined;
}

/** What is not known of an image by then is unknown. */
const EVIDENCE_MS = 8_000;

/** Never throws for what it is asked: what cannot be judged is undecided. It ends with the policies that it began with. */
export async function judge(world: JudgeWorld, unresolved: UnresolvedRequest, judging: Judging = {}): Promise<Decision> {
	const hold = world.hold?.();
	try {
		return await judgeBy(hold === undefined ? world : { ...world, ...hold.inForce }, unresolved, judging);
	} finally {
		hold?.release();
	}
}

async function judgeBy(
	world: JudgeWorld,
	unresolved: UnresolvedRequest,
	{ uid = randomUUID(), final = false, withinMs, since, memory, mutating, moving, patchedFor }: Judging,
): Promise<Decision> {
	const started = performance.now();
	const decidedAt = world.now();
	const policies = new Map(world.engine.policies.map((policy) => [policy.id, policy]));
	const { constraints, constraintsDigest, refusal } = await judgedBy(world, unresolved);
	const provenance = () => ({
		uid,
		revision: world.engine.revision,
		constraintsDigest,
		decidedAt,
		durationMs: Math.round((performance.now() - started) * 1000) / 1000,
	});

	// A call that asks before acting carries no time: it is asked now.
	const asked = unresolved.time === "" ? { ...unresolved, time: decidedAt } : unresolved;
	if (asked.refusal !== undefined) {
		return refusedElsewhere(asked, refusalText(asked.action, asked.userInfo.arn, asked.refusal, world.policyPages), provenance());
	}
	if (refusal !== undefined) {
		const selection = selectConstraints(constraints, policies, asked);
		return withoutSecrets({ ...undecided(asked, { reason: refusal }, selection, provenance()), failurePolicy: "Fail" });
	}
	const found = await traced(world, "resolve", {}, () => lookUp(world, asked, uid, { withinMs, since }));
	if ("reason" in found) {
		return withoutSecrets(undecided(asked, found, selectConstraints(constraints, policies, asked), provenance()));
	}
	const selection = selectConstraints(constraints, policies, found);
	const left = () => (withinMs === undefined ? EVIDENCE_MS : Math.min(EVIDENCE_MS, (since ?? started) + withinMs - performance.now()));
	const informed = async (request: AdmissionRequest, { selected }: Selection) => {
		const asking = selected.flatMap(({ policy }) => policies.get(policy) ?? []).filter(({ evidence }) => evidence !== undefined);
		if (asking.length === 0) return request;
		return traced(world, "evidence", {}, () =>
			withEvidence(world.evidence, request, asking, { since: asked.notBefore, withinMs: Math.max(0, left()) }),
		);
	};
	const known = await informed(found, selection);
	const selected = patchedFor === undefined ? selection.selected : patchingFor(selection.selected, patchedFor);
	const mutation =
		mutating && (await traced(world, "mutate", {}, () => mutate(world, known, { selected, policies, now: decidedAt, mutating })));
	// A patch may bring images of its own, and constraints that did not cover what came.
	const patched = mutation === undefined || mutation.patches.length === 0 ? undefined : withObject(known, mutation.object);
	const judging = patched === undefined ? selection : either(selection, selectConstraints(constraints, policies, patched));
	const resolved = patched === undefined ? known : await informed(patched, judging);
	const about = { now: decidedAt, constraintsDigest, memory };
	const count = { "taskgate.constraints": judging.selected.length };
	const evaluations = await traced(world, "evaluate", count, () => evaluate(world, resolved, judging.selected, about));
	const shape = shapeOf(resolved);
	const findings = {
		selection: judging,
		evaluations: [...evaluations, ...(mutation?.failures ?? [])],
		shape,
		// What excuses has to cover what came as well as what becomes of it.
		exemptions: exemptionsInForce(world.exemptions, known, decidedAt),
		policies,
		final,
	};
	return traced(world, "decide", {}, async () => {
		const decision = decide(resolved, findings, provenance());
		const judged = { decision, selected: judging.selected, policies, asked: mutation?.asked ?? new Set() };
		// Nobody is told anything by what is asked again and again.
		const open = memory === undefined ? await mendable(world, resolved, judged) : new Set<Enforcement>();
		const told = withoutSecrets(withPatches(decision, { mendable: open, before: found.object, mutation }));
		return moving === true ? { ...told, wouldPatch: await wouldPatch(world, decision, { constraints, policies, shape }) } : told;
	});
}

async function lookUp(
	world: JudgeWorld,
	unresolved: UnresolvedRequest,
	uid: string,
	{ withinMs, since }: Patience,
): Promise<AdmissionRequest | Failure> {
	const started = performance.now();
	const late = new AbortController();
	let failure: LookUpFailure | undefined;
	try {
		const found = resolve(world.reader, unresolved, uid).then((request) => recalled(world, request));
		const first = await (withinMs === undefined ? found : Promise.race([found, tooLate(withinMs, since ?? started, late.signal)]));
		failure = "reason" in first ? "late" : undefined;
		return first;
	} catch (error) {
		if (!(error instanceof LookUpFailed)) {
			failure = "broken";
			return { reason: `the look-up broke: ${String(error)}`, transient: true };
		}
		failure = error.transient ? "transient" : "permanent";
		return { reason: error.message, transient: error.transient };
	} finally {
		late.abort();
		world.metrics?.resolved((performance.now() - started) / 1000, failure);
	}
}

/** What is found outside, and what the store knows of it. */
async function recalled({ recall }: JudgeWorld, request: AdmissionRequest): Promise<AdmissionRequest> {
	return recall === undefined ? request : { ...request, context: { ...request.context, ...(await recall(request)) } };
}

/** Gives up so many milliseconds after the start, unless it is told that nobody waits any more. */
async function tooLate(ms: number, since: number, signal: AbortSignal): Promise<Failure> {
	await sleep(Math.max(0, since + ms - performance.now()), undefined, { signal }).catch(() => {});
	return { reason: `the look-ups took longer than ${ms / 1000} s`, transient: true };
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
