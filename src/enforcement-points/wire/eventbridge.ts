/** The envelope of every EventBridge event. Unknown properties are tolerated, as AWS asks of consumers. */
import { z } from "zod";
import type { Json, JsonObject } from "../../admission/request.ts";
import { isObject } from "../../ecs/api-shape.ts";
import { ACCOUNT, TEXT, TIME } from "./parse.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export const ENVELOPE = {
	source: z.literal("aws.ecs"),
	account: ACCOUNT,
	region: TEXT,
	time: TIME,
	"replay-name": z.string().optional(),
};

/** Whether an event says it is one of ECS's, with this detail-type. */
export function isEcsEvent(event: unknown, detailType: string): boolean {
	return isObject(event as Json) && (event as JsonObject).source === "aws.ecs" && (event as JsonObject)["detail-type"] === detailType;
}

/** An EventBridge replay is recorded and never acted on. */
export function replayed(envelope: { readonly "replay-name"?: string | undefined }): { replayed?: true } {
	return envelope["replay-name"] === undefined ? {} : { replayed: true };
}
