/** What CloudTrail hides is not known to us: it becomes an unknown marker, never a value that a policy could let pass. */
import type { Json, JsonObject } from "../../admission/request.ts";
import { unknown } from "../../admission/unknown.ts";

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
const REDACTED = unknown("redacted by CloudTrail");

export function redactionsUnknown(body: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, visible(value)]));
}

function visible(value: Json): Json {
	if (value === HIDDEN) return REDACTED;
	if (Array.isArray(value)) return value.map(visible);
	return typeof value === "object" && value !== null ? redactionsUnknown(value as JsonObject) : value;
}
