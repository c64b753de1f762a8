/** A call of ECS signed as a client would sign it, without the client. */
import { type Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import type { SigningKey } from "../src/ecs/proxy-credentials.ts";
import { signedFor } from "../src/proxy/endpoint/sigv4.ts";
import { systemNow } from "../src/world.ts";

export const KEY: SigningKey = { accessKeyId: "testing", secretAccessKey: "testing" };

interface Signing {
	readonly key?: SigningKey;
	readonly at?: Date;
	/** Another than the proxy's own. */
	readonly host?: string;
}

/** The headers, by lower-case name. */
export async function signedHeaders(
	url: string,
	operation: string,
	body: string | Buffer,
	{ key = KEY, at = new Date(systemNow()), host = new URL(url).host }: Signing = {},
): Promise<Record<string, string>> {
	const headers = [
		["content-type", "application/x-amz-json-1.1"],
		["x-amz-target", `AmazonEC2ContainerServiceV20141113.${operation}`],
	] as const;
	const call = { operation, headers, bytes: Buffer.from(body as string) };
	return Object.fromEntries((await signedFor(new URL(`http://${host}/`), call, "eu-west-1", key, at)).headers);
}

/** Status and body of the answer to a signed call. */
export async function call(url: string, operation: string, body: string, agent: Agent): Promise<readonly [number, string]> {
	return post(url, await signedHeaders(url, operation, body), body, agent);
}

export function post(url: string, headers: Record<string, string>, body: string, agent: Agent): Promise<readonly [number, string]> {
	return new Promise((resolve, reject) => {
		const sent = request(url, { method: "POST", agent, headers }, async (answer) => resolve([answer.statusCode ?? 0, await text(answer)]));
		sent.on("error", reject);
		sent.end(body);
	});
}
