/** A task definition with an agent around its containers, by the policies that judge the same: what `taskgate instrument` does. */
import type { Constraint } from "./admission/constraint.ts";
import type { Policy, Violation } from "./admission/policy.ts";
import type { AdmissionRequest, JsonObject } from "./admission/request.ts";
import { isArray, isObject } from "./ecs/api-shape.ts";
import { checkShape } from "./ecs/schema/shape.ts";
import type { Evidence } from "./evidence/evidence.ts";
import { withEvidence } from "./evidence/request-evidence.ts";
import { mutate } from "./mutate.ts";
import type { JudgeWorld } from "./world.ts";

export interface Instrumenting {
	/** Such as `runtime/instrument-sysdig`. */
	readonly policy: string;
	readonly parameters: JsonObject;
	/** The body of RegisterTaskDefinition. */
	readonly object: JsonObject;
	/** What is known of images, by reference: `input.request.context.images`. Nobody is asked about these. */
	readonly images: JsonObject;
}

export type Instrumented =
	| { readonly outcome: "instrumented"; readonly object: JsonObject; readonly operations: number }
	/** The definition is no task definition, the policy says why it cannot be, or it is not for such a task. */
	| { readonly outcome: "refused"; readonly reasons: readonly Violation[] }
	/** The policy could not be asked. */
	| { readonly outcome: "failed"; readonly reason: string };

/** Without evidence no registry is asked. */
type Asked = Pick<JudgeWorld, "engine" | "now" | "evidence">;

/** Somebody waits at a terminal, or a pipeline does: longer than any look-up takes. */
const EVIDENCE_MS = 30_000;

/** Patched, and judged again as it is then: what still lacks the agent is refused. */
export async function instrument(world: Asked, { policy, parameters, object, images }: Instrumenting): Promise<Instrumented> {
	const misshapen = checkShape("TaskDefinition", object);
	if (misshapen.length > 0) return { outcome: "refused", reasons: misshapen };
	const now = world.now();
	const constraint: Constraint = {
		...{ name: "instrument", policy, parameters, mutate: true, match: {} },
		...{ enforcementAction: "deny", scopedActions: {}, failurePolicy: "Fail" },
	};
	const policies = new Map(world.engine.policies.map((each) => [each.id, each]));
	const request = await informed(world, requestOf(object, images, now), policies.get(policy));
	const asking = { selected: [constraint], policies, now, mutating: "where opted in" } as const;
	const mutation = await mutate({ engine: world.engine, exemptions: [] }, request, asking);
	const patched = mutation?.object ?? object;
	const [evaluation] = await world.engine.evaluate({ ...request, object: patched }, now, [
		{ constraint: "instrument", policy, parameters },
	]);
	const [failure] = mutation?.failures ?? [];
	if (failure !== undefined) return { outcome: "refused", reasons: [{ msg: failure.reason }] };
	if (evaluation?.outcome !== "evaluated") return { outcome: "failed", reason: evaluation?.reason ?? "the policy gave no answer" };
	const reasons = [...evaluation.violations, ...evaluation.notApplicable.map((msg) => ({ msg }))];
	if (reasons.length > 0) return { outcome: "refused", reasons };
	const operations = mutation?.patches.flatMap((patch) => patch.operations).length ?? 0;
	return { outcome: "instrumented", object: orderly(patched, object), operations };
}

/** With what registries say of the images that nothing is known of yet. */
async function informed({ evidence }: Asked, request: AdmissionRequest, policy: Policy | undefined): Promise<AdmissionRequest> {
	if (evidence === undefined || policy === undefined) return request;
	const known = request.context.images ?? {};
	const asking: Evidence = {
		of: (question) => evidence.of({ ...question, images: question.images.filter((image) => !Object.hasOwn(known, image)) }),
	};
	const { context } = await withEvidence(asking, request, [policy], { withinMs: EVIDENCE_MS });
	return { ...request, context: { ...context, images: { ...context.images, ...known } } };
}

/** WASM has an order of its own: a container that was added begins with its name, for whoever reads it. */
function orderly(patched: JsonObject, { containerDefinitions }: JsonObject): JsonObject {
	const before = isArray(containerDefinitions) ? containerDefinitions.length : 0;
	const containers = isArray(patched.containerDefinitions) ? patched.containerDefinitions : [];
	const rank = (member: string) => (FIRST.includes(member) ? `${FIRST.indexOf(member)}` : `x${member}`);
	const ordered = containers.map((container, i) =>
		i < before || !isObject(container)
			? container
			: Object.fromEntries(Object.entries(container).sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))),
	);
	return { ...patched, containerDefinitions: ordered };
}

const FIRST = ["name", "image", "essential"];

/** A definition says nothing of the partition that it is for; its execution role does. */
function requestOf(object: JsonObject, images: JsonObject, now: string): AdmissionRequest {
	const [, partition = "aws"] = /^arn:(aws[a-z-]*):/.exec(String(object.executionRoleArn)) ?? [];
	return {
		...{ uid: "instrument", enforcementPoint: "manifest-check", kind: "TaskDefinition", operation: "CREATE" },
		...{ action: "RegisterTaskDefinition", partition, launchTypes: [], tags: {}, userInfo: { arn: "" }, dryRun: false },
		...{ name: typeof object.family === "string" ? object.family : "", object, time: now, targets: {} },
		context: { source: "copy", images },
	};
}
