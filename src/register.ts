/** Registers what is admitted, with the gate's own role: judged, recorded, and only then done. */
import type { Decision } from "./admission/decide.ts";
import { PATCHED_FROM } from "./admission/move-to-patched.ts";
import type { Patch } from "./admission/operation.ts";
import { leftAsItIs, type Running } from "./admission/patched-for.ts";
import type { PlannedAction } from "./admission/plan.ts";
import type { JsonObject } from "./admission/request.ts";
import { isLetThrough } from "./admission/review.ts";
import { ADMITTED } from "./admission/verdict-tags.ts";
import { admissionAt, admit } from "./admit.ts";
import { isArray, isObject, tagsOf } from "./ecs/api-shape.ts";
import { arnIn } from "./ecs/arn.ts";
import { known } from "./ecs/known.ts";
import type { Registered, Registry } from "./ecs/registry.ts";
import { sameDefinition, sameTags } from "./ecs/same-definition.ts";
import { unknownMember } from "./ecs/schema/unknown-member.ts";
import { UnreadableEvent } from "./enforcement-points/enforcement-point.ts";
import { type Refusal, registerDoor } from "./enforcement-points/register-door.ts";
import type { StoredAction } from "./store/store.ts";
import { later, type World } from "./world.ts";

export interface Asked {
	/** Of RegisterTaskDefinition. */
	readonly body: JsonObject;
	/** The gate's own unless given. */
	readonly account?: string | undefined;
	readonly region?: string | undefined;
	/** Who asks, where that is known: the session's ARN, and the role's own. */
	readonly principal?: string | undefined;
	readonly issuer?: string | undefined;
	/** Judged and recorded, and nothing is registered. */
	readonly dryRun?: boolean;
	/** The newest active revision, if it is what is asked for, rather than another one like it: for whoever lost an answer. */
	readonly reuse?: boolean;
	/** Full ARN of the revision that it takes the place of, which a tag says: registered only if it is patched, and admitted without a doubt. */
	readonly patchedFrom?: string;
	/** The service that goes on to it: patched only by what covers that too, and registered only if no exemption leaves it as it is. */
	readonly patchedFor?: Running | undefined;
}

export type Outcome =
	| {
			readonly outcome: "registered" | "reused";
			readonly answer: JsonObject;
			readonly warnings: readonly string[];
			readonly patches: readonly Patch[];
	  }
	| { readonly outcome: "admitted"; readonly warnings: readonly string[]; readonly patches: readonly Patch[] }
	| { readonly outcome: "refused"; readonly uid: string; readonly refusal: Refusal };

/** Longer than a registration may take: after it the outbox asks AWS what became of one that has no end on record. */
const OPEN_MS = 60_000;

/** The gate has no AWS credentials, so it can judge and not register. */
export class NoRegistry extends Error {
	override readonly name = "NoRegistry";
}

/** @throws {UnreadableEvent} {NoRegistry} {RegistrationFailed} {LookUpFailed} */
export async function register(world: World, asked: Asked): Promise<Outcome> {
	const { registry, settings } = world;
	const { body, principal, issuer, dryRun = false, reuse = false, patchedFrom, patchedFor } = asked;
	if (registry === undefined && !dryRun) throw new NoRegistry("the gate has no AWS credentials: it can judge, and register nothing");
	const event = { register: { body, ...(await placeOf(registry, asked)), dryRun, ...known({ principal, issuer }) } };
	const [request] = registerDoor.read(event);
	if (request === undefined) throw new Error("the door did not see what it was asked");
	refuseWhatIsNotTheirs(request.object, settings.admissionTag);

	const isWanted = (decision: Decision) => patchedFrom === undefined || isPatchedFor(world, decision, patchedFor);
	const deeds = (decision: Decision) =>
		isLetThrough(decision) && isWanted(decision) && !dryRun ? [registration(decision, later(world.now(), OPEN_MS))] : [];
	const admitted = await admit(world, request, { ...admissionAt(registerDoor, false), patchedFor, deeds });
	const { decision, recorded } = admitted ?? {};
	if (decision === undefined || recorded === undefined) throw new Error("what was asked was not decided");
	const answer = registerDoor.answer(event, [decision]);
	if (!answer.admitted) return { outcome: "refused", uid: decision.uid, refusal: answer };
	const { warnings, patches } = answer;
	// What was judged is what is sent: as it is patched.
	const { object } = decision.request;
	refuseWhatIsNotTheirs(object, settings.admissionTag);
	const action = recorded.actions.find(({ type }) => type === "RegisterTaskDefinition");
	if (registry === undefined || action === undefined) return { outcome: "admitted", warnings, patches };
	return { ...(await carryOut(world, registry, { action, object, reuse, patchedFrom })), warnings, patches };
}

/** Admitted without a doubt, patched, and excused from none of that. */
function isPatchedFor({ exemptions }: World, { verdict, patches, decidedAt }: Decision, running: Running | undefined): boolean {
	if (verdict !== "allowed" || patches === undefined) return false;
	const policies = patches.map(({ policy }) => policy);
	return running === undefined || leftAsItIs(exemptions, running, policies, decidedAt) === undefined;
}

/** The gate's own account and Region, where nobody said. */
async function placeOf(registry: Registry | undefined, { account, region }: Asked): Promise<{ account?: string; region?: string }> {
	const isOwn = registry !== undefined && (account === undefined || region === undefined);
	const own = isOwn ? await registry.self() : undefined;
	return known({ account: account ?? own?.account, region: region ?? own?.region });
}

/** ECS would drop what it does not know, and the marks of admission are the gate's to give. IAM does not tell upper from lower case in them. */
function refuseWhatIsNotTheirs(object: JsonObject, admissionTag: string | undefined): void {
	const member = unknownMember("TaskDefinition", object);
	if (member !== undefined)
		throw new UnreadableEvent(`register.body${member}`, "RegisterTaskDefinition has no such member, as far as this gate knows");
	const own = Object.keys(tagsOf(object.tags)).find((key) => key.toLowerCase() === admissionTag?.toLowerCase() || /^taskgate:/i.test(key));
	if (own !== undefined) throw new UnreadableEvent("register.body/tags", `the tag ${own} is the gate's own to give`);
}

function registration({ uid, request }: Decision, dueAt: string): PlannedAction {
	const { account = "", region = "", partition, name } = request;
	const target = arnIn({ partition, account, region }, "task-definition", name);
	return {
		...{ type: "RegisterTaskDefinition", target, effectKey: `RegisterTaskDefinition/${uid}`, account, region, partition },
		...{ reason: "asked for, and admitted", precondition: {}, otherwise: [], state: "planned", dueAt },
	};
}

interface Deed {
	readonly action: StoredAction;
	/** What was judged is what is sent. */
	readonly object: JsonObject;
	readonly reuse: boolean;
	readonly patchedFrom: string | undefined;
}

async function carryOut(world: World, registry: Registry, { action, object, reuse, patchedFrom }: Deed) {
	const { admissionTag } = world.settings;
	const tags = {
		...(admissionTag === undefined ? {} : { [admissionTag]: ADMITTED }),
		...(patchedFrom === undefined ? {} : { [PATCHED_FROM]: patchedFrom }),
	};
	try {
		const standing = reuse ? await registry.newest(action, String(object.family)) : undefined;
		if (standing !== undefined && isSame(standing, object, tags)) {
			await end(world, action, { state: "superseded", outcome: `${standing.arn} is the same, and was asked for` });
			return { outcome: "reused" as const, answer: standing.answer };
		}
		const { arn, awsRequestId, answer } = await registry.register(action, tagged(object, tags));
		await end(world, action, { state: "done", outcome: `registered as ${arn}`, awsRequestId });
		return { outcome: "registered" as const, answer };
	} catch (error) {
		const outcome = error instanceof Error ? error.message : String(error);
		await end(world, action, { state: "failed", outcome });
		throw error;
	}
}

function isSame({ answer }: Registered, object: JsonObject, tags: Readonly<Record<string, string>>): boolean {
	const described = answer.taskDefinition;
	return isObject(described) && sameDefinition(object, described) && sameTags(object, answer, tags);
}

function tagged(object: JsonObject, tags: Readonly<Record<string, string>>): JsonObject {
	const added = Object.entries(tags).map(([key, value]) => ({ key, value }));
	return added.length === 0 ? object : { ...object, tags: [...(isArray(object.tags) ? object.tags : []), ...added] };
}

interface End {
	readonly state: "done" | "superseded" | "failed";
	readonly outcome: string;
	readonly awsRequestId?: string | undefined;
}

/** What was done is done, whether or not it can be written down: then the outbox finds out later. */
async function end({ store, log, now }: World, { id, target }: StoredAction, { state, outcome, awsRequestId }: End): Promise<void> {
	try {
		await store.settle(id, state, outcome, now(), { awsRequestId });
	} catch (error) {
		log.alarm("the end of a registration could not be recorded", { action: id, target, outcome, reason: String(error) });
	}
}
