/** The forward proxy under load, and when ECS or the way to it fails. */
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Agent, request } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Authority, openAuthority } from "../../src/proxy/forward/authority.ts";
import { type ForwardProxy, startForwardProxy } from "../../src/proxy/forward/forward-proxy.ts";
import { testWorld } from "../worlds.ts";

const HOST = "ecs.us-east-1.amazonaws.com";
const ALL = 3_000;
const AT_ONCE = 50;

let authority: Authority;
let proxy: ForwardProxy;
let agent: Agent;
let ecs: (incoming: IncomingMessage, response: ServerResponse, body: Buffer) => unknown;
const server = createServer(async (incoming, response) => ecs(incoming, response, await buffer(incoming)));

beforeEach(async () => {
	authority = await openAuthority(await mkdtemp(join(tmpdir(), "taskgate-ca-")), new Date());
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const world = { ...testWorld(), now: () => new Date().toISOString(), accountOfKey: async () => "111122223333" };
	proxy = await startForwardProxy(world, { port: 0, authority, upstream: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
	agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE, proxyEnv: { HTTPS_PROXY: proxy.url }, ca: authority.certificate });
});

afterEach(async () => {
	agent.destroy();
	await proxy.drain();
	server.closeAllConnections();
	await new Promise((closed) => server.close(closed));
});

interface Answered {
	readonly status: number | undefined;
	readonly headers: IncomingMessage["headers"];
	readonly body: Buffer;
}

async function call(operation: string, body: Buffer | string, { slowly = false } = {}): Promise<Answered> {
	const headers = {
		"content-type": "application/x-amz-json-1.1",
		"x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}`,
		"content-length": Buffer.byteLength(body),
		authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261128/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
	};
	const sent = request(`https://${HOST}/`, { method: "POST", headers, agent });
	// The answer may be there as soon as the last byte is.
	const answered = once(sent, "response");
	if (slowly) {
		for (const byte of Buffer.from(body)) {
			sent.write(Buffer.from([byte]));
			await sleep(5);
		}
	}
	sent.end(slowly ? undefined : body);
	const [answer] = (await answered) as [IncomingMessage];
	return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}

it(`${ALL} calls, ${AT_ONCE} at once: none is lost, doubled or mixed up`, { timeout: 240_000 }, async () => {
	const arrived = new Map<string, number>();
	ecs = async ({ headers }, response, body) => {
		arrived.set(body.toString(), (arrived.get(body.toString()) ?? 0) + 1);
		if (Math.random() < 0.2) await sleep(Math.random() * 20);
		const operation = String(headers["x-amz-target"]).split(".")[1];
		response.end(JSON.stringify({ operation, echo: JSON.parse(body.toString()) }));
	};
	let next = 0;
	const wrong: unknown[] = [];
	const one = async () => {
		while (next < ALL) {
			const n = next++;
			const operation = ["ListTasks", "RunTask", "RegisterTaskDefinition"][n % 3] as string;
			const body = { family: `f${n}`, taskDefinition: `web:${n + 1}`, containerDefinitions: [] };
			const answer = await call(operation, JSON.stringify(body));
			const said = JSON.stringify({ operation, echo: body });
			if (answer.status !== 200 || answer.body.toString() !== said) wrong.push([n, answer.status, answer.body.toString().slice(0, 300)]);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, one));
	expect(wrong).toEqual([]);
	expect(arrived.size).toBe(ALL);
	expect([...arrived.values()].every((times) => times === 1)).toBe(true);
});

it("64 KiB either way, byte for byte", async () => {
	const padding = "é\\u0000 ".repeat(8_192);
	let body: Buffer = Buffer.alloc(0);
	ecs = (_incoming, response, received) => {
		body = received;
		response.end(received);
	};
	const sent = `{"family": "web", "containerDefinitions": [{"name": "app", "image": "x", "environment": [{"name": "A", "value": "${padding}"}]}]}`;
	const answer = await call("RegisterTaskDefinition", sent);
	expect(answer.status).toBe(200);
	expect(body.equals(Buffer.from(sent))).toBe(true);
	expect(answer.body.equals(body)).toBe(true);
});

it("a body that comes slowly, and an answer that does", async () => {
	ecs = async (_incoming, response, body) => {
		response.writeHead(200, { "content-length": body.length });
		for (const byte of body) {
			response.write(Buffer.from([byte]));
			await sleep(5);
		}
		response.end();
	};
	const sent = '{"maxResults": 10, "nextToken": "abc"}';
	expect((await call("ListClusters", sent, { slowly: true })).body.toString()).toBe(sent);
});

it.each([500, 503, 429, 400])("an error %i of ECS's own comes as it is", async (status) => {
	const said = '{"__type":"ServerException","message":"Service Unavailable. Please try again later."}';
	ecs = (_incoming, response) => response.writeHead(status, { "x-amzn-RequestId": "abc", "retry-after": "3" }).end(said);
	const answer = await call("ListClusters", "{}");
	expect([answer.status, answer.body.toString(), answer.headers["x-amzn-requestid"], answer.headers["retry-after"]]).toEqual([
		...[status, said, "abc", "3"],
	]);
});

it("a connection that ECS resets is an error that clients try again, and the next call is fine", async () => {
	ecs = (incoming) => incoming.socket.resetAndDestroy();
	const answer = await call("ListClusters", "{}");
	expect([answer.status, answer.body.toString()]).toEqual([502, expect.stringContaining('"__type":"ServiceUnavailableException"')]);
	ecs = (_incoming, response) => response.end("{}");
	expect((await call("ListClusters", "{}")).status).toBe(200);
});

it("an answer that breaks off is no whole answer to the client either", async () => {
	ecs = (incoming, response) => {
		response.writeHead(200, { "content-length": 100 });
		response.write("{", () => incoming.socket.resetAndDestroy());
	};
	await expect(call("ListClusters", "{}")).rejects.toThrow(/aborted|ECONNRESET/);
});

it("ends when the calls under way have been answered, and takes no more", async () => {
	let begun: (() => void) | undefined;
	const waiting = new Promise<void>((resolve) => {
		begun = resolve;
	});
	ecs = async (_incoming, response) => {
		begun?.();
		await sleep(300);
		response.end('{"late": true}');
	};
	const late = call("ListClusters", "{}");
	await waiting;
	const drained = proxy.drain();
	expect((await late).body.toString()).toBe('{"late": true}');
	await drained;
	await expect(call("ListClusters", "{}")).rejects.toThrow();
	proxy = { ...proxy, drain: async () => {} };
});
