/** An AdmissionReview, posted by whoever asks before acting: a pipeline, a wrapper, a controller. The answer is always the true verdict. */
import { z } from "zod";
import { type Json, type JsonObject, KINDS, OPERATIONS, type UnresolvedRequest } from "../admission/request.ts";
import { type AdmissionReview, admissionReview, REVIEW_API_VERSION } from "../admission/review.ts";
import { firstUnknown } from "../admission/unknown.ts";
import { isObject, stripNulls } from "../ecs/api-shape.ts";
import { partitionOf } from "../ecs/arn.ts";
import { type EnforcementPoint, UnreadableEvent } from "./enforcement-point.ts";
import { callFor } from "./wire/calls.ts";
import { clusterFact, factsOf } from "./wire/facts.ts";
import { present, textAt } from "./wire/json.ts";
import { ACCOUNT, OBJECT, oneOf, parse, TEXT } from "./wire/parse.ts";

const REVIEW = z.looseObject({
	apiVersion: oneOf([REVIEW_API_VERSION]),
	kind: oneOf(["AdmissionReview"]),
	request: z.looseObject({
		uid: TEXT,
		kind: oneOf(KINDS),
		operation: oneOf(OPERATIONS),
		object: OBJECT,
		oldObject: OBJECT.nullish(),
		userInfo: z.looseObject({ arn: TEXT }),
		account: ACCOUNT.nullish(),
		region: TEXT.nullish(),
		cluster: TEXT.nullish(),
		name: TEXT.nullish(),
		dryRun: z.boolean().nullish(),
	}),
});

export const webhook: EnforcementPoint<AdmissionReview> = {
	name: "webhook",
	reach: "prevent",
	whenOff: "answers",
	mutates: true,
	about: {
		catches: "whatever a pipeline, a wrapper or a controller asks about before it calls ECS",
		delay: "milliseconds, and the time of the look-ups",
		bypass: "whoever does not ask is not answered",
		closedBy: "api-proxy in front of the clients; the event points for everybody else",
	},
	read(event) {
		if (!isReview(event)) return [];
		const { uid: _, kind, operation, userInfo, dryRun, ...asked } = parse(REVIEW, event).request;
		const object = stripNulls(asked.object);
		refuseUnknown(object);
		const { action, call } = callFor(kind, operation, object);
		const facts = factsOf(call, { body: object, response: undefined });
		// The object is what would be sent to ECS: what it says of itself goes before what is said about it.
		const cluster = textAt(object, "cluster") ?? asked.cluster ?? facts.references.cluster;
		const request: UnresolvedRequest = {
			enforcementPoint: webhook.name,
			action,
			partition: partitionOf(asked.region ?? ""),
			...present({ account: asked.account ?? undefined, region: asked.region ?? undefined }),
			...facts,
			...clusterFact(cluster),
			name: facts.name || (asked.name ?? ""),
			references: { ...facts.references, ...present({ cluster }) },
			userInfo: { arn: userInfo.arn },
			object,
			...present({ oldObject: asked.oldObject ? stripNulls(asked.oldObject) : undefined }),
			dryRun: dryRun ?? false,
			// The moment of asking: the envelope carries none, and a point has no clock.
			time: "",
		};
		return [request];
	},
	/** One review, one decision. @throws {UnreadableEvent} for what is not a review, which `read` has nothing to say about. */
	answer(event, [decision]) {
		const { uid } = parse(REVIEW, event).request;
		if (decision === undefined) throw new Error(`review ${uid} has no decision to answer with`);
		return admissionReview(uid, decision);
	},
};

/** ECS takes no unknown values, so asking about one here would only get it past the policies. */
function refuseUnknown(object: JsonObject): void {
	const pointer = firstUnknown(object);
	if (pointer !== undefined) throw new UnreadableEvent(`request.object${pointer}`, "must be known: `taskgate check` reads what is not yet");
}

function isReview(event: unknown): boolean {
	if (!isObject(event as Json)) return false;
	const { apiVersion, kind } = event as JsonObject;
	return kind === "AdmissionReview" || apiVersion === REVIEW_API_VERSION;
}
