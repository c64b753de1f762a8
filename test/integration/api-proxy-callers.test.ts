/** The proxy of a team: who is known gets the role of the file, who is not gets nothing, and nobody gets the gate's. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { Agent } from "node:http";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { startEndpointProxy } from "../../src/proxy/endpoint/endpoint-proxy.ts";
import { presignedEndpoint } from "../../src/proxy/endpoint/presigned-endpoint.ts";
import type { Inbound } from "../../src/proxy/inbound.ts";
import { systemNow } from "../../src/world.ts";
import { AWS_ENV, awsCli } from "../aws-cli.ts";
import { type EcsUpstream, startUpstream } from "../ecs-upstream.ts";
import { freshStore } from "../gate-process.ts";
import { startProxyProcess } from "../proxy-process.ts";
import { call, KEY } from "../signed-call.ts";
import { type TestWorld, testWorld } from "../worlds.ts";
import { pointAwsAt } from "./ecs-ground.ts";

const TOKEN = "tg-4f9c1d2e8a7b";
const AUDIENCE = "taskgate.example.com";
const ROLE = "arn:aws:iam::123456789012:role/teams/deploy";
const ANNA = "arn:aws:sts::123456789012:assumed-role/dev/anna";
const FILE = {
	audience: AUDIENCE,
	callers: [
		{ name: "ci", role: ROLE, tokenSha256: createHash("sha256").update(TOKEN).digest("hex") },
		{ name: "developers", role: "arn:aws:iam::123456789012:role/dev-deploy", principals: ["arn:aws:iam::123456789012:role/dev"] },
	],
};
const BIN = new URL("../../bin/taskgate.js", import.meta.url).pathname;
const agent = new Agent();
let upstream: EcsUpstream;
let world: TestWorld;
let proxy: Inbound;
/** What STS was asked, and what it answers. */
const asked: { url: URL; audience: string | null }[] = [];
let sts: () => Response;

async function written(file: object): Promise<string> {
	const path = `${(await freshStore()).replace(/^sqlite:/, "")}.yaml`;
	await writeFile(path, JSON.stringify(file));
	return path;
}

beforeAll(async () => {
	pointAwsAt(inject("motoUrl"));
	upstream = await startUpstream();
	world = { ...testWorld(), now: systemNow };
	const standIn = async (url: unknown, { headers }: RequestInit = {}) => {
		asked.push({ url: url as URL, audience: new Headers(headers).get("x-taskgate-proxy") });
		return sts();
	};
	const callersFile = await written(FILE);
	proxy = await startEndpointProxy(world, { port: 0, callersFile, upstream: upstream.url, fetch: standIn as typeof fetch });
});

beforeEach(() => {
	upstream.calls.length = 0;
	asked.length = 0;
	sts = () => new Response(`<GetCallerIdentityResponse><Arn>${ANNA}</Arn></GetCallerIdentityResponse>`);
});

afterAll(async () => {
	await proxy.drain();
	await upstream.close();
	vi.unstubAllEnvs();
});

const BODY = '{"taskDefinition":"web:1"}';
const through = (path: string, operation = "RunTask") => call(`${proxy.url}${path}`, operation, BODY, agent);

describe("a token in the path", () => {
	it("is exchanged for the caller's role, and taken off before the call goes on", async () => {
		expect(await through(`/t/${TOKEN}/`)).toEqual([200, BODY]);
		const [passed] = upstream.calls;
		// moto's STS makes such keys for assumed roles.
		expect(passed?.headers.authorization).toMatch(/Credential=ASIA/);
		expect(passed?.headers["x-amz-security-token"]).toBeTruthy();
		expect(JSON.stringify([passed?.headers, passed?.body.toString()])).not.toContain(TOKEN);
	});

	it("makes the role's session the one who is judged", async () => {
		await through(`/t/${TOKEN}`);
		const { decisions } = await world.store.decisions({});
		expect(decisions[0]).toMatchObject({ principal: "arn:aws:sts::123456789012:assumed-role/deploy/taskgate-ci", account: "123456789012" });
		expect(JSON.stringify(decisions)).not.toContain(TOKEN);
	});

	it.for(["/", "/t/", "/t/wrong/", `/t/${TOKEN}x/`, `/s/${TOKEN}/`, `/t/${FILE.callers[0]?.tokenSha256}/`])(
		"%s is nobody",
		async (path) => {
			const [status] = await through(path);
			expect([400, 403]).toContain(status);
			expect(upstream.calls).toEqual([]);
		},
	);

	it.for([`/t/${TOKEN}/service/x`, `/t/${TOKEN}/?Action=RunTask`])("%s is no call of ECS", async (path) => {
		expect(await through(path)).toMatchObject([400, expect.stringContaining("UnknownOperationException")]);
	});
});

describe("a presigned identity in the path", () => {
	const endpoint = (over = {}) =>
		presignedEndpoint({ url: "http://proxy:8081", audience: AUDIENCE, region: "eu-west-1", key: KEY, now: systemNow(), ...over });
	const pathOf = async (over = {}) => new URL(await endpoint(over)).pathname;

	it("is shown to STS with the audience, once, and mapped by whose it is", async () => {
		const path = await pathOf();
		expect(await through(path)).toEqual([200, BODY]);
		expect(await through(path)).toEqual([200, BODY]);
		expect(asked).toHaveLength(1);
		expect(asked[0]?.audience).toBe(AUDIENCE);
		expect(asked[0]?.url.host).toBe("sts.eu-west-1.amazonaws.com");
		const { decisions } = await world.store.decisions({});
		expect(decisions[0]?.principal).toBe("arn:aws:sts::123456789012:assumed-role/dev-deploy/taskgate-developers");
	});

	it("is what `taskgate proxy-endpoint` prints", async () => {
		const { PATH = "" } = process.env;
		const args = ["proxy-endpoint", "--url", "http://proxy:8081", "--audience", AUDIENCE];
		const { stdout } = await promisify(execFile)(process.execPath, [BIN, ...args], { env: { PATH, ...AWS_ENV } });
		expect(await through(new URL(stdout.trim()).pathname)).toEqual([200, BODY]);
		expect(asked[0]?.url.host).toBe("sts.us-east-1.amazonaws.com");
	});

	it.for([
		["STS does not accept", () => new Response("<Error/>", { status: 403 }), 403, 30_000],
		["is of somebody whom no caller matches", () => new Response(`<Arn>${ANNA.replace("/dev/", "/ops/")}</Arn>`), 403, 60_000],
		["STS cannot be asked about", () => new Response("", { status: 503 }), 503, 90_000],
	] as const)("that %s is nobody's", async ([, answer, status, age]) => {
		sts = answer;
		expect((await through(await pathOf({ now: new Date(Date.parse(systemNow()) - age).toISOString() })))[0]).toBe(status);
		expect(upstream.calls).toEqual([]);
	});

	it.for([
		["another host", "amazonaws.com/", "amazonaws.com.evil.example/"],
		["another port", "amazonaws.com/", "amazonaws.com:8443/"],
		["a user", "https://", "https://x@"],
		["plain HTTP", "https://", "http://"],
		["another path", "/?", "/x?"],
		["another action", "GetCallerIdentity", "AssumeRole"],
		["two actions", "?", "?Action=AssumeRole&"],
		["a parameter more", "?", "?RoleArn=x&"],
		["a longer life", "X-Amz-Expires=900", "X-Amz-Expires=901"],
		["no audience", "host%3Bx-taskgate-proxy", "host"],
		["an old date", /X-Amz-Date=\w+/, "X-Amz-Date=20200101T000000Z"],
	] as const)("with %s is shown to nobody", async ([, from, to]) => {
		const [, , encoded = ""] = (await pathOf()).split("/");
		const right = Buffer.from(encoded, "base64url").toString();
		const spoilt = right.replace(from, to);
		expect(spoilt).not.toBe(right);
		const [status, answer] = await through(`/s/${Buffer.from(spoilt).toString("base64url")}/`);
		expect([status, answer]).toEqual([403, expect.stringContaining("AccessDeniedException")]);
		expect(asked).toEqual([]);
	});
});

it("as its users run it: the AWS CLI with made-up credentials and the token, and no log holds it", async () => {
	const { gate, url } = await startProxyProcess(inject("motoUrl"), {
		TASKGATE_PROXY_CALLERS: await written({ callers: [FILE.callers[0]] }),
	});
	const aws = awsCli(inject("awsCli"), `${url}/t/${TOKEN}/`);
	await aws("ecs", "create-cluster", "--cluster-name", "callers");
	expect(await aws("ecs", "describe-clusters", "--clusters", "callers")).toMatchObject({ clusters: [{ clusterName: "callers" }] });
	await expect(awsCli(inject("awsCli"), `${url}/t/wrong/`)("ecs", "list-clusters")).rejects.toThrow(
		/AccessDeniedException.*knows no caller/,
	);
	expect(await gate.stop()).toBe(0);
	for (const secret of [TOKEN, "wrong", AWS_ENV.AWS_SECRET_ACCESS_KEY, "Signature="]) expect(gate.output()).not.toContain(secret);
});
