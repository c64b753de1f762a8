/** Stands where AWS does, for what moto lacks: answers each operation as a test says, in the form of its protocol. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Asked {
	/** Such as `DescribeServices`, or for REST `POST /detector/d-1/coverage`. */
	readonly operation: string;
	/** Of JSON. */
	readonly body: Readonly<Record<string, unknown>>;
	/** Of the query protocol. */
	readonly form: URLSearchParams;
}

/** Text is XML. */
export type Answer = string | object;

export interface Stub {
	readonly url: string;
	readonly asked: Asked[];
	close(): Promise<void>;
}

/** What has no answer is refused, as AWS refuses it. */
export async function startStub(answers: Readonly<Record<string, (asked: Asked) => Answer>>): Promise<Stub> {
	const asked: Asked[] = [];
	const server = createServer(async (request, response) => {
		const sent = await text(request);
		const form = new URLSearchParams(sent);
		const target = String(request.headers["x-amz-target"] ?? "").split(".")[1];
		const operation = target ?? form.get("Action") ?? `${request.method} ${request.url}`;
		const one = { operation, form, body: sent.startsWith("{") ? (JSON.parse(sent) as Record<string, unknown>) : {} };
		asked.push(one);
		const answer = answers[operation]?.(one);
		if (answer === undefined) refuse(response, form.has("Action"));
		else {
			response.writeHead(200, { "content-type": typeof answer === "string" ? "text/xml" : "application/x-amz-json-1.1" });
			response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
		}
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}

function refuse(response: ServerResponse, isQuery: boolean): void {
	const message = "User: arn:aws:iam::111122223333:user/test is not authorized to perform this";
	const type = isQuery ? "text/xml" : "application/x-amz-json-1.1";
	response.writeHead(isQuery ? 403 : 400, { "content-type": type, "x-amzn-errortype": "AccessDeniedException" });
	const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`;
	response.end(isQuery ? xml : JSON.stringify({ __type: "AccessDeniedException", message }));
}
