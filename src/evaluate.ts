/** The policies' answers to one request: asked for, or remembered from when the same was asked. */
import { createHash } from "node:crypto";
import type { Constraint } from "./admission/constraint.ts";
import { hidingSecretsOf } from "./admission/hide.ts";
import { maskPointer } from "./admission/mask.ts";
import type { Evaluation, Question } from "./admission/policy.ts";
import type { AdmissionRequest } from "./admission/request.ts";
import { known } from "./ecs/known.ts";
import type { JudgeWorld } from "./world.ts";

/** What was answered before, by a digest of everything that the answers follow from. */
export interface EvaluationMemory {
	/** As they were put; undefined where nothing is remembered. */
	get(digest: string): Promise<Answers | undefined>;
	put(digest: string, answers: Answers): void;
	/** A policy had to be asked. */
	evaluated(): void;
}

/** Of the questions in their order, those that had something to say: number, violations, and why it did not apply. */
export type Answers = readonly (readonly [
	question: number,
	violations: Evaluated["violations"],
	notApplicable: Evaluated["notApplicable"],
])[];

type Evaluated = Extract<Evaluation, { outcome: "evaluated" }>;

/** Never throws. Without a memory every policy is asked. */
export async function evaluate(
	world: JudgeWorld,
	request: AdmissionRequest,
	selected: readonly Constraint[],
	{
		now,
		constraintsDigest,
		memory,
	}: { readonly now: string; readonly constraintsDigest: string; readonly memory: EvaluationMemory | undefined },
): Promise<readonly Evaluation[]> {
	const questions = selected.map(({ name, policy, parameters }) => ({ constraint: name, policy, parameters }));
	if (memory === undefined) return ask(world, request, questions);
	if (questions.length === 0) return [];
	const timeless = world.engine.timeless?.() ?? new Set();
	const lasting = questions.filter(({ policy }) => timeless.has(policy));
	const passing = questions.filter(({ policy }) => !timeless.has(policy));
	const digest = digestOf(world, request, lasting, { now, constraintsDigest });
	const before = await memory.get(digest);
	const fresh = before === undefined ? [...lasting, ...passing] : passing;
	const answered = fresh.length === 0 ? [] : await ask(world, request, fresh);
	if (fresh.length > 0) memory.evaluated();
	if (before !== undefined) return [...recalled(lasting, before), ...answered];
	const answers = answersOf(answered.slice(0, lasting.length), request);
	if (answers !== undefined) memory.put(digest, answers);
	return answered;
}

async function ask(world: JudgeWorld, request: AdmissionRequest, questions: readonly Question[]): Promise<readonly Evaluation[]> {
	const started = performance.now();
	try {
		return await world.engine.evaluate(request, world.now(), questions);
	} catch (error) {
		const reason = `the policy engine broke: ${String(error)}`;
		return questions.map(({ constraint, policy }) => ({ outcome: "failed", constraint, policy, reason }));
	} finally {
		world.metrics?.evaluated((performance.now() - started) / 1000);
	}
}

/** Of the request, but for what is another one each time it is asked; of the questions, of the policies, and of what is in force. */
function digestOf(
	{ engine, exemptions }: JudgeWorld,
	request: AdmissionRequest,
	questions: readonly Question[],
	{ now, constraintsDigest }: { readonly now: string; readonly constraintsDigest: string },
): string {
	const { uid: _, time: __, ...lasting } = request;
	const instant = Date.parse(now);
	const inForce = exemptions.filter(({ expiresAt }) => Date.parse(expiresAt) > instant).map(({ name }) => name);
	const whole = [engine.digest ?? engine.revision, constraintsDigest, inForce, questions, lasting];
	return createHash("sha256").update(JSON.stringify(whole)).digest("base64url");
}

/** Undefined when one failed: another attempt may succeed. */
function answersOf(evaluations: readonly Evaluation[], request: AdmissionRequest): Answers | undefined {
	if (!evaluations.every((evaluation) => evaluation.outcome === "evaluated")) return undefined;
	const said = evaluations.some(({ violations, notApplicable }) => violations.length + notApplicable.length > 0);
	if (!said) return [];
	const hide = hidingSecretsOf(request);
	return evaluations.flatMap(({ violations, notApplicable }, n) =>
		violations.length + notApplicable.length === 0
			? []
			: [[n, violations.map((violation) => kept(violation, hide)), notApplicable.map(hide)] as const],
	);
}

/** What a decision needs of it; a secret that a message repeats is kept nowhere. */
function kept({ msg, field, exemption }: Evaluated["violations"][number], hide: (text: string) => string): Evaluated["violations"][number] {
	return { msg: hide(msg), ...known({ field: field && maskPointer(field), exemption }) };
}

function recalled(questions: readonly Question[], answers: Answers): readonly Evaluation[] {
	const told = new Map(answers.map(([n, violations, notApplicable]) => [n, { violations, notApplicable }]));
	return questions.map(({ constraint, policy }, n) => ({
		outcome: "evaluated",
		constraint,
		policy,
		...(told.get(n) ?? { violations: [], notApplicable: [] }),
	}));
}
