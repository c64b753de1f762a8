/** AWS's Signature Version 4, made and made again: Smithy's own implementation over Node's hashes. */
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { SigningKey } from "../../ecs/proxy-credentials.ts";
import type { Authorization } from "../authorization.ts";
import type { EcsCall } from "../ecs-call.ts";
import { type Header, headerIn } from "../headers.ts";
import type { Outgoing } from "../upstream.ts";

type Bytes = string | ArrayBuffer | ArrayBufferView;

export class Sha256 {
	readonly #hash: Hash | Hmac;
	constructor(secret?: Bytes) {
		this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
	}
	update(data: Bytes): void {
		this.#hash.update(bytesOf(data));
	}
	async digest(): Promise<Uint8Array> {
		return this.#hash.digest();
	}
	reset(): void {
		throw new Error("a hash is made anew for every signature");
	}
}

function bytesOf(data: Bytes): Buffer {
	if (typeof data === "string") return Buffer.from(data);
	return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}

/** What a call says of itself and ECS heeds; the rest of its headers was for the proxy. */
const PASSED_ON = /^(content-type|x-amz-target|accept|accept-encoding|user-agent|x-amz-user-agent|amz-sdk-[a-z-]+|x-amzn-trace-id)$/i;

/** The signature that the key makes of the call, over exactly the headers that it says are signed. `at` is its x-amz-date. */
export async function signatureOf(call: EcsCall, { region, signedHeaders }: Authorization, key: SigningKey, at: Date): Promise<string> {
	const headers = call.headers.filter(([name]) => signedHeaders.includes(name.toLowerCase()));
	const signable = new Set(signedHeaders);
	const signed = await sign(headers, call.bytes, { key, region, at, url: new URL("http://proxy/"), signable });
	return /Signature=(\w+)$/.exec(signed.authorization ?? "")?.[1] ?? "";
}

/** The call for ECS itself, signed with the key; its body stays as it is. */
export async function signedFor(url: URL, call: EcsCall, region: string, key: SigningKey, at: Date): Promise<Outgoing> {
	const kept = call.headers.filter(([name]) => PASSED_ON.test(name));
	const signed = await sign([["host", url.host], ...kept], call.bytes, { key, region, at, url });
	return { url, headers: Object.entries(signed) };
}

interface Signing {
	readonly key: SigningKey;
	readonly region: string;
	readonly at: Date;
	readonly url: URL;
	/** Signed although a proxy on the way may change them, such as user-agent. */
	readonly signable?: Set<string>;
}

async function sign(
	headers: readonly Header[],
	body: Buffer,
	{ key, region, at, url, signable }: Signing,
): Promise<Record<string, string>> {
	const signer = new SignatureV4({ service: "ecs", region, credentials: key, sha256: Sha256, applyChecksum: false });
	const named = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
	const request = {
		method: "POST",
		protocol: url.protocol,
		hostname: url.hostname,
		path: url.pathname,
		query: {},
		headers: named,
		body,
	};
	const { headers: signed } = await signer.sign(request, {
		signingDate: at,
		...(signable === undefined ? {} : { signableHeaders: signable }),
	});
	return signed;
}

/** `20261128T201954Z` as an instant; undefined for what is not one. */
export function amzDate(headers: readonly Header[]): Date | undefined {
	const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headerIn(headers, "x-amz-date") ?? "") ?? [];
	const [year, month, day, hour, minute, second] = parts;
	const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	return Number.isNaN(instant.getTime()) ? undefined : instant;
}
