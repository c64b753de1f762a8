/** An address → the source that it names. */
import { S3_ADDRESS } from "./address.ts";
import type { BundleSource } from "./bundle-source.ts";
import { fileSource } from "./file-source.ts";
import { type HttpsSourceOptions, httpsSource } from "./https-source.ts";

/** @throws {SourceFailed} for an address by http:// that may not be used. */
export async function openBundleSource(
	address: string,
	{ region, ...options }: HttpsSourceOptions & { readonly region?: string },
): Promise<BundleSource> {
	const [, bucket, key] = S3_ADDRESS.exec(address) ?? [];
	if (bucket !== undefined && key !== undefined) return (await import("./s3-source.ts")).s3Source(bucket, key, region);
	return /^https?:\/\//.test(address) ? httpsSource(address, options) : fileSource(address);
}
