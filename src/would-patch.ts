/** Whether a service that is there already would be let through with its task definition patched: tried, and nothing is changed. */
import { type Constraint, selectConstraints } from "./admission/constraint.ts";
import { type Decision, decide } from "./admission/decide.ts";
import { exemptionsInForce } from "./admission/exemption.ts";
import { PATCHED_FROM } from "./admission/move-to-patched.ts";
import { leftAsItIs, patchingFor } from "./admission/patched-for.ts";
import type { Policy, Violation } from "./admission/policy.ts";
import type { AdmissionRequest, JsonObject } from "./admission/request.ts";
import { firstUnknown } from "./admission/unknown.ts";
import { isObject, tagsOf } from "./ecs/api-shape.ts";
import { parseArn } from "./ecs/arn.ts";
import { launchTypesFrom } from "./ecs/launch-types.ts";
import { evaluate } from "./evaluate.ts";
import { mutate } from "./mutate.ts";
import type { JudgeWorld } from "./world.ts";

interface Judged {
	readonly constraints: readonly Constraint[];
	readonly policies: ReadonlyMap<string, Policy>;
	/** What the shape of the API objects to. */
	readonly shape: readonly Violation[];
}

/**
 * Policies that would patch its task definition, by the constraints that both the service and a registration of it would meet at this
 * point; empty where there are none, where an exemption covers the service, where the whole would be denied all the same, and where
 * anything is in doubt. Never throws.
 */
export async function wouldPatch(world: JudgeWorld, decision: Decision, judged: Judged): Promise<readonly string[]> {
	const { request, verdict, decidedAt: now, uid, revision, constraintsDigest, durationMs } = decision;
	if (verdict === "undecided" || !("context" in request) || !isMovable(request)) return [];
	const { taskDefinition } = request.context;
	if (taskDefinition === undefined || firstUnknown(taskDefinition) !== undefined) return [];
	if (Object.hasOwn(tagsOf(taskDefinition.tags), PATCHED_FROM)) return [];
	const { constraints, policies, shape } = judged;
	const asked = registrationOf(request, taskDefinition);
	const running = { own: ownRequests(request), denied: verdict === "denied" };
	const selected = patchingFor(selectConstraints(constraints, policies, asked).selected, running);
	const mutation = await mutate(world, asked, { selected, policies, now, mutating: "where opted in" });
	if (mutation === undefined || mutation.patches.length === 0) return [];
	const patching = [...new Set(mutation.patches.map(({ policy }) => policy))];
	if (leftAsItIs(world.exemptions, running, patching, now) !== undefined) return [];
	if (verdict === "allowed") return patching;
	const mended = { ...request, context: { ...request.context, taskDefinition: mutation.object } };
	const selection = selectConstraints(constraints, policies, mended);
	const evaluations = await evaluate(world, mended, selection.selected, { now, constraintsDigest, memory: undefined });
	const exemptions = exemptionsInForce(world.exemptions, request, now);
	const provenance = { uid, revision, constraintsDigest, decidedAt: now, durationMs };
	const { verdict: then } = decide(mended, { selection, evaluations, shape, exemptions, policies }, provenance);
	return then === "allowed" ? patching : [];
}

/** A service, or a task of one, as ECS told it, that ECS itself deploys. */
function isMovable({ kind, context, targets }: AdmissionRequest): boolean {
	if ((kind !== "Service" && kind !== "Task") || context.source !== "ecs") return false;
	const controller = context.service?.deploymentController;
	const byEcs = !isObject(controller) || controller.type === undefined || controller.type === "ECS";
	return byEcs && targets.service !== undefined && targets.taskDefinition !== undefined;
}

/**
 * What selects or excuses a service: what was asked, and of a task besides that its service has a name and tags of its own. Who asked for
 * that one is not known.
 */
export function ownRequests(request: AdmissionRequest): readonly AdmissionRequest[] {
	const { kind, context, targets } = request;
	if (kind !== "Task" || targets.service === undefined) return [request];
	const object = context.service ?? {};
	const name = parseArn(targets.service)?.name ?? "";
	return [request, { ...request, kind: "Service", name, tags: tagsOf(object.tags), object, userInfo: { arn: "", unknown: true } }];
}

/** As whoever registers it for the service asks: a registration is of no cluster, and of nobody that a constraint could leave out. */
function registrationOf({ cluster: _, oldObject: __, ...request }: AdmissionRequest, taskDefinition: JsonObject): AdmissionRequest {
	return {
		...request,
		...{ kind: "TaskDefinition", operation: "CREATE", action: "RegisterTaskDefinition" },
		name: typeof taskDefinition.family === "string" ? taskDefinition.family : "",
		launchTypes: launchTypesFrom([], taskDefinition),
		tags: tagsOf(taskDefinition.tags),
		userInfo: { arn: "", unknown: true },
		object: taskDefinition,
		context: { source: "copy" },
		targets: {},
	};
}
