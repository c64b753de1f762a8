/** A bundle in S3 (moto, over HTTP), by the SDK's own client. */
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import type { BundleSource } from "../../src/bundle-sources/bundle-source.ts";
import { openBundleSource } from "../../src/bundle-sources/open-source.ts";
import { BundleError } from "../../src/rego/bundle-archive.ts";
import { bundleServer } from "../bundle-server.ts";

const BUCKET = "taskgate-policies";
const KEY = "teams/a b+c.tar.gz";
const client = new S3Client({
	endpoint: inject("motoUrl"),
	region: "eu-central-1",
	credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
const put = (Body: Uint8Array) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key: KEY, Body }));
const patience = () => AbortSignal.timeout(30_000);
let source: BundleSource;

beforeAll(async () => {
	vi.stubEnv("AWS_ENDPOINT_URL", inject("motoUrl"));
	vi.stubEnv("AWS_REGION", "eu-central-1");
	vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
	vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
	await client.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } }));
	source = await openBundleSource(`s3://${BUCKET}/${KEY}`, { allowHttp: false });
});
afterAll(() => {
	vi.unstubAllEnvs();
	client.destroy();
});

test("is fetched once for each ETag", async () => {
	await put(Buffer.from("first"));
	const first = await source.fetch(undefined, patience());
	if (first.type !== "fetched") throw new Error("nothing was fetched");
	expect(String(first.bytes)).toBe("first");
	expect(await source.fetch(first.etag, patience())).toEqual({ type: "unchanged" });
	await put(Buffer.from("second"));
	const second = await source.fetch(first.etag, patience());
	expect(second.type === "fetched" && String(second.bytes)).toBe("second");
	expect(source.name).toBe(`s3://${BUCKET}/${KEY}`);
});

test("an object or a bucket that is not there is refused, with its name", async () => {
	for (const [address, code] of [
		[`s3://${BUCKET}/nothing`, "NoSuchKey"],
		["s3://no-bucket-of-ours/x", "NoSuchBucket"],
	] as const) {
		const missing = await openBundleSource(address, { allowHttp: false });
		await expect(missing.fetch(undefined, patience())).rejects.toMatchObject({
			fault: "refused",
			message: `${address} cannot be had: ${code}`,
		});
	}
});

test("one that is larger than a bundle may be is refused", async () => {
	await put(Buffer.alloc(17 * 2 ** 20));
	await expect(source.fetch(undefined, patience())).rejects.toThrow(BundleError);
});

test("access denied says which permission is missing; nobody there is unreachable", async () => {
	const server = await bundleServer();
	vi.stubEnv("AWS_ENDPOINT_URL", server.url);
	const denied = await openBundleSource(`s3://${BUCKET}/x`, { allowHttp: false });
	server.serve((response) =>
		response.writeHead(403, { "content-type": "application/xml" }).end("<Error><Code>AccessDenied</Code></Error>"),
	);
	await expect(denied.fetch(undefined, patience())).rejects.toMatchObject({
		fault: "refused",
		message: expect.stringContaining("s3:GetObject"),
	});
	await server.stop();
	await expect(denied.fetch(undefined, patience())).rejects.toMatchObject({ fault: "unreachable" });
});
