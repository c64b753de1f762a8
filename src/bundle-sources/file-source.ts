/** A bundle in a file; its ETag is a digest of what it holds. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { BundleError } from "../rego/bundle-archive.ts";
import { type BundleSource, messageOf, SourceFailed, wholeOf } from "./bundle-source.ts";

export function fileSource(path: string): BundleSource {
	return {
		name: resolve(path),
		async fetch(etag, signal) {
			const bytes = await contentOf(path, signal);
			const digest = createHash("sha256").update(bytes).digest("hex");
			return digest === etag ? { type: "unchanged" } : { type: "fetched", bytes, etag: digest };
		},
	};
}

async function contentOf(path: string, signal: AbortSignal): Promise<Uint8Array> {
	try {
		return await wholeOf(createReadStream(path, { signal }));
	} catch (error) {
		if (error instanceof BundleError) throw error;
		throw new SourceFailed(`the policy bundle cannot be read: ${messageOf(error)}`, { fault: "unreachable", cause: error });
	}
}
