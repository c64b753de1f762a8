/** The endpoint mode with the clients that people use: what is not refused passes byte for byte, what is refused is readable. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { AWS_ENV } from "../aws-cli.ts";
import { clients, type EcsCalls, ecsCalls, type Outcomes } from "../ecs-calls.ts";
import { privileged } from "../ecs-workload.ts";
import { type HttpTap, startTap } from "../http-tap.ts";
import { type ProxyProcess, startProxyProcess } from "../proxy-process.ts";
import { type ProxiedEcs, startProxiedEcs } from "./proxied-ecs.ts";

const CLIENTS = clients(inject("awsCli"));
let behind: ProxiedEcs;
let proxy: ProxyProcess;
let front: HttpTap;

beforeAll(async () => {
	behind = await startProxiedEcs(inject("awsCli"), inject("motoUrl"));
	proxy = await startProxyProcess(behind.lookUpUrl, { TASKGATE_PROXY_UPSTREAM: behind.url });
	front = await startTap(proxy.url);
});

afterAll(async () => {
	await front.close();
	await proxy.gate.stop();
	await behind.close();
});

/** The calls through the proxy, and what passed on either side of it. */
async function made(client: keyof typeof CLIENTS, calls: EcsCalls) {
	front.exchanges.length = 0;
	behind.exchanges.length = 0;
	const outcomes: Outcomes = await CLIENTS[client](calls, front.url, AWS_ENV);
	return { outcomes, front: [...front.exchanges], behind: [...behind.exchanges] };
}

describe.for(Object.keys(CLIENTS) as (keyof typeof CLIENTS)[])("%s", (client) => {
	it("makes 51 different calls, and every byte is the same on both sides of the proxy", async () => {
		const calls = ecsCalls(`bytes-${Object.keys(CLIENTS).indexOf(client)}`, behind.network);
		const through = await made(client, calls);
		expect(new Set(through.behind.map(({ operation }) => operation)).size).toBe(51);
		expect(through.front.map(({ operation }) => operation)).toEqual(through.behind.map(({ operation }) => operation));
		for (const [i, seen] of through.front.entries()) {
			const upstream = through.behind[i];
			expect(upstream?.sent.equals(seen.sent), `the request of ${seen.operation}`).toBe(true);
			expect(upstream?.answered.equals(seen.answered), `the answer to ${seen.operation}`).toBe(true);
			expect([seen.status, seen.headers], seen.operation).toEqual([upstream?.status, upstream?.headers]);
		}
		expect(through.outcomes.filter(([, error]) => error !== null)).toEqual([]);
	});

	it("prints a refusal, once, and ECS never hears of the call", async () => {
		const through = await made(client, [["RegisterTaskDefinition", privileged("refused")]]);
		const [[, error]] = through.outcomes as [[string, string]];
		expect(error).toContain("AccessDeniedException");
		expect(error).toContain(
			"workload/privileged: container app is privileged at /containerDefinitions/0/privileged. Remove `privileged`, and add the single capability that the process needs.",
		);
		expect(through.front).toHaveLength(1);
		expect(through.front[0]?.status).toBe(400);
		expect(through.behind).toEqual([]);
	});

	it("is refused a task by what its definition says in ECS", async () => {
		const moto = inject("motoUrl");
		await CLIENTS["@aws-sdk/client-ecs"]([["RegisterTaskDefinition", privileged("smuggled")]], moto, AWS_ENV);
		const through = await made(client, [["RunTask", { taskDefinition: "smuggled", count: 1 }]]);
		expect(through.outcomes[0]?.[1]).toContain("workload/privileged: container app is privileged");
		expect(through.behind).toEqual([]);
	});
});

it("keeps the refusals on record, with the caller and nothing that is secret", async () => {
	const decisions = await proxy.gate.decisions();
	expect(decisions.find(({ verdict }) => verdict === "denied")).toMatchObject({
		enforcementPoint: "api-proxy",
		reach: "prevent",
		account: "123456789012",
		region: "us-east-1",
		principal: "arn:aws:sts::123456789012:user/moto",
	});
	for (const secret of ["AWS4-HMAC", "Signature=", AWS_ENV.AWS_SECRET_ACCESS_KEY]) expect(proxy.gate.output()).not.toContain(secret);
});
