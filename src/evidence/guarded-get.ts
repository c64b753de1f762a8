/** One GET over HTTPS of what somebody else has named: bounded in size and time, and only where the gate may go. */
import { lookup as resolveName } from "node:dns";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { NotKnown } from "./evidence.ts";

export interface Getting {
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal: AbortSignal;
	/** A longer body is given up. */
	readonly mostBytes: number;
	/** The operator has named this host: then it may have a private address too. */
	readonly listed: boolean;
}

export interface Got {
	readonly status: number;
	readonly headers: IncomingMessage["headers"];
	readonly body: Buffer;
}

/** A few sockets a host: what a flood of images asks for waits its turn. */
const SOCKETS = { keepAlive: true, maxSockets: 6, maxTotalSockets: 24 };
const AGENTS = { "https:": new HttpsAgent(SOCKETS), "http:": new HttpAgent(SOCKETS) };
const OPEN = ["unicast"];
const LISTED = [...OPEN, "private", "uniqueLocal", "carrierGradeNat"];

/** Nothing at all came back: whoever is next would wait in vain, too. */
export class Unreachable extends NotKnown {}

/** Redirects are answers like others. @throws {NotKnown} */
export async function guardedGet(url: URL, getting: Getting): Promise<Got> {
	const where = nameOf(url);
	if (url.protocol !== "https:" && !(url.protocol === "http:" && getting.listed && isLoopback(url.hostname))) {
		throw new NotKnown(`${where} is not https://, and is not asked`);
	}
	// Of what came too late to be asked nothing is known.
	let answers = getting.signal.aborted;
	try {
		return await get(url as URL & { protocol: keyof typeof AGENTS }, getting, () => {
			answers = true;
		});
	} catch (error) {
		if (error instanceof NotKnown) throw error;
		const why = getting.signal.aborted ? " in time" : `: ${messageOf(error)}`;
		throw new (answers ? NotKnown : Unreachable)(`${where} does not answer${why}`, { cause: error });
	}
}

/** Without the query: it may be a signature that lets whoever has it in. */
export function nameOf({ origin, pathname }: URL): string {
	return `${origin}${pathname}`;
}

export function isLoopback(hostname: string): boolean {
	return hostname === "localhost" || hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."));
}

async function get(
	url: URL & { protocol: keyof typeof AGENTS },
	{ headers, signal, mostBytes, listed }: Getting,
	answered: () => void,
): Promise<Got> {
	const bare = url.hostname.replace(/^\[|\]$/g, "");
	const permitted = listed ? [...LISTED, ...(isLoopback(url.hostname) ? ["loopback"] : [])] : OPEN;
	if (isIP(bare) !== 0) refuse(bare, bare, permitted);
	const response = await new Promise<IncomingMessage>((resolve, reject) => {
		const asking = url.protocol === "https:" ? httpsRequest : httpRequest;
		const sent = { ...headers, "accept-encoding": "identity", "user-agent": "taskgate" };
		const lookup = lookupAmong(permitted);
		asking(url, { agent: AGENTS[url.protocol], headers: sent, lookup, signal }, resolve).on("error", reject).end();
	});
	answered();
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of response as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		// Leaving the loop closes the connection.
		if (bytes > mostBytes) throw new NotKnown(`${nameOf(url)} sends more than ${mostBytes} bytes`);
		chunks.push(chunk);
	}
	return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}

/** Checked where the connection is made, so that a name cannot mean one address when it is asked about and another when it is used. */
function lookupAmong(permitted: readonly string[]): LookupFunction {
	return (host, options, callback) => {
		resolveName(host, { ...options, all: true }, (error, addresses) => {
			try {
				if (error) throw error;
				for (const { address } of addresses) refuse(host, address, permitted);
				const [first] = addresses;
				if (options.all || first === undefined) callback(null, addresses);
				else callback(null, first.address, first.family);
			} catch (refusal) {
				callback(refusal as Error, []);
			}
		});
	};
}

function refuse(host: string, address: string, permitted: readonly string[]): void {
	const range = ipaddr.process(address).range();
	if (permitted.includes(range)) return;
	const hint = LISTED.includes(range) ? "; name the host in TASKGATE_REGISTRIES if it is meant" : "";
	throw new NotKnown(`${host} has an address that is not asked (${range})${hint}`);
}

function messageOf(error: unknown): string {
	const { message, code } = error as { readonly message?: string; readonly code?: string };
	return message || code || String(error);
}
