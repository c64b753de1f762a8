/** What the forward proxy opens and what it tunnels. */
import { mkdtemp } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Authority, openAuthority } from "../../src/proxy/forward/authority.ts";
import { type ForwardProxy, startForwardProxy } from "../../src/proxy/forward/forward-proxy.ts";
import { otherIdentity } from "../other-service.ts";
import { connectThrough, readAll, say, tlsOver } from "../through-proxy.ts";
import { testWorld } from "../worlds.ts";

const ECS = "ecs.us-east-1.amazonaws.com";
const OTHER = "sts.us-east-1.amazonaws.com";

let authority: Authority;
let proxy: ForwardProxy;
/** ECS, to the byte: what it was sent last, and what it answers. */
let upstream: Server;
let arrived = "";
const ANSWER =
	"HTTP/1.1 200 Fine\r\nX-odd-CASE: 1\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\nx-ODD-case-2: 2\r\n\r\n{}";
/** Another service, with a certificate of its own. */
let other: Server;
let otherCa: string;

beforeAll(async () => {
	authority = await openAuthority(await mkdtemp(join(tmpdir(), "taskgate-ca-")), new Date());
	upstream = createTcpServer((socket) => {
		socket.on("error", () => {});
		let head = "";
		socket.on("data", (chunk) => {
			head += chunk.toString("latin1");
			const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
			if (!head.includes("\r\n\r\n") || head.length < head.indexOf("\r\n\r\n") + 4 + length) return;
			arrived = head;
			head = "";
			socket.write(ANSWER);
		});
	});
	const { root, ...identity } = otherIdentity(OTHER);
	otherCa = root;
	other = createTlsServer(identity, (socket) => socket.on("error", () => {}).pipe(socket));
	await Promise.all([upstream, other].map((server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done))));
	proxy = await startForwardProxy(
		{ ...testWorld(), now: () => new Date().toISOString() },
		{
			port: 0,
			authority,
			upstream: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
			resolve: async () => [{ address: "127.0.0.1", family: 4 }],
		},
	);
});

afterAll(async () => {
	await proxy.drain();
	upstream.close();
	other.close();
});

function call(headers: readonly string[], body = "{}"): string {
	return ["POST / HTTP/1.1", ...headers, `content-length: ${Buffer.byteLength(body)}`, "", body].join("\r\n");
}

const LIST = ["Content-Type: application/x-amz-json-1.1", "x-amz-target: AmazonEC2ContainerServiceV20141113.ListClusters"];

describe("ECS", () => {
	it.each([`${ECS}:443`, "ECS.us-EAST-1.amazonaws.COM:443", `${ECS}.:443`])(
		"is opened as %s, with a certificate of the proxy's own CA",
		async (target) => {
			const secure = await tlsOver(await connectThrough(proxy.url, target), { servername: ECS, ca: [authority.certificate] });
			expect(secure.getPeerX509Certificate()?.subjectAltName).toBe(`DNS:${ECS}`);
			expect(secure.authorized).toBe(true);
			secure.destroy();
		},
	);

	it("gets every header as it was sent, in order and case, and the client every byte of the answer", async () => {
		const secure = await tlsOver(await connectThrough(proxy.url, `${ECS}:443`), { servername: ECS, ca: [authority.certificate] });
		const headers = [`hOsT: ${ECS}`, "X-Zulu: 1", "x-Alpha:   two  spaces", ...LIST, "AUTHORIZATION: AWS4-HMAC-SHA256 whatever, as it is"];
		secure.write(call(headers, '{"maxResults": 1 }'));
		const answer = await readAll(secure, (text) => text.endsWith("{}"));
		const expected = call(headers, '{"maxResults": 1 }')
			.replace("x-Alpha:   two", "x-Alpha: two")
			.replace("\r\n\r\n", "\r\nConnection: keep-alive\r\n\r\n");
		expect(arrived).toBe(expected);
		expect(answer).toContain(
			"HTTP/1.1 200 Fine\r\nX-odd-CASE: 1\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\nx-ODD-case-2: 2\r\n",
		);
		secure.destroy();
	});

	it("says go on to a client that waits with its body", async () => {
		const secure = await tlsOver(await connectThrough(proxy.url, `${ECS}:443`), { servername: ECS, ca: [authority.certificate] });
		const [head, body] = call([`Host: ${ECS}`, ...LIST, "Expect: 100-continue"]).split("\r\n\r\n") as [string, string];
		secure.write(`${head}\r\n\r\n`);
		expect(await new Promise((resolve) => secure.once("data", (data) => resolve(data.toString())))).toBe("HTTP/1.1 100 Continue\r\n\r\n");
		secure.write(body);
		expect(await readAll(secure, (text) => text.endsWith("{}"))).toContain("200 Fine");
		secure.destroy();
	});

	it.each([
		["another host", "sts.us-east-1.amazonaws.com"],
		["another Region", "ecs.eu-west-1.amazonaws.com"],
		["another port", `${ECS}:80`],
		["nothing", ""],
	])("is not reached for %s by the Host header", async (_what, host) => {
		arrived = "";
		const secure = await tlsOver(await connectThrough(proxy.url, `${ECS}:443`), { servername: ECS, ca: [authority.certificate] });
		secure.write(call([`Host: ${host}`, ...LIST]));
		expect(await readAll(secure, (text) => text.includes("}"))).toMatch(
			/^HTTP\/1\.1 421 .*AccessDeniedException.*must name ecs\.us-east-1/s,
		);
		expect(arrived).toBe("");
		secure.destroy();
	});

	it.each([OTHER, "ecs.eu-west-1.amazonaws.com", "x.example"])("shows no certificate to who asks for %s inside", async (servername) => {
		const connected = await connectThrough(proxy.url, `${ECS}:443`);
		await expect(tlsOver(connected, { servername, ca: [authority.certificate] })).rejects.toThrow();
	});

	it("is not spoken to without TLS", async () => {
		arrived = "";
		const { socket, status } = await connectThrough(proxy.url, `${ECS}:443`);
		expect(status).toBe(200);
		socket.write(call([`Host: ${ECS}`, ...LIST]));
		expect(await readAll(socket)).not.toContain("200 Fine");
		expect(arrived).toBe("");
	});
});

describe("everything else", () => {
	it("is tunnelled: the client sees the other side's own certificate, and every byte", async () => {
		const { port } = other.address() as AddressInfo;
		const secure = await tlsOver(await connectThrough(proxy.url, `${OTHER}:${port}`), { servername: OTHER, ca: [otherCa] });
		expect(secure.getPeerX509Certificate()?.issuer).toBe("CN=Somebody else");
		const sent = Buffer.from(Array.from({ length: 256 * 1024 }, (_, i) => (i * 7 + (i >> 8)) % 256));
		secure.write(sent);
		const received: Buffer[] = [];
		await new Promise<void>((resolve) => {
			secure.on("data", (chunk: Buffer) => {
				received.push(chunk);
				if (Buffer.concat(received).length >= sent.length) resolve();
			});
		});
		expect(Buffer.concat(received).equals(sent)).toBe(true);
		secure.destroy();
	});

	it("what came with the CONNECT line is not lost", async () => {
		const echo = createTcpServer((socket) => socket.pipe(socket));
		await new Promise<void>((done) => echo.listen(0, "127.0.0.1", done));
		const target = `plain.example:${(echo.address() as AddressInfo).port}`;
		const { socket, said } = await say(proxy.url, `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\nearly bytes`);
		const text = said.includes("early") ? said : said + (await readAll(socket, (read) => read.includes("early bytes")));
		expect(text).toMatch(/^HTTP\/1\.1 200 .*early bytes$/s);
		socket.destroy();
		echo.close();
	});
});
