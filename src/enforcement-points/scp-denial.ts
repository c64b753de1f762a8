/** A guarded call that a service control policy has refused: nothing has happened, and whoever was refused is told why and what to do. */
import { z } from "zod";
import type { UnresolvedRequest } from "../admission/request.ts";
import { stripNulls } from "../ecs/api-shape.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";
import { GUARDED_CALLS } from "./wire/calls.ts";
import { CALL_EVENT, circumstancesOf, isCallOfEcs } from "./wire/cloudtrail.ts";
import { factsOf } from "./wire/facts.ts";
import { present } from "./wire/json.ts";
import { parse } from "./wire/parse.ts";

const ERROR_CODES = ["AccessDenied", "AccessDeniedException"];
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const EXPLICIT_DENY = /explicit deny in a service control policy/i;
const ON_RESOURCE = /on resource: (arn:\S+)/;

const DENIED = z.looseObject({ detail: z.looseObject({ eventName: z.string(), errorCode: z.string(), errorMessage: z.string() }) });

/** EventBridge expects no answer. */
export const scpDenial: EnforcementPoint<void> = {
	name: "scp-denial",
	// IAM has prevented it. What is left to Taskgate is to report it.
	reach: "report",
	whenOff: "withholds",
	about: {
		catches: "guarded calls of the ECS API that a service control policy has refused; the refusal is AWS's, the explanation Taskgate's",
		delay: "seconds as a rule, without a promise: CloudTrail delivers on a best-effort basis",
		bypass: "nothing has happened; an event that CloudTrail loses only leaves the caller with AWS's own message",
		closedBy: "nothing needs to: the service control policy holds whether Taskgate hears of it or not",
	},
	read(event) {
		const denied = isCallOfEcs(event) ? DENIED.safeParse(event) : undefined;
		if (!denied?.success) return [];
		const { eventName, errorCode, errorMessage } = denied.data.detail;
		const call = GUARDED_CALLS.get(eventName);
		if (!call || !ERROR_CODES.includes(errorCode) || !EXPLICIT_DENY.test(errorMessage)) return [];
		const envelope = parse(CALL_EVENT, event);
		const body = envelope.detail.requestParameters ? stripNulls(envelope.detail.requestParameters) : undefined;
		const on = ON_RESOURCE.exec(errorMessage)?.[1];
		const request: UnresolvedRequest = {
			enforcementPoint: scpDenial.name,
			...circumstancesOf(envelope),
			...factsOf(call, { body, response: undefined }),
			object: body ?? {},
			dryRun: false,
			refusal: { by: "a service control policy", ...present({ on }) },
		};
		return [request];
	},
	answer() {},
};
