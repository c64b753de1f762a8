/** The border to SQS: a batch as Lambda hands it over, and the EventBridge event that is a message's body. */
import { z } from "zod";
import type { Json, JsonObject } from "../admission/request.ts";
import { depthWithin, MAX_DEPTH } from "../depth.ts";
import { UnreadableEvent } from "../enforcement-points/enforcement-point.ts";

const MESSAGE = z
	.looseObject({
		messageId: z.string().min(1),
		body: z.string(),
		attributes: z.looseObject({ ApproximateReceiveCount: z.coerce.number().int().min(1) }),
	})
	.transform(({ messageId, body, attributes }) => ({ id: messageId, body, receives: attributes.ApproximateReceiveCount }));

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const BATCH = z.looseObject({ Records: z.array(MESSAGE) });

export interface SqsMessage {
	readonly id: string;
	readonly body: string;
	/** How often it was handed out, this time included. */
	readonly receives: number;
}

/** @throws {z.ZodError} for what is no batch: then Lambda returns all of it to the queue. */
export function readBatch(batch: unknown): readonly SqsMessage[] {
	return BATCH.parse(batch).Records;
}

/** The one event in a message. @throws {UnreadableEvent} without quoting the message. */
export function readMessage(body: string): JsonObject {
	const event = parsed(body);
	if (event === undefined) throw unreadable("is not JSON");
	if (typeof event !== "object" || event === null || Array.isArray(event)) throw unreadable("must be a JSON object");
	if (!depthWithin(event, MAX_DEPTH)) throw unreadable(`is nested over ${MAX_DEPTH} levels deep`);
	return event as JsonObject;
}

/** The parser's own error quotes the text, and goes no further. */
function parsed(body: string): Json | undefined {
	try {
		return JSON.parse(body) as Json;
	} catch {
		return undefined;
	}
}

function unreadable(problem: string): UnreadableEvent {
	return new UnreadableEvent("the message", problem);
}
