/** What a call says of itself: the shape of an entry in the table of guarded calls, and the reading that several entries share. */
import type { Json, JsonObject, Kind, Operation, References } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { familyRevision, parseArn } from "../../ecs/arn.ts";
import { at, textAt } from "./json.ts";

/** A call and, where it has been answered, what ECS said. */
export interface Said {
	/** The request body; absent when CloudTrail left it out. */
	readonly body: JsonObject | undefined;
	/** The response body; absent before the call, and when CloudTrail left it out. */
	readonly response: JsonObject | undefined;
}

export interface Call {
	readonly kind: Kind;
	readonly operation: Operation;
	/** Where the response holds the resource that came of the call. */
	readonly answered: readonly (string | number)[];
	readonly name: (said: Said) => string | undefined;
	readonly references: (said: Said) => References;
}

/** No cluster means `default`, as ECS has it; a body that is not there, or names one only at deploy time, says nothing. */
export function clusterOf(body: Json | undefined): string | undefined {
	if (body === undefined || isUnknown(at(body, "cluster"))) return undefined;
	return textAt(body, "cluster") ?? "default";
}

/** The cluster in the long ARN of what runs in one. */
export function clusterIn(reference: string | undefined): string | undefined {
	return reference === undefined ? undefined : parseArn(reference)?.cluster;
}

export function familyOf(taskDefinition: string | undefined): string | undefined {
	return taskDefinition === undefined ? undefined : familyRevision(taskDefinition).family;
}

export function nameOf(reference: string | undefined): string | undefined {
	return reference === undefined ? undefined : (parseArn(reference)?.name ?? reference);
}
