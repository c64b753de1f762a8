/** When Taskgate keeps its hands still: enforcement off, events of the past, and calls that it made itself. */
import type { UnresolvedRequest } from "./admission/request.ts";
import { later, type World } from "./world.ts";

/** Why nothing that a decision asks for may be done; undefined when it may. */
export async function whyWithheld(world: World, request: UnresolvedRequest): Promise<string | undefined> {
	const { enforce, maxEventAgeMs } = world.settings;
	if (!enforce) return "enforcement is off (TASKGATE_ENFORCE=off)";
	if (world.perform === undefined) return "AWS is not asked, so nothing is done there";
	if (request.replayed === true) return "the event is a replay";
	if (!(Date.parse(request.time) >= Date.parse(world.now()) - maxEventAgeMs)) {
		return `the event of ${request.time} is older than ${Math.round(maxEventAgeMs / 60_000)} min`;
	}
	if (await isOurs(world, request)) return "the call was made with the gate's own role, and the gate has no record of it";
	return undefined;
}

/** How long after acting CloudTrail may still tell of it. */
const ECHO_MS = 6 * 60 * 60 * 1000;

/** The echo of an action in our own records: nothing to judge. Any other call by our role is judged like everybody's. */
export async function isOwnWork(world: World, request: UnresolvedRequest): Promise<boolean> {
	if (request.action !== "UpdateService" || request.references.service === undefined) return false;
	if (!(await isOurs(world, request))) return false;
	const since = later(world.now(), -ECHO_MS);
	const service = request.references.service;
	return (await world.store.actedOn("RestoreService", service, since)) || (await world.store.actedOn("ScaleToZero", service, since));
}

async function isOurs({ ownPrincipals }: World, { userInfo, account }: UnresolvedRequest): Promise<boolean> {
	if (ownPrincipals === undefined || account === undefined || userInfo.arn === "") return false;
	const own = await ownPrincipals(account);
	return own.includes(userInfo.arn) || (userInfo.issuerArn !== undefined && own.includes(userInfo.issuerArn));
}
