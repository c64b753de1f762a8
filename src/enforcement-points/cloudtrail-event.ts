/** An ECS call that CloudTrail reports through EventBridge: it has happened, and refusing it means to undo it. */
import type { JsonObject, UnresolvedRequest } from "../admission/request.ts";
import { stripNulls } from "../ecs/api-shape.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";
import { GUARDED_CALLS } from "./wire/calls.ts";
import { CALL_EVENT, circumstancesOf, isCallOfEcs, NAMED } from "./wire/cloudtrail.ts";
import { factsOf } from "./wire/facts.ts";
import { parse } from "./wire/parse.ts";
import { redactionsUnknown } from "./wire/redaction.ts";

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
		const envelope = parse(CALL_EVENT, event);
		const { detail } = envelope;
		const said = { body: bodyOf(detail.requestParameters), response: bodyOf(detail.responseElements) };
		const request: UnresolvedRequest = {
			enforcementPoint: cloudtrailEvent.name,
			...circumstancesOf(envelope),
			...factsOf(call, said),
			object: said.body ?? {},
			dryRun: false,
		};
		return [request];
	},
	answer() {},
};

function bodyOf(body: JsonObject | null | undefined): JsonObject | undefined {
	return body ? redactionsUnknown(stripNulls(body)) : undefined;
}
