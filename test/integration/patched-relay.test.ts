/** What becomes of a patch where the proxy signs anew for somebody else, and where it must not touch what the caller has signed. */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { Agent, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, inject, it, vi } from "vitest";
import { startEndpointProxy } from "../../src/proxy/endpoint/endpoint-proxy.ts";
import { forwardMode } from "../../src/proxy/forward/forward-mode.ts";
import type { Inbound } from "../../src/proxy/inbound.ts";
import { relay } from "../../src/proxy/relay.ts";
import { openUpstream } from "../../src/proxy/upstream.ts";
import { systemNow } from "../../src/world.ts";
import { type EcsUpstream, startUpstream } from "../ecs-upstream.ts";
import { freshStore } from "../gate-process.ts";
import { constraint } from "../requests.ts";
import { call, post, signedHeaders } from "../signed-call.ts";
import { sizing } from "../sizing-engine.ts";
import { testWorld } from "../worlds.ts";
import { pointAwsAt } from "./ecs-ground.ts";

const HOST = "ecs.eu-west-1.amazonaws.com";
const TOKEN = "tg-4f9c1d2e8a7b";
const CALLER = { name: "ci", role: "arn:aws:iam::123456789012:role/deploy", tokenSha256: createHash("sha256").update(TOKEN).digest("hex") };
/** Nothing but the patch may differ, and nulls, which ECS takes for nothing. */
const BODY = `{ "family":"w\\u00e9b\\ud83d", "newMember": {"b": 1, "a": [null, "\\u2028"]}, "memory": null, "containerDefinitions":[{"name":"app","cpu":1e2}] }`;
const SENT =
	'{"family":"wéb\\ud83d","newMember":{"b":1,"a":[null,"\u2028"]},"containerDefinitions":[{"name":"app","cpu":100}],"cpu":"256"}';
const world = { ...testWorld(), now: systemNow, engine: sizing("fine"), constraints: [constraint({ mutate: true })] };
const agent = new Agent();
const onwards = openUpstream();
let upstream: EcsUpstream;
let callers: Inbound;
let forward: Server;

beforeAll(async () => {
	pointAwsAt(inject("motoUrl"));
	upstream = await startUpstream();
	const callersFile = `${(await freshStore()).replace(/^sqlite:/, "")}.yaml`;
	await writeFile(callersFile, JSON.stringify({ callers: [CALLER] }));
	callers = await startEndpointProxy(world, { port: 0, callersFile, upstream: upstream.url });
	const mode = forwardMode(world, { host: HOST, region: "eu-west-1", upstream: upstream.url });
	forward = createServer((request, response) => relay(world, onwards, mode, request, response));
	await new Promise<void>((resolve) => forward.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => {
	upstream.calls.length = 0;
});
afterAll(async () => {
	await callers.drain();
	onwards.close();
	await new Promise((resolve) => forward.close(resolve));
	await upstream.close();
	agent.destroy();
	vi.unstubAllEnvs();
});

it("is sent with the signature of the caller's role", async () => {
	expect(await call(`${callers.url}/t/${TOKEN}/`, "RegisterTaskDefinition", BODY, agent)).toEqual([200, SENT]);
	const [passed] = upstream.calls;
	expect(passed?.body.toString()).toBe(SENT);
	expect(passed?.headers["content-length"]).toBe(String(Buffer.byteLength(SENT)));
	expect(passed?.headers.authorization).toMatch(/Credential=ASIA/);
	const [recorded] = (await world.store.decisions({})).decisions;
	expect(recorded).toMatchObject({ patches: [{ operations: [{ path: "/cpu" }] }], object: { cpu: "256", newMember: { b: 1 } } });
});

it("is not made where the caller's own signature goes on: the call arrives to the byte, and the record has no patch", async () => {
	const url = `http://127.0.0.1:${(forward.address() as AddressInfo).port}/`;
	const headers = await signedHeaders(url, "RegisterTaskDefinition", BODY, { host: HOST });
	expect(await post(url, headers, BODY, agent)).toEqual([200, BODY]);
	expect(upstream.calls[0]?.headers.authorization).toBe(headers.authorization);
	const [recorded] = (await world.store.decisions({})).decisions;
	expect(recorded?.patches).toBeUndefined();
	expect(recorded?.object).not.toHaveProperty("cpu");
});
