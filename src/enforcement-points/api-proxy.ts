/** A call of the ECS API that a proxy of ours has in hand: refused, it never reaches ECS. */
import { z } from "zod";
import type { Json, JsonObject, UnresolvedRequest } from "../admission/request.ts";
import { isLetThrough } from "../admission/review.ts";
import { firstUnknown } from "../admission/unknown.ts";
import { isObject, stripNulls } from "../ecs/api-shape.ts";
import { partitionOf } from "../ecs/arn.ts";
import { type EnforcementPoint, UnreadableEvent } from "./enforcement-point.ts";
import { callNamed } from "./wire/calls.ts";
import { factsOf } from "./wire/facts.ts";
import { present } from "./wire/json.ts";
import { ACCOUNT, OBJECT, parse, TEXT } from "./wire/parse.ts";
import { refusalText } from "./wire/refusal-text.ts";

const NAMED = z.looseObject({ ecsCall: z.looseObject({ operation: TEXT }) });

const EVENT = z.looseObject({
	ecsCall: z.looseObject({
		body: OBJECT,
		/** An empty ARN: nobody can tell who calls. */
		caller: z.looseObject({ arn: z.string(), issuerArn: TEXT.nullish() }),
		account: ACCOUNT.nullish(),
		region: TEXT,
	}),
});

/** In AWS's own form of an error: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization */
export interface ApiError {
	readonly __type: "AccessDeniedException";
	readonly message: string;
}

/** The body that is sent in place of the caller's: what was patched. */
export interface Rewritten {
	readonly body: JsonObject;
}

/** No answer: the call is passed on as it came. */
export const apiProxy: EnforcementPoint<ApiError | Rewritten | undefined> = {
	name: "api-proxy",
	reach: "prevent",
	whenOff: "lets through",
	mutates: true,
	about: {
		catches: "every guarded call of whichever client is pointed at the proxy, and refuses it in the client's own words",
		delay: "milliseconds, and the time of the look-ups",
		bypass: "whoever has AWS credentials and a way to ECS's own endpoint goes past it; the AWS console always does",
		closedBy:
			"giving the role to the proxy alone, or a VPC endpoint policy and the SCP of `taskgate scp`; the event points for everybody else",
	},
	read(event) {
		if (!isCall(event)) return [];
		const named = callNamed(parse(NAMED, event).ecsCall.operation);
		if (named === undefined) return [];
		const { body, caller, account, region } = parse(EVENT, event).ecsCall;
		const object = stripNulls(body);
		refuseUnknown(object);
		const request: UnresolvedRequest = {
			enforcementPoint: apiProxy.name,
			action: named.action,
			partition: partitionOf(region),
			region,
			...present({ account: account ?? undefined }),
			...factsOf(named.call, { body: object, response: undefined }),
			userInfo: { arn: caller.arn, ...present({ issuerArn: caller.issuerArn ?? undefined, unknown: caller.arn === "" || undefined }) },
			object,
			dryRun: false,
			// The moment of asking: a call says no time that could be relied on, and a point has no clock.
			time: "",
		};
		return [request];
	},
	answer(_event, decisions) {
		const refused = decisions.find((decision) => !isLetThrough(decision));
		if (refused !== undefined) return { __type: "AccessDeniedException", message: refusalText(refused) };
		const patched = decisions.find(({ patches, patchesWithheld }) => patches !== undefined && patchesWithheld === undefined);
		return patched && { body: patched.request.object };
	},
};

/** ECS takes no unknown values, so a marker here could only get something past the policies. */
function refuseUnknown(object: JsonObject): void {
	const pointer = firstUnknown(object);
	if (pointer !== undefined) throw new UnreadableEvent(`ecsCall.body${pointer}`, "must be a value, not a marker of Taskgate's");
}

function isCall(event: unknown): boolean {
	return isObject(event as Json) && Object.hasOwn(event as JsonObject, "ecsCall");
}
