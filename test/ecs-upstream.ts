/** Stands where ECS does, and answers as a test says: fast, slow, broken. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface EcsUpstream {
	readonly url: string;
	/** Every call that came, and with which headers and body. */
	readonly calls: { readonly headers: IncomingMessage["headers"]; readonly body: Buffer }[];
	close(): Promise<void>;
}

export async function startUpstream(
	answer: (body: Buffer, response: ServerResponse, request: IncomingMessage) => void = (body, response) => response.end(body),
): Promise<EcsUpstream> {
	const calls: EcsUpstream["calls"] = [];
	const server = createServer(async (request, response) => {
		const body = await buffer(request);
		calls.push({ headers: request.headers, body });
		response.setHeader("content-type", "application/x-amz-json-1.1");
		answer(body, response, request);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}
