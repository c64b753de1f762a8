/** What the forward proxy refuses to be used for. */
import { mkdtemp } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Authority, openAuthority } from "../../src/proxy/forward/authority.ts";
import { type ForwardProxy, startForwardProxy } from "../../src/proxy/forward/forward-proxy.ts";
import { connectThrough, say } from "../through-proxy.ts";
import { testWorld } from "../worlds.ts";

const ECS = "ecs.us-east-1.amazonaws.com";
const TARGET = "x-amz-target: AmazonEC2ContainerServiceV20141113.ListClusters";

let authority: Authority;
let proxy: ForwardProxy;
/** Connections that came through, to ECS or to anything else. */
let reached = 0;
const network = createServer((socket) => {
	reached += 1;
	socket.on("error", () => {}).end();
});

beforeAll(async () => {
	await new Promise<void>((done) => network.listen(0, "127.0.0.1", done));
	authority = await openAuthority(await mkdtemp(join(tmpdir(), "taskgate-ca-")), new Date());
	proxy = await startForwardProxy(testWorld(), {
		port: 0,
		authority,
		upstream: `http://127.0.0.1:${(network.address() as AddressInfo).port}`,
		resolve: async ({ host }) => (host === "localhost" ? [] : [{ address: "127.0.0.1", family: 4 }]),
	});
});

afterAll(async () => {
	await proxy.drain();
	network.close();
	expect(reached).toBe(0);
});

describe("what is refused", () => {
	it.each([
		["ECS on another port", `${ECS}:8443`, 403],
		["ECS on the port without TLS", `${ECS}:80`, 403],
		["what may be ECS", "x.ecs.us-east-1.amazonaws.com:443", 403],
		["this machine by name", "localhost:8080", 403],
		["a name with a user", `user@${ECS}:443`, 400],
		["a name that ends twice", `${ECS}..:443`, 400],
		["a dot of another script", "ecs.us-east-1.amazonaws\xe3\x80\x82com:443", 400],
		["an escaped dot", "ecs%2eus-east-1.amazonaws.com:443", 400],
		["an address in disguise", "2130706433:443", 400],
		["no port", ECS, 400],
		["a path", `${ECS}:443/x`, 400],
	])("%s", async (_what, target, status) => {
		const connected = await connectThrough(proxy.url, target);
		expect(connected.status, connected.said).toBe(status);
		connected.socket.destroy();
	});

	it.each([`http://${ECS}/`, `http://sts.us-east-1.amazonaws.com/`, "http://169.254.169.254/latest/meta-data/"])(
		"%s, without TLS",
		async (url) => {
			const { status, said, socket } = await say(
				proxy.url,
				`POST ${url} HTTP/1.1\r\nHost: ${ECS}\r\n${TARGET}\r\nContent-Length: 2\r\n\r\n{}`,
			);
			expect(status).toBe(403);
			expect(said).toContain("set HTTPS_PROXY, not HTTP_PROXY");
			socket.destroy();
		},
	);

	it("a request that is not for a proxy", async () => {
		const { status, socket } = await say(proxy.url, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
		expect(status).toBe(400);
		socket.destroy();
	});

	it.each(["127.0.0.1:22", "169.254.169.254:80", "[::1]:443", "[::ffff:169.254.169.254]:80", "0.0.0.0:80", "localhost:80"])(
		"%s, as the proxy is set up by itself",
		async (target) => {
			const listening = await startForwardProxy(testWorld(), { port: 0, authority });
			const { status, said, socket } = await connectThrough(listening.url, target);
			expect([status, said]).toEqual([403, expect.stringContaining("NO_PROXY")]);
			socket.destroy();
			await listening.drain();
		},
	);

	it("a port that is taken, with the variable that gives it another", async () => {
		const { port } = new URL(proxy.url);
		await expect(startForwardProxy(testWorld(), { port: Number(port), authority })).rejects.toThrow(
			/EADDRINUSE.*TASKGATE_FORWARD_PROXY_PORT/,
		);
	});
});
