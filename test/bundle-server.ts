/** A server of bundles in this process: answers with an ETag, and by 304 where the asker has it; what it was asked is kept. */
import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import { listen } from "../src/listen.ts";

export interface BundleServer {
	/** `http://127.0.0.1:PORT`. */
	readonly url: string;
	/** Newest last. */
	readonly asked: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly status: number }[];
	/** What it answers from now on; a function answers by itself. */
	serve(answer: Uint8Array | number | ((response: ServerResponse, path: string) => void)): void;
	/** Nobody listens there any more. */
	stop(): Promise<void>;
	/** At the same address again. */
	start(): Promise<void>;
}

export async function bundleServer(): Promise<BundleServer> {
	let answer: Parameters<BundleServer["serve"]>[0] = 404;
	const asked: BundleServer["asked"] = [];
	let server: Server;
	let port = 0;
	const start = async () => {
		server = createServer((request, response) => {
			const path = request.url ?? "";
			if (typeof answer === "function") answer(response, path);
			else if (typeof answer === "number") response.writeHead(answer).end();
			else respond(response, answer, request.headers["if-none-match"]);
			asked.push({ path, headers: request.headers, status: response.statusCode });
		});
		await listen(server, port, "127.0.0.1");
		port = (server.address() as { port: number }).port;
	};
	await start();
	return {
		url: `http://127.0.0.1:${port}`,
		asked,
		serve: (next) => {
			answer = next;
		},
		stop: async () => {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await closed;
		},
		start,
	};
}

function respond(response: ServerResponse, bundle: Uint8Array, known: string | undefined): void {
	const etag = `"${createHash("sha256").update(bundle).digest("hex")}"`;
	if (known === etag) response.writeHead(304, { etag }).end();
	else response.writeHead(200, { etag, "content-type": "application/gzip" }).end(bundle);
}
