/**
 * What a presigned address of S3 leads to. The address comes from outside and is followed from inside: it must be one of S3's own,
 * nothing it answers leads further, and neither it nor its query, which is a signature, is ever repeated.
 */
import type { Json, JsonObject } from "./admission/request.ts";
import { isObject } from "./ecs/api-shape.ts";

/** A template has 1 MB at most; a change set brings one, and the properties of up to 500 resources twice. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_MS = 5_000;

export interface Fetching {
	/** Whether an address may be followed; tests say so of their own server. */
	readonly allows?: (address: URL) => boolean;
	readonly withinMs?: number;
	readonly mostBytes?: number;
}

/** Why there is no payload. Without the address, whoever reads it. */
export class PayloadMissing extends Error {
	override readonly name = "PayloadMissing";
	/** Worth another try. */
	readonly transient: boolean;
	constructor(reason: string, transient = false) {
		super(`the template could not be fetched: ${reason}`);
		this.transient = transient;
	}
}

/** @throws {PayloadMissing} */
export async function fetchPayload(
	address: string,
	{ allows = isS3, withinMs = MOST_MS, mostBytes = MOST_BYTES }: Fetching = {},
): Promise<JsonObject> {
	const url = URL.parse(address);
	if (url === null || !allows(url)) throw new PayloadMissing("its address is none of Amazon S3's over https");
	const bytes = await download(url, AbortSignal.timeout(withinMs), mostBytes);
	const payload = parse(bytes);
	if (!isObject(payload)) throw new PayloadMissing("what was there is no JSON object");
	return payload;
}

const BUCKET = "(?:[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\\.)?";
const REGION = "[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}";
const S3 = new RegExp(`^${BUCKET}s3(?:-fips)?(?:\\.dualstack)?(?:[.-]${REGION})?\\.amazonaws\\.com(?:\\.cn)?$`);

/** Path style and virtual-hosted style, regional and global, in every partition of amazonaws.com. */
export function isS3({ protocol, hostname, port, username, password }: URL): boolean {
	return protocol === "https:" && port === "" && username === "" && password === "" && S3.test(hostname);
}

async function download(url: URL, signal: AbortSignal, mostBytes: number): Promise<Uint8Array> {
	try {
		const response = await fetch(url, { redirect: "manual", signal, headers: { accept: "application/json" } });
		if (response.status !== 200) {
			await response.body?.cancel();
			throw new PayloadMissing(refusal(response.status), response.status >= 500);
		}
		return await bounded(response, mostBytes);
	} catch (error) {
		// What the client itself says of it may hold the address.
		throw error instanceof PayloadMissing
			? error
			: new PayloadMissing(signal.aborted ? "S3 took too long" : "the connection to S3 failed", true);
	}
}

function refusal(status: number): string {
	return status >= 300 && status < 400 ? "it is not where its address says, and redirects are not followed" : `S3 answered ${status}`;
}

async function bounded(response: Response, mostBytes: number): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	let length = 0;
	for await (const part of response.body ?? []) {
		length += part.length;
		if (length > mostBytes) throw new PayloadMissing(`it is larger than ${mostBytes / 1024 / 1024} MiB`);
		parts.push(part);
	}
	return Buffer.concat(parts);
}

function parse(bytes: Uint8Array): Json | undefined {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Json;
	} catch {
		return undefined;
	}
}
