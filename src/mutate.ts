/** A task definition, mended before it is judged: each constraint's policy is asked what it would patch, in order, and then again. */
import { actionAt, type Constraint } from "./admission/constraint.ts";
import { type Exemption, exemptionFor, exemptionsInForce, wholeExemption } from "./admission/exemption.ts";
import { maskPatches } from "./admission/mask-patches.ts";
import { type Draft, draftOf, patched, withoutExcused } from "./admission/mutate.ts";
import type { Operation, Patch } from "./admission/operation.ts";
import { namesPrototype } from "./admission/patchable.ts";
import type { Failed, Patching, Policy, Question } from "./admission/policy.ts";
import type { AdmissionRequest, JsonObject } from "./admission/request.ts";
import { tagsOf } from "./ecs/api-shape.ts";
import { launchTypesFrom } from "./ecs/launch-types.ts";
import { checkShape } from "./ecs/schema/shape.ts";
import { unknownMember } from "./ecs/schema/unknown-member.ts";
import { applyOperation } from "./json-patch.ts";
import type { JudgeWorld } from "./world.ts";

/** What may be patched: constraints that say so (`mutate: true`), or whatever has a patch, for a person who asks for it. */
export type Mutating = "where opted in" | "all";

export interface Mutation {
	readonly object: JsonObject;
	/** Masked. */
	readonly patches: readonly Patch[];
	readonly operations: readonly Operation[];
	/** Patches that were not applied. */
	readonly failures: readonly Failed[];
	/** Names of the constraints whose policies were asked. */
	readonly asked: ReadonlySet<string>;
}

interface Asking {
	readonly selected: readonly Constraint[];
	readonly policies: ReadonlyMap<string, Policy>;
	readonly now: string;
	readonly mutating: Mutating;
}

/** Undefined where no policy is asked. Never throws: what goes wrong is a failure of the policy that it is about. */
export async function mutate(
	world: Pick<JudgeWorld, "engine" | "exemptions">,
	request: AdmissionRequest,
	asking: Asking,
): Promise<Mutation | undefined> {
	const { selected, policies, now, mutating } = asking;
	const { patch } = world.engine;
	if (request.kind !== "TaskDefinition" || request.operation !== "CREATE" || patch === undefined) return undefined;
	const inForce = exemptionsInForce(world.exemptions, request, now);
	const isAsked = (constraint: Constraint) =>
		(mutating === "all" || constraint.mutate === true) &&
		policies.get(constraint.policy)?.patches === true &&
		actionAt(constraint, request.enforcementPoint) !== "dryrun" &&
		wholeExemption(inForce, constraint.policy) === undefined;
	const questions = selected.filter(isAsked).map(({ name, policy, parameters }) => ({ constraint: name, policy, parameters }));
	if (questions.length === 0) return undefined;
	const asked = new Set(questions.map(({ constraint }) => constraint));
	if (namesPrototype(request.object)) {
		const failures = questions.map((question) => failedBy(question, "an object with a member called __proto__ is not patched"));
		return { object: request.object, patches: [], operations: [], failures, asked };
	}
	const ask = async (object: JsonObject, open: readonly Question[]) => {
		try {
			return await patch(withObject(request, object), now, open);
		} catch (error) {
			return open.map((question) => failedBy(question, `the policy engine broke: ${String(error)}`));
		}
	};
	return { ...(await new Mending(request, inForce, ask).mend(questions)), asked };
}

type Ask = (object: JsonObject, questions: readonly Question[]) => Promise<readonly Patching[]>;

class Mending {
	readonly #request: AdmissionRequest;
	readonly #inForce: readonly Exemption[];
	readonly #ask: Ask;
	readonly #failures: Failed[] = [];

	constructor(request: AdmissionRequest, inForce: readonly Exemption[], ask: Ask) {
		this.#request = request;
		this.#inForce = inForce;
		this.#ask = ask;
	}

	/** A patch that turns out not to hold is left out, and everything begins anew without it. */
	async mend(questions: readonly Question[]): Promise<Omit<Mutation, "asked">> {
		for (let open = questions; ; ) {
			const draft = await this.#inOrder(open);
			open = open.filter(({ constraint }) => !this.#failures.some((failure) => failure.constraint === constraint));
			const unsettled = draft.patches.length === 0 ? undefined : await this.#unsettled(draft, open);
			if (unsettled === undefined) {
				const patches = maskPatches(this.#request.object, draft.patches, applyOperation);
				return {
					object: draft.object,
					patches,
					operations: draft.patches.flatMap(({ operations }) => operations),
					failures: this.#failures,
				};
			}
			this.#failures.push(unsettled);
			open = open.filter(({ constraint }) => constraint !== unsettled.constraint);
		}
	}

	/** Each is asked about the object as those before it have left it. */
	async #inOrder(questions: readonly Question[]): Promise<Draft> {
		let draft = draftOf(this.#request.object);
		for (let open = questions; open.length > 0; ) {
			const answers = await this.#ask(draft.object, open);
			// Those that have nothing to say need not be asked again before the next has changed something.
			const next = answers.findIndex((answer) => answer.outcome === "failed" || this.#patchOf(answer, draft).operations.length > 0);
			const answer = answers[next];
			if (answer === undefined) return draft;
			if (answer.outcome === "failed") this.#failures.push(answer);
			else draft = this.#applied(draft, this.#patchOf(answer, draft));
			open = open.slice(next + 1);
		}
		return draft;
	}

	#applied(draft: Draft, patch: Patch): Draft {
		const result = patched(draft, patch, applyOperation);
		const reason = "reason" in result ? result.reason : misshapen(draft.object, result.object);
		if (reason === undefined) return result as Draft;
		this.#failures.push(failedBy(patch, `its patch is not applied: ${reason}`));
		return draft;
	}

	/** Asked again, none may have anything left to say. */
	async #unsettled(draft: Draft, questions: readonly Question[]): Promise<Failed | undefined> {
		for (const answer of await this.#ask(draft.object, questions)) {
			if (answer.outcome === "failed") return answer;
			const { operations } = this.#patchOf(answer, draft);
			if (operations.length === 0) continue;
			const own = draft.patches.some(({ constraint }) => constraint === answer.constraint);
			const others = draft.patches.map(({ constraint }) => constraint).join(", ");
			const why = own
				? `it is not idempotent, or another undoes it: asked again, it would patch ${operations[0]?.path} once more`
				: `it has something to patch only after ${others}: put its constraint behind`;
			return failedBy(answer, `its patch is not applied: ${why}`);
		}
		return undefined;
	}

	/** Without what an exemption covers. */
	#patchOf(answer: Exclude<Patching, Failed>, { object }: Draft): Patch {
		const { policy, constraint, operations } = answer;
		const request = withObject(this.#request, object);
		return withoutExcused(
			{ policy, constraint, operations },
			(field) => exemptionFor(this.#inForce, policy, { msg: "", field }, request) !== undefined,
		);
	}
}

/** The request about what became of its object: what selects it by name, tags or launch types sees it as it will be registered. */
export function withObject(request: AdmissionRequest, object: JsonObject): AdmissionRequest {
	const changed = (member: string) => JSON.stringify(object[member]) !== JSON.stringify(request.object[member]);
	return {
		...request,
		object,
		...(changed("family") && typeof object.family === "string" && { name: object.family }),
		...(changed("tags") && { tags: tagsOf(object.tags) }),
		...(changed("requiresCompatibilities") && { launchTypes: launchTypesFrom([], object) }),
	};
}

/** What the shape of the ECS API objects to, and did not before. */
function misshapen(before: JsonObject, after: JsonObject): string | undefined {
	const known = new Set(checkShape("TaskDefinition", before).map(({ msg }) => msg));
	const member = unknownMember("TaskDefinition", after);
	const strange = member === unknownMember("TaskDefinition", before) ? undefined : `RegisterTaskDefinition has no member ${member}`;
	return checkShape("TaskDefinition", after).find(({ msg }) => !known.has(msg))?.msg ?? strange;
}

function failedBy({ constraint, policy }: Pick<Question, "constraint" | "policy">, reason: string): Failed {
	return { outcome: "failed", constraint, policy, reason };
}
