/** An ECS call that CloudTrail reports through EventBridge: it has happened, and refusing it means to undo it. */
import { z } from "zod";
import type { Json, JsonObject, UnresolvedRequest, UserInfo } from "../admission/request.ts";
import { stripNulls } from "../ecs/api-shape.ts";
import { partitionOf } from "../ecs/arn.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";
import { GUARDED_CALLS } from "./wire/calls.ts";
import { ENVELOPE, isEcsEvent, replayed } from "./wire/eventbridge.ts";
import { factsOf } from "./wire/facts.ts";
import { at, present } from "./wire/json.ts";
import { ACCOUNT, OBJECT, parse, TEXT, TIME, WORDS } from "./wire/parse.ts";
import { redactionsUnknown } from "./wire/redaction.ts";

const DETAIL_TYPE = "AWS API Call via CloudTrail";
const EVENT_SOURCE = "ecs.amazonaws.com";

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const NAMED = z.looseObject({ detail: z.looseObject({ eventName: TEXT, errorCode: z.string().nullish() }) });

const USER_IDENTITY = z.looseObject({
	arn: WORDS,
	principalId: WORDS,
	invokedBy: WORDS,
	sessionContext: z.looseObject({ sessionIssuer: z.looseObject({ arn: WORDS }).nullish() }).nullish(),
});

const EVENT = z.looseObject({
	...ENVELOPE,
	"detail-type": z.literal(DETAIL_TYPE),
	detail: z.looseObject({
		eventSource: z.literal(EVENT_SOURCE),
		eventID: TEXT,
		eventTime: TIME,
		awsRegion: TEXT,
		recipientAccountId: ACCOUNT.nullish(),
		requestID: WORDS,
		userIdentity: USER_IDENTITY.nullish(),
		requestParameters: OBJECT.nullish(),
		responseElements: OBJECT.nullish(),
	}),
});

/** EventBridge expects no answer. */
export const cloudtrailEvent: EnforcementPoint<void> = {
	name: "cloudtrail-event",
	reach: "revert",
	whenOff: "withholds",
	about: {
		catches: "every guarded call of the ECS API, whoever makes it and by whatever client",
		delay: "seconds as a rule, without a promise: CloudTrail delivers on a best-effort basis",
		bypass:
			"a container runs until it is undone; an event that CloudTrail loses is never heard here; without a trail that logs there are none",
		closedBy: "task-state-change hears of every task durably; api-proxy, register and the deployment hook refuse beforehand",
	},
	read(event) {
		if (!isCallOfEcs(event)) return [];
		const { eventName, errorCode, readOnly } = parse(NAMED, event).detail;
		const call = GUARDED_CALLS.get(eventName);
		if (!call || errorCode || readOnly === true) return [];
		const envelope = parse(EVENT, event);
		const { detail } = envelope;
		const said = { body: bodyOf(detail.requestParameters), response: bodyOf(detail.responseElements) };
		const request: UnresolvedRequest = {
			enforcementPoint: cloudtrailEvent.name,
			action: eventName,
			partition: partitionOf(detail.awsRegion),
			account: detail.recipientAccountId ?? envelope.account,
			region: detail.awsRegion,
			...factsOf(call, said),
			userInfo: userInfoOf(detail.userIdentity ?? {}),
			object: said.body ?? {},
			dryRun: false,
			time: detail.eventTime,
			duplicateKey: detail.eventID,
			...present({ awsRequestId: detail.requestID ?? undefined }),
			...replayed(envelope),
		};
		return [request];
	},
	answer() {},
};

/** Either of the two names is enough to make the event ours, so that a broken envelope is unreadable rather than unseen. */
function isCallOfEcs(event: unknown): boolean {
	if (isEcsEvent(event, DETAIL_TYPE)) return true;
	return at(event as Json, "detail", "eventSource") === EVENT_SOURCE;
}

function bodyOf(body: JsonObject | null | undefined): JsonObject | undefined {
	return body ? redactionsUnknown(stripNulls(body)) : undefined;
}

/** A call by an AWS service on its own has no ARN; the service's DNS name stands for it. */
function userInfoOf(identity: z.infer<typeof USER_IDENTITY>): UserInfo {
	const issuerArn = identity.sessionContext?.sessionIssuer?.arn ?? undefined;
	const invokedBy = identity.invokedBy ?? undefined;
	return { arn: identity.arn ?? issuerArn ?? invokedBy ?? identity.principalId ?? "", ...present({ issuerArn, invokedBy }) };
}
