/** ECS asks, at a stage of a service's deployment, whether it may go on: a lifecycle hook that invokes a Lambda function. */
import { z } from "zod";
import type { Decision } from "../admission/decide.ts";
import type { Json, JsonObject, UnresolvedRequest } from "../admission/request.ts";
import { isLetThrough } from "../admission/review.ts";
import { isObject } from "../ecs/api-shape.ts";
import { type EnforcementPoint, UnreadableEvent } from "./enforcement-point.ts";
import { type DeploymentArns, placeOf } from "./wire/deployment.ts";
import { at, present } from "./wire/json.ts";
import { parse, TEXT } from "./wire/parse.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html */
export interface HookAnswer {
	readonly hookStatus: "SUCCEEDED" | "FAILED" | "IN_PROGRESS";
	/** Seconds until ECS asks again. */
	readonly callBackDelay?: number;
	/** ECS gives it back with the next invocation of the same hook. */
	readonly hookDetails?: JsonObject;
}

/** Ours within the hook's details, which are the service owner's to set. */
const OURS = "taskgate";
const ASK_AGAIN_SECONDS = 30;
/** Look-ups that fail for this long leave the deployment undecided. */
const PATIENCE_MS = 15 * 60_000;
/** In this order of the page: at these alone ECS asks again on the way back, and the weights of this map say so. */
const SHIFTS = new Map([
	["TEST_TRAFFIC_SHIFT", "testTrafficWeights"],
	["PRODUCTION_TRAFFIC_SHIFT", "productionTrafficWeights"],
]);

const FIELDS = ["serviceArn", "targetServiceRevisionArn", "testTrafficWeights", "productionTrafficWeights"];
const WEIGHTS = z.record(z.string(), z.number()).nullish();
const INVOCATION = z.looseObject({
	lifecycleStage: TEXT,
	resourceArn: TEXT,
	serviceArn: TEXT,
	targetServiceRevisionArn: TEXT,
	testTrafficWeights: WEIGHTS,
	productionTrafficWeights: WEIGHTS,
	hookDetails: z.json().optional(),
});
type Invocation = z.infer<typeof INVOCATION>;

const CHOICE = z.looseObject({
	profile: z
		.string()
		.regex(/^[\w-]{1,64}$/, "must be a profile's name")
		.optional(),
});

export const deploymentHook: EnforcementPoint<HookAnswer> = {
	name: "deployment-hook",
	reach: "prevent",
	whenOff: "lets through",
	silent: true,
	withinMs: 20_000,
	about: {
		catches: "each deployment of a service that has the hook, at PRE_SCALE_UP before any task of the new revision is started",
		delay: "the deployment waits for the answer: a second, and up to 15 minutes while ECS cannot be asked",
		bypass:
			"a service without the hook; whoever may call UpdateService can take it away and deploy afterwards; a timeoutAction of CONTINUE; scaling, RunTask, StartTask, task sets and daemons run no hooks",
		closedBy: "the policy deployment/admission-hook demands it; cloudtrail-event and task-state-change hear of what goes by",
	},
	read(event) {
		if (!isInvocation(event)) return [];
		const invocation = invocationOf(event);
		const { place, cluster, name } = placeOf(arnsOf(invocation));
		const { profile } = choiceOf(invocation);
		if (isWayBack(invocation)) return [];
		const { serviceArn: service, targetServiceRevisionArn: serviceRevision, resourceArn: deployment } = invocation;
		const request: UnresolvedRequest = {
			enforcementPoint: deploymentHook.name,
			kind: "Service",
			operation: "UPDATE",
			action: invocation.lifecycleStage,
			...place,
			cluster,
			name,
			launchTypes: [],
			tags: {},
			// ECS does not say who deploys.
			userInfo: { arn: "", unknown: true },
			object: { service, cluster },
			dryRun: false,
			// The moment of asking: the payload carries none, and a point has no clock.
			time: "",
			references: { serviceRevision, service, cluster, deployment },
			...present({ profile }),
		};
		return [request];
	},
	/** No decision: a way back, which is never blocked. @throws {UnreadableEvent} for what is no invocation. */
	answer(event, [decision]) {
		const invocation = invocationOf(event);
		if (decision === undefined) {
			if (!isWayBack(invocation)) throw new Error("the hook has no decision to answer with");
			return { hookStatus: "SUCCEEDED" };
		}
		if (decision.notYet === true) return inProgress(invocation, decision);
		return { hookStatus: isLetThrough(decision) ? "SUCCEEDED" : "FAILED" };
	},
	mayWait(event, now) {
		if (!isInvocation(event)) return false;
		const { hookDetails } = invocationOf(event);
		// Details that are no object have no room for the instant since when.
		if (hookDetails !== undefined && hookDetails !== null && !isObject(hookDetails as Json)) return false;
		const since = at(hookDetails as Json, OURS, "waitingSince");
		if (since === undefined) return true;
		const waitedMs = typeof since === "string" ? Date.parse(now) - Date.parse(since) : Number.NaN;
		return waitedMs >= 0 && waitedMs < PATIENCE_MS;
	},
};

/** Any of these is enough to make the event ours, so that a broken one is unreadable rather than unseen. */
function isInvocation(event: unknown): event is JsonObject {
	if (!isObject(event as Json)) return false;
	return ["lifecycleStage", "executionDetails", "targetServiceRevisionArn"].some((member) => Object.hasOwn(event as JsonObject, member));
}

/** In both forms that the page has shown: the fields of the execution beside the stage, or under `executionDetails`. */
function invocationOf(event: unknown): Invocation {
	const { executionDetails, ...top } = isObject(event as Json) ? (event as JsonObject) : {};
	if (executionDetails === undefined || executionDetails === null) return parse(INVOCATION, top);
	if (!isObject(executionDetails)) throw new UnreadableEvent("executionDetails", "must be an object");
	const twice = FIELDS.find((field) => Object.hasOwn(top, field) && JSON.stringify(top[field]) !== JSON.stringify(executionDetails[field]));
	if (twice !== undefined) throw new UnreadableEvent(twice, "must say the same as in executionDetails");
	const fields = Object.fromEntries(Object.entries(executionDetails).filter(([field]) => FIELDS.includes(field)));
	return parse(INVOCATION, { ...top, ...fields });
}

function arnsOf({ resourceArn, serviceArn, targetServiceRevisionArn }: Invocation): DeploymentArns {
	return {
		resourceArn: ["service-deployment", resourceArn],
		serviceArn: ["service", serviceArn],
		targetServiceRevisionArn: ["service-revision", targetServiceRevisionArn],
	};
}

/**
 * ECS asks again, where traffic is shifted, while it rolls back: then the target's weight in what is being shifted is 0. Before the
 * shift it is 0 at every other stage, and weights that are absent say nothing.
 */
function isWayBack(invocation: Invocation): boolean {
	const weights = SHIFTS.get(invocation.lifecycleStage);
	return weights !== undefined && at(invocation as Json, weights, invocation.targetServiceRevisionArn) === 0;
}

/** What the service's owner asks for besides what is in force. */
function choiceOf({ hookDetails }: Invocation): { readonly profile?: string | undefined } {
	const choice = at(hookDetails as Json, OURS);
	return choice === undefined
		? {}
		: (parse(z.looseObject({ hookDetails: z.looseObject({ [OURS]: CHOICE }) }), { hookDetails }).hookDetails[OURS] ?? {});
}

/** The details come back whole: how deep ECS merges is not documented. The waiting began with the first decision that was postponed. */
function inProgress({ hookDetails }: Invocation, { decidedAt }: Decision): HookAnswer {
	const own = at(hookDetails as Json, OURS);
	const waitingSince = at(own, "waitingSince") ?? decidedAt;
	return {
		hookStatus: "IN_PROGRESS",
		callBackDelay: ASK_AGAIN_SECONDS,
		hookDetails: { [OURS]: { ...(isObject(own) ? own : {}), waitingSince } },
	};
}
