/** What could mean one call to the proxy and another to ECS, or come from somebody else, never reaches ECS. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { startEndpointProxy } from "../../src/proxy/endpoint/endpoint-proxy.ts";
import type { Inbound } from "../../src/proxy/inbound.ts";
import { systemNow } from "../../src/world.ts";
import { type EcsUpstream, startUpstream } from "../ecs-upstream.ts";
import { rawCall, sendRaw } from "../raw-http.ts";
import { KEY, signedHeaders } from "../signed-call.ts";
import { type TestWorld, testWorld } from "../worlds.ts";
import { pointAwsAt } from "./ecs-ground.ts";

let upstream: EcsUpstream;
let proxy: Inbound;
let world: TestWorld;

beforeAll(async () => {
	pointAwsAt(inject("motoUrl"));
	upstream = await startUpstream((_body, response) => response.end('{"fine":true}'));
	world = { ...testWorld(), now: systemNow };
	proxy = await startEndpointProxy(world, { port: 0, upstream: upstream.url });
});

beforeEach(() => {
	upstream.calls.length = 0;
});

afterAll(async () => {
	await proxy.drain();
	await upstream.close();
	vi.unstubAllEnvs();
});

describe("is no call of ECS", () => {
	const target = (value: string) => ({ headers: { "X-Amz-Target": value } });
	const cases = {
		"a GET": { first: "GET / HTTP/1.1" },
		"a PUT": { first: "PUT / HTTP/1.1" },
		"another path": { first: "POST /service/AmazonEC2ContainerServiceV20141113/operation/RunTask HTTP/1.1" },
		"a query": { first: "POST /?Action=RunTask HTTP/1.1" },
		"two slashes": { first: "POST // HTTP/1.1" },
		"an absolute target": { first: "POST http://ecs.us-east-1.amazonaws.com/ HTTP/1.1" },
		"RPCv2 CBOR": { headers: { "Content-Type": "application/cbor", "X-Amz-Target": undefined, "smithy-protocol": "rpc-v2-cbor" } },
		"the query protocol": {
			headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Amz-Target": undefined },
			body: "Action=RunTask",
		},
		"JSON 1.0": { headers: { "Content-Type": "application/x-amz-json-1.0" } },
		"another charset": { headers: { "Content-Type": "application/x-amz-json-1.1; charset=utf-16" } },
		"no target": { headers: { "X-Amz-Target": undefined } },
		"another service's target": target("DynamoDB_20120810.PutItem"),
		"two operations": target("AmazonEC2ContainerServiceV20141113.ListTasks, AmazonEC2ContainerServiceV20141113.RunTask"),
		"an operation with a tail": target("AmazonEC2ContainerServiceV20141113.ListTasks#RunTask"),
		"two targets": { lines: ["x-amz-target: AmazonEC2ContainerServiceV20141113.ListTasks"] },
		"two content types": { lines: ["Content-Type: application/x-amz-json-1.1"] },
		"two hosts": { lines: ["Host: localhost"] },
		"a content encoding": { headers: { "Content-Encoding": "gzip" } },
		"an upgrade": { headers: { Connection: "Upgrade", Upgrade: "h2c" } },
		"a header made hop-by-hop": { headers: { Connection: "close, x-amz-target" } },
		"two lengths": { lines: ["Content-Length: 3"] },
		"a length and chunks": { lines: ["Transfer-Encoding: chunked"] },
		"chunks spelt otherwise": { headers: { "Content-Length": undefined, "Transfer-Encoding": "xchunked" } },
		"a folded header": { lines: ["X-Folded: a", " X-Amz-Target: AmazonEC2ContainerServiceV20141113.ListTasks"] },
		"no host": { headers: { Host: undefined } },
		"no HTTP": { first: "RunTask" },
	};
	it.for(Object.entries(cases))("%s", async ([, spoilt]) => {
		const said = await sendRaw(proxy.url, rawCall(spoilt));
		expect(said).toMatch(/^HTTP\/1\.1 400 /);
		expect(upstream.calls).toEqual([]);
	});

	it("and the answer is an error of AWS's form, whether Node or we refuse", async () => {
		for (const spoilt of [{ first: "GET / HTTP/1.1" }, { lines: ["Content-Length: 3"] }]) {
			const said = await sendRaw(proxy.url, rawCall(spoilt));
			expect(said).toMatch(/content-type: application\/x-amz-json-1\.1\r\n/i);
			expect(said).toMatch(/x-amzn-requestid: [0-9a-f-]{36}\r\n/i);
			expect(JSON.parse(said.split("\r\n\r\n")[1] ?? "")).toMatchObject({
				__type: "UnknownOperationException",
				message: expect.stringMatching(/./),
			});
		}
	});
});

/** Signed as a client would, then spoilt. */
function signed(
	body: string | Buffer,
	{ operation = "RunTask", ...spoilt }: Parameters<typeof signedHeaders>[3] & { operation?: string } = {},
) {
	return signedHeaders(proxy.url, operation, body, spoilt);
}

async function send(headers: Record<string, string>, body: string | Buffer, more: Record<string, string> = {}): Promise<string> {
	const { host, "content-type": type, "x-amz-target": target, ...rest } = headers;
	return sendRaw(proxy.url, rawCall({ headers: { Host: host, "Content-Type": type, "X-Amz-Target": target, ...rest, ...more }, body }));
}

describe("is somebody else's call", () => {
	const body = JSON.stringify({ taskDefinition: "web:1" });

	it("but the right one passes, signed anew for ECS", async () => {
		expect(await send(await signed(body), body)).toMatch(/^HTTP\/1\.1 200 OK/);
		expect(upstream.calls[0]?.body.toString()).toBe(body);
		expect(upstream.calls[0]?.headers).toMatchObject({
			host: new URL(upstream.url).host,
			authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=testing\/\d{8}\/eu-west-1\/ecs\//),
		});
	});

	const later = (ms: number) => new Date(Date.parse(systemNow()) + ms);
	it.for([
		["another secret", { key: { ...KEY, secretAccessKey: "guessed" } }, "InvalidSignatureException"],
		["another access key", { key: { ...KEY, accessKeyId: "AKIAOTHER" } }, "AccessDeniedException"],
		["16 minutes ago", { at: later(-16 * 60_000) }, "InvalidSignatureException"],
		["in 16 minutes", { at: later(16 * 60_000) }, "InvalidSignatureException"],
	] as const)("%s", async ([, spoilt, type]) => {
		const said = await send(await signed(body, spoilt), body);
		expect(said).toMatch(/^HTTP\/1\.1 403 /);
		expect(said).toContain(type);
		expect(upstream.calls).toEqual([]);
	});

	it.for([
		["another body", {}, `${body} `],
		["another operation", { "X-Amz-Target": "AmazonEC2ContainerServiceV20141113.ListTasks" }, body],
		["an unsigned x-amz header", { "X-Amz-Extra": "1" }, body],
		["the digest of another body", { "X-Amz-Content-Sha256": "0".repeat(64) }, body],
		["no signature", { authorization: "" }, body],
		[
			"a Region that is a host",
			{
				authorization: `AWS4-HMAC-SHA256 Credential=testing/20261128/evil.example/ecs/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
			},
			body,
		],
	] as const)("%s", async ([, more, sent]) => {
		const headers = { ...(await signed(body)) };
		if ("X-Amz-Target" in more) delete headers["x-amz-target"];
		if ("authorization" in more) delete headers.authorization;
		const said = await send(headers, sent, more);
		expect(said).toMatch(/^HTTP\/1\.1 403 /);
		expect(said).toContain("InvalidSignatureException");
		expect(upstream.calls).toEqual([]);
	});

	it.for([
		["by a name that resolves to loopback", { host: "evil.example" }, {}],
		["from a web page", {}, { Origin: "http://localhost" }],
	] as const)("%s", async ([, spoilt, more]) => {
		expect(await send(await signed(body, spoilt), body, more)).toMatch(/^HTTP\/1\.1 403 [\s\S]*AccessDeniedException/);
		expect(upstream.calls).toEqual([]);
	});
});

describe("has a body that is read in two ways", () => {
	const definition = '{"name":"app","image":"nginx"';
	it.for([
		["a key twice", `{"family":"a","containerDefinitions":[${definition},"privileged":false,"privileged":true}]}`],
		["a key twice, once escaped", `{"family":"a","containerDefinitions":[${definition},"privileged":true,"privilege\\u0064":false}]}`],
		["nothing", ""],
		["wrong UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
		["a marker of ours", '{"family":"a","containerDefinitions":{"$unknown":"x"}}'],
	] as const)("%s", async ([, body]) => {
		const said = await send(await signed(body), body);
		expect(said).toMatch(/^HTTP\/1\.1 400 /);
		expect(said).toContain("SerializationException");
		expect(upstream.calls).toEqual([]);
	});

	it("is over 1 MiB: 413, and the connection ends", async () => {
		const body = Buffer.alloc(1024 * 1024 + 1, 0x20);
		expect(await send(await signed(body), body)).toMatch(/^HTTP\/1\.1 413 /);
		expect(upstream.calls).toEqual([]);
	});
});

describe("goes round a refusal", () => {
	afterEach(() => vi.restoreAllMocks());

	it.for(["RunTask", "runtask", "RUNTASK"])("by how %s is written", async (operation) => {
		const judged = vi.spyOn(world.engine, "evaluate");
		const body = JSON.stringify({ taskDefinition: "web:1" });
		await send(await signed(body, { operation }), body);
		expect(judged).toHaveBeenCalledOnce();
	});

	it("by judging that breaks", async () => {
		vi.spyOn(world.store, "record").mockRejectedValue(new Error("disk full"));
		const body = JSON.stringify({ taskDefinition: "web:1" });
		expect(await send(await signed(body), body)).toMatch(/^HTTP\/1\.1 500 [\s\S]*ServerException/);
		expect(upstream.calls).toEqual([]);
	});
});

it("sends slowly, and is sent away", async () => {
	const started = performance.now();
	const said = await sendRaw(proxy.url, "POST / HTTP/1.1\r\nHost: localhost\r\n", 20_000);
	expect(said).toMatch(/^HTTP\/1\.1 400 /);
	expect(performance.now() - started).toBeLessThan(12_000);
});
