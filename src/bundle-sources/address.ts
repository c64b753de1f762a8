/** How TASKGATE_BUNDLE may look. */
import { z } from "zod";

/** Bucket, then key. */
export const S3_ADDRESS = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/;

/** Without user and password: those would stand in logs. */
export const bundleAddress = z
	.string()
	.min(1)
	.refine((text) => !text.startsWith("s3:") || S3_ADDRESS.test(text), "must be s3://BUCKET/KEY, https://… or the path of a file")
	.refine(
		(text) => !/^https?:/.test(text) || isPlainUrl(text),
		"must be an address without user and password: a token goes into TASKGATE_BUNDLE_TOKEN",
	);

function isPlainUrl(text: string): boolean {
	const url = URL.parse(text);
	return url !== null && url.username === "" && url.password === "";
}
