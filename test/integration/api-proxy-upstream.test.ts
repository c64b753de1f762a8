/** What becomes of a call when ECS, the way there or the client fails; and ten thousand calls at once when nothing does. */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { DescribeTaskDefinitionCommand, ECSClient, RegisterTaskDefinitionCommand, RunTaskCommand } from "@aws-sdk/client-ecs";
import { afterEach, beforeAll, expect, inject, it, vi } from "vitest";
import { type EndpointProxyOptions, startEndpointProxy } from "../../src/proxy/endpoint/endpoint-proxy.ts";
import { systemNow } from "../../src/world.ts";
import { startUpstream } from "../ecs-upstream.ts";
import { eventually, freshStore } from "../gate-process.ts";
import { post, signedHeaders } from "../signed-call.ts";
import { type Given, testWorld } from "../worlds.ts";
import { pointAwsAt } from "./ecs-ground.ts";

const closing: (() => Promise<void>)[] = [];

beforeAll(() => {
	pointAwsAt(inject("motoUrl"));
	return () => vi.unstubAllEnvs();
});

afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

/** A proxy in front of an ECS that answers like this, and a client that is pointed at it and never tries again. */
async function through(answer: Parameters<typeof startUpstream>[0], given: Given = {}, options: Partial<EndpointProxyOptions> = {}) {
	const upstream = await startUpstream(answer);
	const world = { ...testWorld(given), now: systemNow };
	const proxy = await startEndpointProxy(world, { port: 0, upstream: upstream.url, ...options });
	const client = new ECSClient({ endpoint: proxy.url, maxAttempts: 1 });
	closing.push(upstream.close, proxy.drain, async () => client.destroy());
	const describe = (taskDefinition = "web") => client.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
	const register = (family: string, more = {}) =>
		client.send(new RegisterTaskDefinitionCommand({ family, containerDefinitions: [], ...more }));
	return { upstream, world, proxy, client, describe, register };
}

interface Fault {
	readonly name: string;
	readonly message: string;
	readonly $metadata?: { readonly httpStatusCode?: number };
	readonly $response?: { readonly statusCode: number; readonly headers: Record<string, string> };
}
const faultOf = (call: Promise<unknown>) =>
	call.then(
		() => undefined,
		(error: Fault) => error,
	);

it("passes an error of ECS's as it is", async () => {
	const { describe } = await through((_body, response) => response.writeHead(500).end('{"__type":"ServerException","message":"ours"}'));
	expect(await faultOf(describe())).toMatchObject({ name: "ServerException", message: "ours", $metadata: { httpStatusCode: 500 } });
});

it("passes a page of HTML with its own status and type", async () => {
	const page = "<html><h1>503</h1></html>";
	const { proxy, describe } = await through((_body, response) => response.writeHead(503, { "content-type": "text/html" }).end(page));
	const fault = await faultOf(describe());
	expect(fault?.$response).toMatchObject({ statusCode: 503, headers: { "content-type": "text/html" } });
	expect(proxy.url).toMatch(/^http:/);
});

it("tells a connection that is refused or reset as 502, which clients try again", async () => {
	const { describe } = await through(undefined, {}, { upstream: "http://127.0.0.1:1" });
	expect(await faultOf(describe())).toMatchObject({
		name: "ServiceUnavailableException",
		message: expect.stringMatching(/ECONNREFUSED/),
		$metadata: { httpStatusCode: 502 },
	});
	const reset = await through((_body, response) => response.destroy());
	expect(await faultOf(reset.describe())).toMatchObject({ name: "ServiceUnavailableException", $metadata: { httpStatusCode: 502 } });
});

it("breaks off where ECS breaks off, so that nobody takes half an answer for a whole one", async () => {
	const { describe } = await through((_body, response) => {
		response.writeHead(200, { "content-length": "100" });
		response.write('{"taskDefinition":', () => response.destroy());
	});
	expect(await faultOf(describe())).toMatchObject({ code: "ECONNRESET" });
});

it("hands on a slow answer piece by piece", async () => {
	const { describe } = await through(async (_body, response) => {
		for (const piece of ['{"task', 'Definition":{"fam', 'ily":"slow"}}']) {
			response.write(piece);
			await pause(150);
		}
		response.end();
	});
	expect((await describe()).taskDefinition?.family).toBe("slow");
});

it("carries 64 KiB there and 1 MiB back", async () => {
	const large = "x".repeat(64 * 1024);
	const { register, upstream } = await through((body, response) => {
		const { family } = JSON.parse(body.toString()) as { family: string };
		response.end(JSON.stringify({ taskDefinition: { family, taskRoleArn: large.repeat(16) } }));
	});
	const { taskDefinition } = await register("large", { taskRoleArn: large });
	expect(taskDefinition?.taskRoleArn).toHaveLength(1024 * 1024);
	expect(JSON.parse(upstream.calls[0]?.body.toString() ?? "")).toMatchObject({ family: "large", taskRoleArn: large });
});

it("leaves ECS alone once the client has left", async () => {
	let left = false;
	const { client } = await through((_body, response) => {
		response.on("close", () => {
			left = true;
		});
	});
	const asked = client.send(new DescribeTaskDefinitionCommand({ taskDefinition: "web" }), { abortSignal: AbortSignal.timeout(300) });
	expect(await faultOf(asked)).toMatchObject({ name: "AbortError" });
	await eventually(async () => left);
});

const DENIED: Given = { violations: [{ msg: "container app is privileged", field: "/containerDefinitions/0/privileged" }] };

it("refuses with enforcement on, and lets through and records with it off", async () => {
	const on = await through(undefined, DENIED);
	expect(await faultOf(on.register("web"))).toMatchObject({
		name: "AccessDeniedException",
		message: expect.stringMatching(/^workload\/privileged: container app is privileged at /),
	});
	expect(on.upstream.calls).toEqual([]);

	const off = await through(undefined, { ...DENIED, settings: { enforce: false } });
	await off.register("web");
	expect(off.upstream.calls).toHaveLength(1);
	const { decisions } = await off.world.store.decisions({});
	expect(decisions).toMatchObject([
		{ verdict: "denied", letThrough: "enforcement is off (TASKGATE_ENFORCE=off)", enforcementPoint: "api-proxy" },
	]);
});

it("names what could not be looked up, and lets nothing pass that it does not know", async () => {
	const { client, upstream } = await through(undefined, { lookUps: ["permanent"] });
	const fault = await faultOf(client.send(new RunTaskCommand({ taskDefinition: "web:1" })));
	expect(fault).toMatchObject({ name: "AccessDeniedException", message: expect.stringMatching(/^undecided: .*ECS was permanent/) });
	expect(upstream.calls).toEqual([]);
});

it("answers 10,000 calls, 50 at a time, each with its own answer", { timeout: 300_000 }, async () => {
	const callersFile = `${(await freshStore()).replace(/^sqlite:/, "")}.yaml`;
	const tokenSha256 = createHash("sha256").update("load").digest("hex");
	await writeFile(callersFile, JSON.stringify({ callers: [{ name: "load", role: "arn:aws:iam::123456789012:role/load", tokenSha256 }] }));
	const echo: Parameters<typeof startUpstream>[0] = (body, response) =>
		response.end(JSON.stringify({ answered: JSON.parse(body.toString()) }));
	const { proxy, upstream } = await through(echo, {}, { callersFile });

	const agent = new Agent({ keepAlive: true, maxSockets: 50 });
	const headers = await signedHeaders(proxy.url, "DescribeTaskDefinition", "");
	const wrong: string[] = [];
	let next = 0;
	const caller = async () => {
		for (let i = next++; i < 10_000; i = next++) {
			// One in ten is judged.
			const operation = i % 10 === 0 ? "RegisterTaskDefinition" : "DescribeTaskDefinition";
			const body = `{"family":"web-${i}","containerDefinitions":[]}`;
			const target = { "x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}` };
			const [status, answer] = await post(`${proxy.url}/t/load/`, { ...headers, ...target }, body, agent);
			if (status !== 200 || answer !== `{"answered":${body}}`) wrong.push(`web-${i}: ${status} ${answer}`);
		}
	};
	await Promise.all(Array.from({ length: 50 }, caller));
	agent.destroy();
	expect(wrong).toEqual([]);
	expect(new Set(upstream.calls.map(({ body }) => body.toString())).size).toBe(10_000);
	expect(upstream.calls).toHaveLength(10_000);
});
