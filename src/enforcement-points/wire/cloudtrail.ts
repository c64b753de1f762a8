/** The record of an ECS call that CloudTrail hands to EventBridge. */
import { z } from "zod";
import type { Json, UnresolvedRequest, UserInfo } from "../../admission/request.ts";
import { partitionOf } from "../../ecs/arn.ts";
import { ENVELOPE, isEcsEvent, replayed } from "./eventbridge.ts";
import { at, present } from "./json.ts";
import { ACCOUNT, OBJECT, TEXT, TIME, WORDS } from "./parse.ts";

const DETAIL_TYPE = "AWS API Call via CloudTrail";
const EVENT_SOURCE = "ecs.amazonaws.com";

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export const NAMED = z.looseObject({ detail: z.looseObject({ eventName: TEXT, errorCode: z.string().nullish() }) });

const USER_IDENTITY = z.looseObject({
	arn: WORDS,
	principalId: WORDS,
	invokedBy: WORDS,
	sessionContext: z.looseObject({ sessionIssuer: z.looseObject({ arn: WORDS }).nullish() }).nullish(),
});

export const CALL_EVENT = z.looseObject({
	...ENVELOPE,
	"detail-type": z.literal(DETAIL_TYPE),
	detail: z.looseObject({
		eventName: TEXT,
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

/** Either of the two names is enough to make the event ours, so that a broken envelope is unreadable rather than unseen. */
export function isCallOfEcs(event: unknown): boolean {
	if (isEcsEvent(event, DETAIL_TYPE)) return true;
	return at(event as Json, "detail", "eventSource") === EVENT_SOURCE;
}

type Circumstances = "action" | "partition" | "account" | "region" | "userInfo" | "time" | "duplicateKey" | "awsRequestId" | "replayed";

/** Who called, when and where. */
export function circumstancesOf(envelope: z.infer<typeof CALL_EVENT>): Pick<UnresolvedRequest, Circumstances> {
	const { detail } = envelope;
	return {
		action: detail.eventName,
		partition: partitionOf(detail.awsRegion),
		account: detail.recipientAccountId ?? envelope.account,
		region: detail.awsRegion,
		userInfo: userInfoOf(detail.userIdentity ?? {}),
		time: detail.eventTime,
		duplicateKey: detail.eventID,
		...present({ awsRequestId: detail.requestID ?? undefined }),
		...replayed(envelope),
	};
}

/** A call by an AWS service on its own has no ARN; the service's DNS name stands for it. */
function userInfoOf(identity: z.infer<typeof USER_IDENTITY>): UserInfo {
	const issuerArn = identity.sessionContext?.sessionIssuer?.arn ?? undefined;
	const invokedBy = identity.invokedBy ?? undefined;
	return { arn: identity.arn ?? issuerArn ?? invokedBy ?? identity.principalId ?? "", ...present({ issuerArn, invokedBy }) };
}
