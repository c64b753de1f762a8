import { describe, expect, test } from "vitest";
import { testWorld } from "../../../test/worlds.ts";
import { LookUpFailed } from "../../ecs/ecs-reader.ts";
import { OverheardEcsReader } from "../../ecs/overheard-ecs-reader.ts";
import { forwardMode } from "./forward-mode.ts";

const HOST = "ecs.eu-central-1.amazonaws.com";
const SIGNED = `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261128/eu-central-1/ecs/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`;

function call(host: string, authorization = SIGNED) {
	return { operation: "RunTask", headers: [["Host", host] as const, ["Authorization", authorization] as const], bytes: Buffer.alloc(0) };
}

function mode(accountOfKey?: () => Promise<string>, enforce = true) {
	const alarms: string[] = [];
	const log = { decided: () => {}, info: () => {}, alarm: (_happening: string, facts?: object) => alarms.push(JSON.stringify(facts)) };
	const { settings } = testWorld({ settings: { enforce } });
	const world = accountOfKey === undefined ? { log, settings } : { log, settings, accountOfKey };
	return { alarms, mode: forwardMode(world, { host: HOST, region: "eu-central-1", overheard: new OverheardEcsReader() }) };
}

describe("a caller", () => {
	test("has the account of the access key, and nobody's ARN", async () => {
		const caller = await mode(async () => "111122223333").mode.identify(call(HOST));
		expect(caller).toEqual({ arn: "", region: "eu-central-1", accessKeyId: "AKIAIOSFODNN7EXAMPLE", account: "111122223333" });
	});

	const failing = async () => Promise.reject(new LookUpFailed("sts:GetAccessKeyInfo failed", { transient: true }));

	test("is refused for now where STS cannot tell its account, and the log has the reason without the key", async () => {
		const { alarms, mode: asked } = mode(failing);
		await expect(asked.identify(call(HOST))).rejects.toMatchObject({ name: "ProxyRefusal", status: 503 });
		expect(alarms).toEqual([JSON.stringify({ reason: "sts:GetAccessKeyInfo failed" })]);
	});

	test("has no account while enforcement is off, and none is asked for what nobody guards", async () => {
		expect(await mode(failing, false).mode.identify(call(HOST))).not.toHaveProperty("account");
		expect(await mode(failing).mode.identify({ ...call(HOST), operation: "ListClusters" })).not.toHaveProperty("account");
	});

	test.each(["", "Bearer x", "AWS4-HMAC-SHA256 Credential=x"])("that signs %j is not let past as unsigned", async (authorization) => {
		const asked = mode(async () => "111122223333").mode.identify(call(HOST, authorization));
		await expect(asked).rejects.toMatchObject({ name: "ProxyRefusal", status: 403 });
	});

	test.each([HOST, `${HOST}:443`, HOST.toUpperCase(), `${HOST}.`])("may say %s", async (host) => {
		await expect(mode().mode.identify(call(host))).resolves.toMatchObject({ region: "eu-central-1" });
	});

	test.each([`${HOST}:8443`, "ecs.us-east-1.amazonaws.com", "", `${HOST},x`])("may not say %j", async (host) => {
		await expect(mode().mode.identify(call(host))).rejects.toMatchObject({ name: "ProxyRefusal", status: 421 });
	});
});

test("a call goes to its own host, or to the upstream, with the headers that were signed", async () => {
	const { headers } = call(HOST);
	expect(await mode().mode.outgoing(call(HOST), { arn: "", region: "" })).toEqual({ url: new URL(`https://${HOST}/`), headers });
	const elsewhere = forwardMode(testWorld(), { host: HOST, region: "", upstream: "https://10.0.0.1:8443" });
	expect(await elsewhere.outgoing(call(HOST), { arn: "", region: "" })).toEqual({ url: new URL("https://10.0.0.1:8443/"), headers });
});
