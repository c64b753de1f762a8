/** One recorded thing → what it asked for: an EventBridge event, or a decision of ours that still carries its object. */
import { z } from "zod";
import { type Json, type JsonObject, KINDS, OPERATIONS } from "../admission/request.ts";
import { type EcsObject, readObjects, type Unreadable } from "../check/ecs-object.ts";
import { isObject } from "../ecs/api-shape.ts";
import { UnreadableEvent } from "../enforcement-points/enforcement-point.ts";

const decisionShape = z.looseObject({
	uid: z.string(),
	time: z.string(),
	enforcementPoint: z.string(),
	action: z.string(),
	kind: z.enum(KINDS),
	operation: z.enum(OPERATIONS).optional(),
	name: z.string(),
	account: z.string().nullish(),
	region: z.string().nullish(),
	cluster: z.string().nullish(),
	principal: z.string(),
	verdict: z.string(),
	object: z.record(z.string(), z.unknown()).optional(),
});

const WITHOUT_OBJECT =
	"a decision without the object that was judged, so it cannot be judged again: `GET /v1/decisions` lists decisions without it; " +
	"take each from `GET /v1/decisions/UID`, or replay the recorded events";
const NEITHER = "neither a recorded EventBridge event (`detail-type`, `detail`) nor a decision of Taskgate (`uid`, `verdict`, `object`)";

/** Nothing for an event that asks for nothing. What cannot be judged again is told, never passed over. */
export function readRecorded(value: Json, source: string): readonly (EcsObject | Unreadable)[] {
	if (!isObject(value)) return [{ source, reason: NEITHER }];
	if (Object.hasOwn(value, "detail-type") && Object.hasOwn(value, "detail")) return eventIn(value, source);
	// A page of `GET /v1/decisions`.
	if (Array.isArray(value.decisions)) return value.decisions.flatMap((each: Json, i) => readRecorded(each, `${source}#/decisions/${i}`));
	const decision = decisionShape.safeParse(value);
	return decision.success ? decisionIn(decision.data, source) : [{ source, reason: NEITHER }];
}

function eventIn(value: JsonObject, source: string): readonly (EcsObject | Unreadable)[] {
	try {
		return readObjects(source, documentOf(value)).objects;
	} catch (error) {
		if (error instanceof UnreadableEvent) return [{ source, reason: `an event that cannot be read: ${error.message}` }];
		throw error;
	}
}

/** Masked values are unknown markers in the object: what depends on them stays unknown, before and after. */
function decisionIn(decision: z.infer<typeof decisionShape>, source: string): readonly (EcsObject | Unreadable)[] {
	const { uid, object, kind, name, action, enforcementPoint, operation, time, principal, account, region, cluster } = decision;
	if (object === undefined) return [{ source, reason: WITHOUT_OBJECT }];
	const asJudged = {
		...{ enforcementPoint, action, name, time, userInfo: { arn: principal }, duplicateKey: uid },
		...(operation === undefined ? {} : { operation }),
		...(account == null ? {} : { account }),
		...(region == null ? {} : { region }),
		...(cluster == null ? {} : { cluster }),
	};
	const { objects } = readObjects(source, documentOf(object as JsonObject), kind);
	return objects.map((read) => ({ ...read, request: { ...read.request, ...asJudged } }));
}

/** Parsed as the gate parses what it is sent: without a place for each field. */
function documentOf(value: JsonObject) {
	return { value, position: () => ({ line: 1, column: 1 }) };
}
