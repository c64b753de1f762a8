/** An HTTP request as a call of ECS, or as nothing: what could mean another call to ECS than it does here goes no further. Pure. */
import type { Json, JsonObject } from "../admission/request.ts";
import { isObject } from "../ecs/api-shape.ts";
import { readStrictJson } from "../source-text/strict-json.ts";
import { UnreadableText } from "../source-text/unreadable-text.ts";
import { duplicated, type Header, headerIn } from "./headers.ts";
import { ProxyRefusal } from "./refused.ts";

/** Ten times what ECS takes. */
export const MAX_BODY_BYTES = 1024 * 1024;

const TARGET = /^AmazonEC2ContainerServiceV20141113\.([A-Za-z]{1,64})$/;
const CONTENT_TYPE = /^application\/x-amz-json-1\.1( *; *charset="?utf-8"?)?$/i;

/** What says which call it is, before its body. */
export interface Head {
	readonly method: string | undefined;
	/** The request target: `/`, and no more. */
	readonly path: string | undefined;
	readonly headers: readonly Header[];
}

/** A call as it came, body and all. */
export interface EcsCall {
	readonly operation: string;
	readonly headers: readonly Header[];
	readonly bytes: Buffer;
}

/** The operation that is called. ECS speaks AWS JSON 1.1 and nothing else. @throws {ProxyRefusal} */
export function operationOf({ method, path, headers }: Head): string {
	const twice = duplicated(headers);
	if (twice !== undefined) throw refused(`the header ${twice} stands twice`);
	if (method !== "POST") throw refused(`it must be a POST, not ${method}`);
	if (path !== "/") throw refused("the path must be / without a query");
	const unexpected = ["content-encoding", "upgrade", "trailer", "te"].find((name) => headerIn(headers, name) !== undefined);
	if (unexpected !== undefined) throw refused(`the header ${unexpected} is not understood`);
	if (!/^(keep-alive|close)$/i.test(headerIn(headers, "connection") ?? "close")) throw refused("the header connection names other headers");
	if (!CONTENT_TYPE.test(headerIn(headers, "content-type") ?? "")) throw refused("content-type must be application/x-amz-json-1.1");
	const operation = TARGET.exec(headerIn(headers, "x-amz-target") ?? "")?.[1];
	if (operation === undefined) throw refused("x-amz-target must be AmazonEC2ContainerServiceV20141113. and an operation");
	return operation;
}

/** The body of a call that is judged. @throws {ProxyRefusal} for one that ECS could read in another way. */
export function bodyOf({ bytes }: EcsCall): JsonObject {
	const body = read(bytes);
	if (!isObject(body)) throw new ProxyRefusal("the body must be a JSON object", { status: 400, type: "SerializationException" });
	return body;
}

function read(bytes: Buffer): Json {
	try {
		return readStrictJson(bytes);
	} catch (error) {
		if (!(error instanceof UnreadableText)) throw error;
		throw new ProxyRefusal(`the body is refused: ${error.message}`, { status: 400, type: "SerializationException", cause: error });
	}
}

function refused(problem: string): ProxyRefusal {
	return new ProxyRefusal(`this is not a call of ECS that Taskgate can judge: ${problem}`, {
		status: 400,
		type: "UnknownOperationException",
	});
}
