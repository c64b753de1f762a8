/** What is planned where patches would let a service's task definition through: the service is moved to a patched revision. Pure. */
import type { Decision } from "./decide.ts";
import type { AdmissionRequest, Json } from "./request.ts";

/** Of a revision that Taskgate has patched: the revision's ARN that it took the place of. One that has it is patched no more by an event. */
export const PATCHED_FROM = "taskgate:patched-from";

/** What undoes a denial. */
interface Undoing<Type extends string> {
	readonly type: Type;
	readonly target: string;
	readonly otherwise: readonly Type[];
}

interface Moving<Type extends string> extends Undoing<Type | "RegisterPatched"> {
	readonly precondition: { readonly taskDefinition: string; readonly cluster?: string };
	readonly effectKey: string;
	readonly reason?: string;
}

/**
 * The move comes before whatever undoes a denial, which is left for where the move cannot be made. Where nothing was denied nothing is
 * undone: a patch that cannot be had is done without.
 */
export function movedFirst<Type extends string, Following extends Undoing<Type>>(
	decision: Decision,
	undoing: readonly Following[],
): readonly (Following | Moving<Type>)[] {
	const { request, wouldPatch = [], verdict } = decision;
	if (wouldPatch.length === 0 || !("context" in request)) return undoing;
	const { service, taskDefinition, cluster } = request.targets;
	if (service === undefined || taskDefinition === undefined) return undoing;
	const move = {
		type: "RegisterPatched" as const,
		target: service,
		precondition: { taskDefinition, ...(cluster === undefined ? {} : { cluster }) },
	};
	const once = `RegisterPatched/${service}/${taskDefinition}`;
	// Whoever moves back a service that was only mended has the last word.
	if (verdict === "allowed") return [{ ...move, otherwise: [], effectKey: once, reason: `mended by ${wouldPatch.join(", ")}` }];
	// Denied, it may be brought back: with every deployment of it anew, whichever events tell of that one.
	const otherwise = undoing.flatMap((each) => [each.type, ...each.otherwise]);
	return [{ ...move, otherwise, effectKey: `${once}/${deploymentOf(request, taskDefinition) ?? decision.uid}` }];
}

/** A service that was allowed goes on to a patched revision: nothing was denied, and nothing is undone instead. */
export function movesAllowed({ type, otherwise }: Pick<Undoing<string>, "type" | "otherwise">): boolean {
	return type === "RegisterPatched" && otherwise.length === 0;
}

/** The id of the deployment that brought the revision into the service. */
function deploymentOf({ context }: AdmissionRequest, taskDefinition: string): string | undefined {
	const { deployments } = context.service ?? {};
	const own = (Array.isArray(deployments) ? deployments : []).find((each: Json) => memberOf(each, "taskDefinition") === taskDefinition);
	const id = memberOf(own, "id");
	return typeof id === "string" ? id : undefined;
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as { readonly [key: string]: Json })[name]
		: undefined;
}
