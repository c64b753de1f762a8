/** The forward proxy with the clients that people use: what is not refused goes on with the caller's own signature, what is refused is readable. */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { authorizationOf } from "../../src/proxy/authorization.ts";
import { amzDate, signatureOf } from "../../src/proxy/endpoint/sigv4.ts";
import { openAuthority } from "../../src/proxy/forward/authority.ts";
import { startForwardProxy } from "../../src/proxy/forward/forward-proxy.ts";
import { headersOf } from "../../src/proxy/headers.ts";
import { AWS_ENV } from "../aws-cli.ts";
import { clients, type EcsCalls, ecsCalls } from "../ecs-calls.ts";
import { privileged, unprivileged } from "../ecs-workload.ts";
import { type ForwardProcess, startForwardProcess } from "../forward-process.ts";
import type { HttpTap } from "../http-tap.ts";
import { otherIdentity } from "../other-service.ts";
import { testWorld } from "../worlds.ts";
import { type ProxiedEcs, startProxiedEcs } from "./proxied-ecs.ts";

const HOST = "ecs.us-east-1.amazonaws.com";
const CLIENTS = clients(inject("awsCli"));
const run = promisify(execFile);
let ecs: ProxiedEcs;
let proxy: ForwardProcess;

beforeAll(async () => {
	ecs = await startProxiedEcs(inject("awsCli"), inject("motoUrl"));
	proxy = await startForwardProcess(ecs.url, { ...AWS_ENV, AWS_ENDPOINT_URL: ecs.lookUpUrl });
});

afterAll(async () => {
	await proxy.gate.stop();
	await ecs.close();
});

/** The calls through a proxy, and what arrived behind it. */
async function made(through: ForwardProcess, client: keyof typeof CLIENTS, calls: EcsCalls) {
	ecs.exchanges.length = 0;
	const outcomes = await CLIENTS[client](calls, undefined, { ...AWS_ENV, ...through.clientEnv });
	return { outcomes, arrived: [...ecs.exchanges] };
}

/** Whether the client's secret makes the signature that arrived, over what arrived. */
async function isStillSigned({ operation, sent, sentHeaders }: HttpTap["exchanges"][number]): Promise<boolean> {
	const headers = headersOf(sentHeaders);
	const authorization = authorizationOf(headers);
	const at = amzDate(headers);
	if (authorization === undefined || at === undefined) return false;
	const key = { accessKeyId: AWS_ENV.AWS_ACCESS_KEY_ID, secretAccessKey: AWS_ENV.AWS_SECRET_ACCESS_KEY };
	return (await signatureOf({ operation, headers, bytes: sent }, authorization, key, at)) === authorization.signature;
}

describe.for(Object.keys(CLIENTS) as (keyof typeof CLIENTS)[])("%s", (client) => {
	it("makes 51 different calls, and each arrives as it was signed for ECS's own host", { timeout: 240_000 }, async () => {
		const calls = ecsCalls(`forward-${Object.keys(CLIENTS).indexOf(client)}`, ecs.network);
		const { outcomes, arrived } = await made(proxy, client, calls);
		expect(new Set(arrived.map(({ operation }) => operation)).size).toBe(51);
		for (const call of arrived) {
			expect(headersOf(call.sentHeaders).find(([name]) => name.toLowerCase() === "host")?.[1]).toBe(HOST);
			expect(await isStillSigned(call), call.operation).toBe(true);
		}
		const failed = outcomes.filter(([, error]) => error !== null);
		expect(outcomes.length - failed.length, JSON.stringify(failed)).toBeGreaterThanOrEqual(40);
	});

	it("prints a refusal, and ECS never hears of the call", async () => {
		const { outcomes, arrived } = await made(proxy, client, [["RegisterTaskDefinition", privileged("refused")]]);
		expect(outcomes[0]?.[1]).toContain("AccessDeniedException");
		expect(outcomes[0]?.[1]).toContain("workload/privileged: container app is privileged at /containerDefinitions/0/privileged.");
		expect(arrived).toEqual([]);
	});

	it("is refused a task by what its definition says in ECS, in the account of the caller's access key", async () => {
		await CLIENTS["@aws-sdk/client-ecs"]([["RegisterTaskDefinition", privileged("smuggled")]], inject("motoUrl"), AWS_ENV);
		const { outcomes, arrived } = await made(proxy, client, [["RunTask", { taskDefinition: "smuggled", count: 1 }]]);
		expect(outcomes[0]?.[1]).toContain("workload/privileged: container app is privileged");
		expect(arrived).toEqual([]);
	});
});

it("records whose account it is, that the principal is not known, and no secret", async () => {
	const denied = (await proxy.gate.decisions()).find(({ verdict }) => verdict === "denied");
	expect(denied).toMatchObject({ enforcementPoint: "api-proxy", account: "123456789012", region: "us-east-1", principal: "" });
	for (const secret of ["AWS4-HMAC", "Signature=", AWS_ENV.AWS_SECRET_ACCESS_KEY]) expect(proxy.gate.output()).not.toContain(secret);
});

it("tells the log of a client that does not trust the CA", async () => {
	const { outcomes } = await made({ ...proxy, clientEnv: { HTTPS_PROXY: proxy.clientEnv.HTTPS_PROXY ?? "" } }, "AWS CLI", [
		["ListClusters", {}],
	]);
	expect(outcomes[0]?.[1]).toContain("SSL validation failed");
	expect(proxy.gate.output()).toContain("a client does not trust the proxy's CA");
});

describe("a gate without AWS credentials", () => {
	let bare: ForwardProcess;
	beforeAll(async () => {
		bare = await startForwardProcess(ecs.url);
	});
	afterAll(() => bare.gate.stop());

	it("knows what was registered through it, and what nobody registered is refused with the reason", async () => {
		const elsewhere: EcsCalls = [["RegisterTaskDefinition", unprivileged("unheard")]];
		await CLIENTS["@aws-sdk/client-ecs"](elsewhere, inject("motoUrl"), AWS_ENV);
		const { outcomes } = await made(bare, "boto3", [
			["CreateCluster", { clusterName: "bare" }],
			["RunTask", { cluster: "bare", taskDefinition: "unheard:1" }],
			["RegisterTaskDefinition", privileged("heard")],
			["RegisterTaskDefinition", unprivileged("heard")],
			["CreateService", { cluster: "bare", serviceName: "heard", taskDefinition: "heard:1", desiredCount: 0 }],
			["UpdateService", { cluster: "bare", service: "heard", taskDefinition: "heard:1", desiredCount: 0 }],
			["RunTask", { cluster: "bare", taskDefinition: "unheard:1" }],
			["RunTask", { cluster: "bare", taskDefinition: "heard" }],
		]);
		const [created, unheard, refused, registered, service, update, stillUnheard, newest] = outcomes.map(([, error]) => error);
		expect([created, registered, service, update]).toEqual([null, null, null, null]);
		expect(refused).toContain("container app is privileged");
		const why = "nobody registered it through this proxy, and the gate has no AWS credentials to ask ECS with";
		for (const [error, name] of [
			[unheard, "unheard:1"],
			[stillUnheard, "unheard:1"],
			[newest, "heard"],
		]) {
			expect(error).toContain(
				`undecided: workload/privileged: container #0 cannot be judged before it is deployed (task definition ${name} is not looked up: ${why})`,
			);
		}
		expect(bare.gate.output()).toContain('"accounts":"not known (no AWS credentials)"');
	});

	it("knows a revision's whole name from the first call on, and its number once a caller has registered", async () => {
		const arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/heard:1";
		const sessionEnv = { ...AWS_ENV, AWS_ACCESS_KEY_ID: "another" };
		const calls: EcsCalls = [
			["RunTask", { cluster: "bare", taskDefinition: arn, networkConfiguration: { awsvpcConfiguration: ecs.network } }],
			["RunTask", { cluster: "bare", taskDefinition: "heard:1" }],
		];
		ecs.exchanges.length = 0;
		const outcomes = await CLIENTS.boto3(calls, undefined, { ...sessionEnv, ...bare.clientEnv });
		expect(ecs.exchanges.map(({ operation }) => operation)).toEqual(["RunTask"]);
		expect(outcomes[1]?.[1]).toContain("nobody registered it through this proxy");
	});

	it("lets everything through while enforcement is off, and says so in the record", async () => {
		const off = await startForwardProcess(ecs.url, { TASKGATE_ENFORCE: "off" });
		const { outcomes } = await made(off, "boto3", [["RegisterTaskDefinition", privileged("let-through")]]);
		expect(outcomes).toEqual([["RegisterTaskDefinition", null]]);
		expect((await off.gate.decisions())[0]).toMatchObject({ verdict: "denied", letThrough: expect.stringContaining("enforcement is off") });
		await off.gate.stop();
	});
});

it("another service is reached through the tunnel, and the AWS CLI verifies it by its own certificate", async () => {
	const host = "sts.us-east-1.amazonaws.com";
	const { root, ...identity } = otherIdentity(host);
	const sts = createServer(identity, (incoming, response) => {
		const passed = request(inject("motoUrl"), { method: "POST", headers: incoming.headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 500, answer.headers);
			answer.pipe(response);
		});
		incoming.pipe(passed);
	});
	await new Promise<void>((done) => sts.listen(0, "127.0.0.1", done));
	const bundle = proxy.clientEnv.AWS_CA_BUNDLE as string;
	const withRoot = join(dirname(bundle), "with-root.pem");
	await writeFile(withRoot, `${await readFile(bundle, "utf8")}${root}`);
	const authority = await openAuthority(dirname(bundle), new Date());
	const local = [{ address: "127.0.0.1", family: 4 }];
	const tunnel = await startForwardProxy(testWorld(), { port: 0, authority, resolve: async () => local });
	const env = { ...AWS_ENV, PATH: process.env.PATH, HTTPS_PROXY: tunnel.url, AWS_MAX_ATTEMPTS: "1" };
	const endpoint = `https://${host}:${(sts.address() as AddressInfo).port}`;
	const whoAmI = (ca: string) =>
		run(inject("awsCli"), ["sts", "get-caller-identity", "--endpoint-url", endpoint], { env: { ...env, AWS_CA_BUNDLE: ca } });

	expect(JSON.parse((await whoAmI(withRoot)).stdout)).toMatchObject({ Account: "123456789012" });
	// The proxy's CA, which could vouch for the host, plays no part in it.
	await expect(whoAmI(bundle)).rejects.toThrow(/SSL validation failed/);
	await tunnel.drain();
	sts.close();
});
