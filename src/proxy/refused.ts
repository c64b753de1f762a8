/** What a proxy itself answers, in the form of AWS JSON 1.1, so that every client prints it as an error of AWS's. */
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";

/** AWS's own names: clients try `ServiceUnavailableException` (5xx) again, the others never. */
export type RefusalType =
	| "AccessDeniedException"
	| "InvalidSignatureException"
	| "SerializationException"
	| "UnknownOperationException"
	| "ServerException"
	| "ServiceUnavailableException";

/** The call goes no further. */
export class ProxyRefusal extends Error {
	override readonly name = "ProxyRefusal";
	readonly status: number;
	readonly type: RefusalType;
	constructor(message: string, { status, type, cause }: { status: number; type: RefusalType; cause?: unknown }) {
		super(message, { cause });
		this.status = status;
		this.type = type;
	}
}

const CONTENT_TYPE = "application/x-amz-json-1.1";

export function sendRefusal(response: ServerResponse, { status, type, message }: Pick<ProxyRefusal, "status" | "type" | "message">): void {
	const body = Buffer.from(JSON.stringify({ __type: type, message }));
	response.writeHead(status, { "Content-Type": CONTENT_TYPE, "Content-Length": body.length, "x-amzn-RequestId": randomUUID() });
	response.end(body);
}

/** The same for what is not even HTTP, written to the bare connection, which ends with it. */
export function rawRefusal(type: RefusalType, message: string): string {
	const body = JSON.stringify({ __type: type, message });
	const head = ["HTTP/1.1 400 Bad Request", `Content-Type: ${CONTENT_TYPE}`, `Content-Length: ${Buffer.byteLength(body)}`];
	return [...head, `x-amzn-RequestId: ${randomUUID()}`, "Connection: close", "", body].join("\r\n");
}
