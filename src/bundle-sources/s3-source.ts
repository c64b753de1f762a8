/** A bundle in S3. Loaded only where one is configured: the client is a good part of what starting takes. */
import { GetObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { BundleError } from "../rego/bundle-archive.ts";
import { type BundleSource, type Fetched, messageOf, SourceFailed, wholeOf } from "./bundle-source.ts";

/** The bucket may lie in another Region than the gate. */
const CALLING = {
	followRegionRedirects: true,
	maxAttempts: 3,
	requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
} as const;

/** `region`: where to ask first; the environment's if absent. */
export function s3Source(bucket: string, key: string, region?: string): BundleSource {
	const client = new S3Client({ ...CALLING, ...(region === undefined ? {} : { region }) });
	const name = `s3://${bucket}/${key}`;
	return {
		name,
		async fetch(etag, signal) {
			try {
				return await ask(client, { Bucket: bucket, Key: key, ...(etag !== undefined && { IfNoneMatch: etag }) }, signal);
			} catch (error) {
				if (error instanceof BundleError) throw error;
				if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 304) return { type: "unchanged" };
				throw failure(name, error);
			}
		},
	};
}

async function ask(client: S3Client, about: GetObjectCommand["input"], signal: AbortSignal): Promise<Fetched> {
	const { Body, ETag } = await client.send(new GetObjectCommand(about), { abortSignal: signal });
	if (Body === undefined) throw new Error("the object has no content");
	const bytes = await wholeOf(Body as AsyncIterable<Uint8Array>);
	return { type: "fetched", bytes, ...(ETag !== undefined && { etag: ETag }) };
}

function failure(name: string, cause: unknown): SourceFailed {
	const status = cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined;
	if (status === undefined || status >= 500)
		return new SourceFailed(`${name} does not answer: ${messageOf(cause)}`, { fault: "unreachable", cause });
	const hint =
		status === 403 ? "; the gate's role needs s3:GetObject on it, and kms:Decrypt where it is encrypted with a key of yours" : "";
	return new SourceFailed(`${name} cannot be had: ${(cause as Error).name}${hint}`, { fault: "refused", cause });
}
