/** Stands between a client and a server, passes everything on as it is, and notes the bytes of both directions. */
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

interface Exchange {
	/** Such as `RunTask`. */
	readonly operation: string;
	/** Such as `POST /`. */
	readonly line: string;
	readonly sent: Buffer;
	readonly sentHeaders: readonly string[];
	readonly status: number;
	/** Without those that are about one connection. */
	readonly headers: Readonly<Record<string, unknown>>;
	readonly answered: Buffer;
}

export interface HttpTap {
	readonly url: string;
	/** In the order of their ends. */
	readonly exchanges: Exchange[];
	close(): Promise<void>;
}

export async function startTap(target: string): Promise<HttpTap> {
	const exchanges: Exchange[] = [];
	const server = createServer(async (request, response) => {
		const sent = await buffer(request);
		const onward = httpRequest(`${target}${request.url}`, { method: request.method ?? "POST", headers: request.rawHeaders });
		onward.on("error", () => response.destroy());
		onward.on("response", async (answer) => {
			const answered = await buffer(answer);
			const { connection: _, "keep-alive": __, "transfer-encoding": ___, ...headers } = answer.headers;
			exchanges.push({
				operation: String(request.headers["x-amz-target"]).split(".")[1] ?? "",
				line: `${request.method} ${request.url}`,
				...{ sent, sentHeaders: request.rawHeaders, status: answer.statusCode ?? 0, headers, answered },
			});
			response.sendDate = false;
			response.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
			response.end(answered);
		});
		onward.end(sent);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		exchanges,
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}
