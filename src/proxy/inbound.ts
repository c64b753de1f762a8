/** The listening half of a proxy: limits, and an answer in AWS's form to whatever comes in. */
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { listen } from "../listen.ts";
import { rawRefusal } from "./refused.ts";

/** A client that sends slowly, or never ends, must not hold a connection for ever. */
const LIMITS: ServerOptions = { requestTimeout: 30_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 };

export interface Inbound {
	/** Where a client on this machine finds it. */
	readonly url: string;
	/** Takes no more calls, finishes those under way, then closes. */
	drain(): Promise<void>;
}

export interface InboundOptions {
	readonly port: number;
	/** Every interface without one. */
	readonly host: string | undefined;
	/** Told where the port cannot be had. */
	readonly variable: string;
}

/** @throws when the port cannot be had. */
export async function openInbound(
	listener: (request: IncomingMessage, response: ServerResponse) => void,
	{ port, host, variable }: InboundOptions,
): Promise<Inbound> {
	const server = createServer(LIMITS, listener);
	server.on("clientError", refuseMalformed);
	await listen(server, port, host).catch((cause: NodeJS.ErrnoException) => {
		throw new Error(`port ${port} cannot be had (${cause.code}): choose another with ${variable}`, { cause });
	});
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		drain: async () => {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeIdleConnections();
			await closed;
		},
	};
}

/** What Node's parser does not take: two lengths, folded headers, wrong line ends, a request that never ends. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
	if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
	socket.end(rawRefusal("UnknownOperationException", `this is not HTTP that Taskgate's proxy takes (${error.code})`), () =>
		socket.destroy(),
	);
}
