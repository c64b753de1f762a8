/** ECS behind a proxy: notes every call as it arrives, holds its signature against the caller's secret, and lets moto answer. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { authorizationOf } from "../src/proxy/authorization.ts";
import { amzDate, signatureOf } from "../src/proxy/endpoint/sigv4.ts";
import { headersOf } from "../src/proxy/headers.ts";

export interface ArrivedCall {
	readonly operation: string;
	readonly host: string | undefined;
	readonly rawHeaders: readonly string[];
	readonly body: Buffer;
	/** Whether the caller's secret makes the signature that came with it. */
	readonly signed: boolean;
	/** sha256 of what was answered; empty for what moto did not answer. */
	answered: string;
}

export interface ProxiedEcs {
	readonly url: string;
	readonly calls: ArrivedCall[];
	/** Until it is called again, answers instead of moto; returns false for what moto shall answer. */
	instead(answer: ((call: ArrivedCall, response: ServerResponse, incoming: IncomingMessage) => boolean) | undefined): void;
	close(): Promise<void>;
}

/** `secrets`: by access key id. */
export async function startProxiedEcs(motoUrl: string, secrets: Readonly<Record<string, string>>): Promise<ProxiedEcs> {
	const calls: ArrivedCall[] = [];
	let instead: Parameters<ProxiedEcs["instead"]>[0];
	const server = createServer(async (incoming, response) => {
		const body = await buffer(incoming);
		const call = await arrived(incoming, body, secrets);
		calls.push(call);
		if (instead?.(call, response, incoming)) return;
		const passed = request(motoUrl, { method: "POST", headers: incoming.headers }, async (answer) => {
			const bytes = await buffer(answer);
			call.answered = digest(bytes);
			response.writeHead(answer.statusCode ?? 500, answer.statusMessage, answer.rawHeaders).end(bytes);
		});
		passed.on("error", () => response.destroy());
		passed.end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls,
		instead: (answer) => {
			instead = answer;
		},
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}

export function digest(bytes: Buffer | string): string {
	return createHash("sha256").update(bytes).digest("hex");
}

async function arrived(incoming: IncomingMessage, body: Buffer, secrets: Readonly<Record<string, string>>): Promise<ArrivedCall> {
	const headers = headersOf(incoming.rawHeaders);
	const operation = String(incoming.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
	const authorization = authorizationOf(headers);
	const secret = secrets[authorization?.accessKeyId ?? ""];
	const at = amzDate(headers);
	const signed =
		authorization !== undefined && secret !== undefined && at !== undefined
			? (await signatureOf(
					{ operation, headers, bytes: body },
					authorization,
					{ accessKeyId: authorization.accessKeyId, secretAccessKey: secret },
					at,
				)) === authorization.signature
			: false;
	return { operation, host: incoming.headers.host, rawHeaders: incoming.rawHeaders, body, signed, answered: "" };
}
