/** Judges revisions that were registered before the door was there, and marks what is allowed as admitted. Registers nothing. */
import type { Decision, Verdict } from "./admission/decide.ts";
import type { PlannedAction } from "./admission/plan.ts";
import type { UnresolvedRequest } from "./admission/request.ts";
import { refusalMessage } from "./admission/review.ts";
import { ADMITTED } from "./admission/verdict-tags.ts";
import { admit } from "./admit.ts";
import { familyRevision, parseArn, partitionOf, taskDefinitionArn } from "./ecs/arn.ts";
import type { Place } from "./ecs/ecs-reader.ts";
import type { Registry } from "./ecs/registry.ts";
import { registerDoor } from "./enforcement-points/register-door.ts";
import { NoRegistry } from "./register.ts";
import type { StoredAction } from "./store/store.ts";
import { later, type World } from "./world.ts";

export interface Adopted {
	readonly arn: string;
	readonly verdict: Verdict;
	/** What was done, or why nothing was. */
	readonly outcome: string;
}

export interface Adoption {
	/** `family` for all its active revisions, `family:revision`, or an ARN. */
	readonly references: readonly string[];
	readonly account?: string | undefined;
	readonly region?: string | undefined;
	readonly dryRun: boolean;
}

/** While it is tagged here nobody else need do it. */
const OPEN_MS = 60_000;

/** One after the other, each as soon as it is judged. @throws {NoRegistry} {LookUpFailed} */
export async function* adopt(world: World, { references, account, region, dryRun }: Adoption): AsyncGenerator<Adopted> {
	const { registry } = world;
	if (registry === undefined) throw new NoRegistry("there are no AWS credentials, so no revision can be read");
	const self = await registry.self();
	const place = { account: account ?? self.account, region: region ?? self.region, partition: partitionOf(region ?? self.region) };
	for (const reference of references) {
		for (const arn of await revisionsOf(registry, place, reference)) yield await adoptOne(world, arn, dryRun);
	}
}

async function revisionsOf(registry: Registry, place: Place, reference: string): Promise<readonly string[]> {
	const { family, revision } = familyRevision(reference);
	if (revision !== undefined) return [taskDefinitionArn(place, reference)];
	return registry.revisions(parseArn(reference) ?? place, family);
}

async function adoptOne(world: World, arn: string, dryRun: boolean): Promise<Adopted> {
	const request = requestFor(world, arn, dryRun);
	const { admissionTag } = world.settings;
	const deeds = (decision: Decision) =>
		isToBeTagged(decision, admissionTag) && !dryRun ? [tagging(decision, arn, admissionTag, world.now())] : [];
	// It exists already, so nothing is prevented: what is denied is told.
	const { decision, recorded } = (await admit(world, request, { reach: "report", mayWait: false, deeds })) ?? {};
	if (decision === undefined || recorded === undefined) throw new Error(`${arn} was not decided`);
	const { verdict } = decision;
	const action = recorded.actions.find(({ type }) => type === "TagResource");
	if (action !== undefined) return { arn, verdict, outcome: await tag(world, action) };
	return { arn, verdict, outcome: whyNotTagged(decision, admissionTag) };
}

function requestFor(world: World, arn: string, dryRun: boolean): UnresolvedRequest {
	const { partition = "aws", account, region } = parseArn(arn) ?? {};
	const time = world.now();
	return {
		...{ enforcementPoint: registerDoor.name, kind: "TaskDefinition", operation: "CREATE", action: "RegisterTaskDefinition" },
		...{
			partition,
			name: familyRevision(arn).family,
			launchTypes: [],
			tags: {},
			userInfo: { arn: "", unknown: true },
			object: {},
			dryRun,
			time,
		},
		...(account === undefined || region === undefined ? {} : { account, region }),
		references: { taskDefinition: arn },
		duplicateKey: `${arn}/adopted/${time}`,
	};
}

function isToBeTagged(decision: Decision, admissionTag: string | undefined): admissionTag is string {
	return admissionTag !== undefined && decision.verdict === "allowed" && decision.request.tags[admissionTag] !== ADMITTED;
}

function tagging(decision: Decision, arn: string, admissionTag: string, now: string): PlannedAction {
	const { account = "", region = "", partition } = decision.request;
	return {
		...{ type: "TagResource", target: arn, effectKey: `TagResource/${arn}/${decision.uid}`, account, region, partition },
		...{ reason: "adopted", precondition: { taskDefinition: arn }, otherwise: [], state: "planned", dueAt: later(now, OPEN_MS) },
		parameters: { tags: { [admissionTag]: ADMITTED } },
	};
}

async function tag({ perform, store, now }: World, action: StoredAction): Promise<string> {
	if (perform === undefined) throw new NoRegistry("there are no AWS credentials, so nothing can be tagged");
	const { state, outcome, awsRequestId } = await perform(action);
	if (state === "retry") return `not tagged yet: ${outcome}; a gate that acts tries again`;
	await store.settle(action.id, state === "notApplicable" ? "failed" : state, outcome, now(), { awsRequestId });
	return state === "done" ? "tagged as admitted" : `not tagged: ${outcome}`;
}

function whyNotTagged(decision: Decision, admissionTag: string | undefined): string {
	const isTagged = admissionTag !== undefined && decision.request.tags[admissionTag] === ADMITTED;
	if (decision.verdict !== "allowed")
		return `${refusalMessage(decision)}${isTagged ? `; yet it carries the tag ${admissionTag}: take that away` : ""}`;
	if (admissionTag === undefined) return "not tagged: TASKGATE_ADMISSION_TAG is not set";
	return isTagged ? "tagged as admitted before" : "would be tagged as admitted";
}
