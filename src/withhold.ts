/** When Taskgate keeps its hands still: enforcement off, events of the past, and calls that it made itself. */
import type { Context, UnresolvedRequest } from "./admission/request.ts";
import { LookUpFailed } from "./ecs/ecs-reader.ts";
import type { World } from "./world.ts";

/** Who made the call that a request tells of, as far as it can be told. */
export type Caller = { readonly is: "gate" | "other" } | { readonly is: "unknown"; readonly transient: boolean };

/** The gate is known by the ARNs under which it calls AWS in the account. */
export async function callerOf({ ownPrincipals }: World, { userInfo, account }: UnresolvedRequest): Promise<Caller> {
	if (ownPrincipals === undefined || account === undefined || userInfo.arn === "") return { is: "other" };
	try {
		const own = await ownPrincipals(account);
		return { is: [userInfo.arn, userInfo.issuerArn].some((arn) => arn !== undefined && own.includes(arn)) ? "gate" : "other" };
	} catch (error) {
		if (error instanceof LookUpFailed) return { is: "unknown", transient: error.transient };
		throw error;
	}
}

/** The echo of a call in our own records: nothing to judge. Any other call by our role is judged like everybody's. */
export async function isOwnWork({ store }: World, { awsRequestId }: UnresolvedRequest): Promise<boolean> {
	return awsRequestId !== undefined && (await store.made(awsRequestId));
}

/** Why nothing that a decision asks for may be done; undefined when it may. */
export function whyWithheld(world: World, caller: Caller, request: UnresolvedRequest, source: Context["source"]): string | undefined {
	if (!world.settings.enforce) return "enforcement is off (TASKGATE_ENFORCE=off)";
	if (source === "copy" && request.pause === undefined) return NOT_ASKED;
	const unanswered = whyUnanswered(world, request);
	if (unanswered !== undefined) return unanswered;
	if (caller.is === "gate") return "the call was made with the gate's own role, and the gate has no record of it";
	if (caller.is === "unknown") return "it cannot be told whether the gate made the call itself";
	return undefined;
}

const NOT_ASKED = "ECS was not asked, and an event's own copy is not acted on";

/** Why not even a question is answered that was put to Taskgate: what asks may be made up, or over. A failed look-up has asked ECS. */
export function whyUnanswered({ settings, now, reader }: World, request: UnresolvedRequest): string | undefined {
	if (request.pause !== undefined && reader.source === "copy") return NOT_ASKED;
	if (request.replayed === true) return "the event is a replay";
	// A question without a time is asked now.
	if (request.time !== "" && !(Date.parse(request.time) >= Date.parse(now()) - settings.maxEventAgeMs)) {
		return `the event of ${request.time} is older than ${Math.round(settings.maxEventAgeMs / 60_000)} min`;
	}
	return undefined;
}

/** Why a preventing point lets through what it would refuse; undefined when a refusal holds. */
export async function whyLetThrough({ settings, store }: World): Promise<string | undefined> {
	if (!settings.enforce) return "enforcement is off (TASKGATE_ENFORCE=off)";
	const halt = await store.halted();
	return halt && `halted by ${halt.by}: ${halt.reason}`;
}
