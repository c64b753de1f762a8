/** The way to ECS: connections that are kept, and what goes wrong on them told as what it is. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { endToEnd, type Header, headerIn } from "./headers.ts";
import { ProxyRefusal } from "./refused.ts";

/** A call as it is made upstream; its body is sent as it was received. */
export interface Outgoing {
	readonly url: URL;
	/** `host` included. Hop-by-hop headers are left out, and the length is added where it is missing. */
	readonly headers: readonly Header[];
}

export interface Upstream {
	/** The answer as soon as its head is there. @throws {ProxyRefusal} when ECS cannot be reached. */
	send(outgoing: Outgoing, body: Buffer, signal: AbortSignal): Promise<IncomingMessage>;
	close(): void;
}

/** Shorter than any server keeps an idle connection: a call is never sent into one that is just being closed. */
const IDLE_MS = 4_000;
/** As long as botocore waits; a silent connection is given up then. */
const SILENCE_MS = 60_000;

export function openUpstream({ silenceMs = SILENCE_MS }: { readonly silenceMs?: number } = {}): Upstream {
	const agents = {
		http: new HttpAgent({ keepAlive: true, timeout: IDLE_MS }),
		https: new HttpsAgent({ keepAlive: true, timeout: IDLE_MS }),
	};
	return {
		send: ({ url, headers }, body, signal) =>
			new Promise((resolve, reject) => {
				const options = { method: "POST", headers: flat(headers, body), signal, timeout: silenceMs };
				const call =
					url.protocol === "https:"
						? httpsRequest(url, { ...options, agent: agents.https })
						: httpRequest(url, { ...options, agent: agents.http });
				call.on("timeout", () => call.destroy(new Silence(`no word for ${silenceMs / 1000} s`)));
				call.on("error", (error) => reject(unreachable(url, error)));
				call.on("response", resolve);
				call.end(body);
			}),
		close: () => {
			agents.http.destroy();
			agents.https.destroy();
		},
	};
}

class Silence extends Error {}

function unreachable({ host }: URL, error: Error): ProxyRefusal {
	const { code } = error as NodeJS.ErrnoException;
	const reason = `Taskgate's proxy got no answer from ${host}: ${code ?? error.message}`;
	const status = error instanceof Silence ? 504 : 502;
	return new ProxyRefusal(reason, { status, type: "ServiceUnavailableException", cause: error });
}

/** As Node takes them, in order and with their case. */
function flat(headers: readonly Header[], body: Buffer): string[] {
	const kept = endToEnd(headers);
	const length: readonly Header[] = headerIn(kept, "content-length") === undefined ? [["Content-Length", String(body.length)]] : [];
	return [...kept, ...length].flat();
}
