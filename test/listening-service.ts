/** An HTTP service that notes what is sent to it, and answers as the test says. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

export interface Heard {
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	/** As it came over the wire. */
	readonly bytes: Buffer;
	/** Unpacked. */
	readonly text: string;
}

export interface ListeningService {
	readonly url: string;
	readonly heard: Heard[];
	close(): Promise<void>;
}

export async function startListening(
	answer: (heard: Heard) => { status: number; body?: string } = () => ({ status: 200, body: "{}" }),
): Promise<ListeningService> {
	const heard: Heard[] = [];
	const server = createServer(async (request, response) => {
		const bytes = await buffer(request);
		const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
		const one = { path: request.url ?? "", headers: request.headers, bytes, text };
		heard.push(one);
		const { status, body = "" } = answer(one);
		response.writeHead(status, { "content-type": "application/json" }).end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		heard,
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}
