/** CloudFormation and Cloud Control, before they make or change anything: a Lambda hook of theirs asks, and waits for the answer. */
import type { Decision } from "../admission/decide.ts";
import type { UnresolvedRequest } from "../admission/request.ts";
import { isLetThrough } from "../admission/review.ts";
import { isUnknown } from "../admission/unknown.ts";
import { type EnforcementPoint, UnreadableEvent } from "./enforcement-point.ts";
import { callFor } from "./wire/calls.ts";
import { factsOf } from "./wire/facts.ts";
import { annotationsOf, notJudgedAnnotation } from "./wire/hook-annotations.ts";
import { askAgain, type HookAnswer, mayAskAgain, tokenOf } from "./wire/hook-answer.ts";
import { type HookEvent, hookEvent, isCloudControl, placeOf } from "./wire/hook-event.ts";
import { MOST_CLOUD_CONTROL_TEXT, MOST_TEXT, messageOf } from "./wire/hook-message.ts";
import { askedBy } from "./wire/hook-reading.ts";
import type { HookResource } from "./wire/hook-template.ts";
import { present } from "./wire/json.ts";

export const cloudformationHook: EnforcementPoint<HookAnswer> = {
	name: "cloudformation-hook",
	reach: "prevent",
	whenOff: "lets through",
	// CloudFormation waits for 30 s, and the payload is fetched before.
	withinMs: 18_000,
	about: {
		catches: "every ECS resource that CloudFormation, CDK, SAM or Cloud Control is about to make or change",
		delay: "before it is made; CloudFormation waits up to 30 s for the answer",
		bypass: "calls of the ECS API do not come by here; the hook can be disabled, filtered, or set to FailureMode WARN by who may",
		closedBy: "api-proxy and `taskgate scp` for the API; an SCP that keeps the hook as it is",
	},
	/** The payload of a STACK or CHANGE_SET is to be fetched before: its address is not read here. */
	read(event) {
		const hook = hookEvent(event);
		if (hook === undefined) return [];
		const { resources, askedAgain } = askedBy(hook, event);
		return resources.map((resource) => requestOf(hook, resource, askedAgain));
	},
	answer(event, decisions) {
		const hook = hookEvent(event);
		if (hook === undefined) throw new UnreadableEvent("hookTypeName", "must be there, as in every invocation of a CloudFormation hook");
		const asked = askedBy(hook, event);
		const { resources, notJudged } = asked;
		const refused = decisions.filter((decision) => !isLetThrough(decision));
		const isCertain = refused.some(({ verdict }) => verdict === "denied");
		const missing = transientReason(decisions);
		if (!isCertain && missing !== undefined && mayAskAgain(event)) return askAgain(event, missing);
		const titles = resources.length > 1 && resources.length === decisions.length ? resources.map(({ id }) => id) : [];
		const annotations = annotationsOf(decisions, titles);
		return {
			...(refused.length === 0
				? { hookStatus: "SUCCESS" }
				: { hookStatus: "FAILED", errorCode: isCertain ? "NonCompliant" : "InternalFailure" }),
			message: messageOf(asked, decisions, titles, isCloudControl(hook) ? MOST_CLOUD_CONTROL_TEXT : MOST_TEXT),
			clientRequestToken: tokenOf(event),
			annotations: notJudged.length === 0 ? annotations : [...annotations, notJudgedAnnotation(notJudged)],
		};
	},
	mayWait: mayAskAgain,
};

function requestOf(hook: HookEvent, resource: HookResource, askedAgain: boolean): UnresolvedRequest {
	const { kind, operation, object, oldObject, declared, opaque } = resource;
	const { action, call } = callFor(kind, operation, object);
	const { cluster, references, ...facts } = factsOf(call, { body: object, response: undefined });
	return {
		enforcementPoint: cloudformationHook.name,
		action,
		...placeOf(hook),
		...facts,
		// What may be anything names nothing: no cluster there does not mean `default`.
		...(isUnknown(object) ? { references: {} } : { ...present({ cluster }), references }),
		// CloudFormation does not say who asked it.
		userInfo: { arn: "", unknown: true },
		object,
		...present({ oldObject }),
		dryRun: false,
		// The moment of asking: a hook's event carries none, and a point has no clock.
		time: "",
		declared,
		...present({ opaque }),
		...(askedAgain ? { askedAgain } : {}),
	};
}

/** A look-up that may succeed later, in what holds the answer up. */
function transientReason(decisions: readonly Decision[]): string | undefined {
	const waiting = decisions.filter(({ letThrough }) => letThrough === undefined);
	return waiting.flatMap(({ failures }) => failures).find(({ transient }) => transient === true)?.reason;
}
