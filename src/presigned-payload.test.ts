import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, test } from "vitest";
import { fetchPayload, isS3, PayloadMissing } from "./presigned-payload.ts";

let server: Server | undefined;
afterEach(() => {
	server?.closeAllConnections();
	server?.close();
});

/** What a server that answers so leads to; it stands in for S3. */
async function fetched(answer: RequestListener, limits: object = {}) {
	const listening = createServer(answer);
	server = listening;
	await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
	const { port } = listening.address() as AddressInfo;
	const own = `127.0.0.1:${port}`;
	return fetchPayload(`http://${own}/payload?X-Amz-Signature=s3cr3t`, { allows: ({ host }) => host === own, ...limits });
}

const missing = (reason: string, transient: boolean) =>
	expect.objectContaining({ name: "PayloadMissing", message: `the template could not be fetched: ${reason}`, transient });

/** Says that there is more than it sends. */
const breaksOff: RequestListener = (_req, res) => {
	res.writeHead(200, { "content-length": 1000 }).write("{", () => res.destroy());
};

describe("a payload", () => {
	it("is the JSON object at its address", async () => {
		const payload = { template: "Resources: {}", previousTemplate: "" };
		expect(await fetched((_req, res) => res.end(JSON.stringify(payload)))).toEqual(payload);
	});

	const answers: readonly (readonly [string, RequestListener, object, string, boolean])[] = [
		["an error page", (_req, res) => res.end("<html>Service unavailable</html>"), {}, "what was there is no JSON object", false],
		["a list", (_req, res) => res.end("[]"), {}, "what was there is no JSON object", false],
		["what is no UTF-8", (_req, res) => res.end(Buffer.from([0x22, 0xff, 0x22])), {}, "what was there is no JSON object", false],
		["nothing", (_req, res) => res.end(), {}, "what was there is no JSON object", false],
		["an expired signature", (_req, res) => res.writeHead(403).end("<Error/>"), {}, "S3 answered 403", false],
		["S3's own trouble", (_req, res) => res.writeHead(503).end(), {}, "S3 answered 503", true],
		[
			"too much",
			(_req, res) => res.end(`{"template": "${"x".repeat(3 * 1024 * 1024)}"}`),
			{ mostBytes: 1024 * 1024 },
			"it is larger than 1 MiB",
			false,
		],
		["silence", () => {}, { withinMs: 100 }, "S3 took too long", true],
		["half of it, and silence", (_req, res) => void res.write('{"template": "'), { withinMs: 100 }, "S3 took too long", true],
		["half of it, and then an end", breaksOff, {}, "the connection to S3 failed", true],
	];
	test.each(answers)("is missing where there is %s", async (_, answer, limits, reason, transient) => {
		await expect(fetched(answer, limits)).rejects.toEqual(missing(reason, transient));
	});

	it("is not looked for where a redirect leads", async () => {
		const visited: (string | undefined)[] = [];
		const redirect = fetched((req, res) => {
			visited.push(req.url);
			res.writeHead(307, { location: "/elsewhere" }).end();
		});
		await expect(redirect).rejects.toEqual(missing("it is not where its address says, and redirects are not followed", false));
		expect(visited).toEqual(["/payload?X-Amz-Signature=s3cr3t"]);
	});

	it("is missing without a word of its address", async () => {
		const answers: RequestListener[] = [
			(_req, res) => res.destroy(),
			(_req, res) => res.writeHead(302, { location: "http://x/?s3cr3t" }).end(),
		];
		for (const answer of answers) {
			const error = await fetched(answer).catch((thrown: unknown) => thrown);
			expect(error).toBeInstanceOf(PayloadMissing);
			expect(`${String(error)}${JSON.stringify(error)}${(error as Error).stack}`).not.toMatch(/s3cr3t|127\.0\.0\.1/);
		}
	});
});

describe("an address that may be followed", () => {
	test.each([
		"https://s3.amazonaws.com/bucket/key?X-Amz-Signature=a",
		"https://bucket.s3.amazonaws.com/key",
		"https://my.dotted-bucket.s3.eu-central-1.amazonaws.com/key",
		"https://s3.us-east-1.amazonaws.com/bucket/key",
		"https://s3-us-west-2.amazonaws.com/bucket/key",
		"https://bucket.s3.dualstack.ap-southeast-3.amazonaws.com/key",
		"https://bucket.s3-fips.us-gov-west-1.amazonaws.com/key",
		"https://s3-fips.dualstack.us-gov-east-1.amazonaws.com/bucket/key",
		"https://bucket.s3.cn-north-1.amazonaws.com.cn/key",
	])("%s", (address) => {
		expect(isS3(new URL(address))).toBe(true);
	});
});

describe("an address that is not followed", () => {
	test.each([
		"http://bucket.s3.amazonaws.com/key",
		"https://169.254.169.254/latest/meta-data/iam/security-credentials/",
		"http://169.254.170.2/v2/credentials",
		"https://localhost/",
		"https://s3.amazonaws.com.example.com/key",
		"https://bucket.s3.amazonaws.com.example.com/key",
		"https://example.com/s3.amazonaws.com",
		"https://example.com#.s3.amazonaws.com",
		"https://s3.amazonaws.com@example.com/key",
		"https://user:word@bucket.s3.amazonaws.com/key",
		"https://bucket.s3.amazonaws.com:8443/key",
		"https://evils3.amazonaws.com/key",
		"https://ec2.us-east-1.amazonaws.com/",
		"https://s3.execute-api.us-east-1.amazonaws.com/",
		"https://a.s3-website-us-east-1.amazonaws.com/",
		"https://s3.amazonaws.com./bucket",
		"file:///etc/passwd",
		"not an address",
	])("%s", async (address) => {
		await expect(fetchPayload(address)).rejects.toEqual(missing("its address is none of Amazon S3's over https", false));
	});
});
