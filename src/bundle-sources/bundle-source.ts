/** Where a bundle comes from: a file, a server that speaks OPA's bundle service protocol, or S3. */
import { MOST_PACKED_BYTES, tooLarge } from "../rego/bundle-archive.ts";

export interface BundleSource {
	/** For people and as a key: the address without anything secret. */
	readonly name: string;
	/**
	 * The whole bundle, unless it is still the one that `etag` was answered with. `signal` gives up. At most 16 MiB are taken in.
	 * @throws {SourceFailed} {BundleError}
	 */
	fetch(etag: string | undefined, signal: AbortSignal): Promise<Fetched>;
}

export type Fetched =
	| { readonly type: "unchanged" }
	/** `etag` is absent where the source gives none: then it is fetched whole each time. */
	| { readonly type: "fetched"; readonly bytes: Uint8Array; readonly etag?: string };

/** `unreachable`: no answer; `refused`: an answer that is no bundle. */
export type SourceFault = "unreachable" | "refused";

export class SourceFailed extends Error {
	override readonly name = "SourceFailed";
	readonly fault: SourceFault;
	constructor(message: string, { fault, cause }: { readonly fault: SourceFault; readonly cause?: unknown }) {
		super(message, { cause });
		this.fault = fault;
	}
}

/** What comes in, as long as it stays within what a bundle may be. @throws {BundleError} */
export async function wholeOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body) {
		size += chunk.byteLength;
		if (size > MOST_PACKED_BYTES) throw tooLarge();
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

export function messageOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	// `fetch failed` says nothing; its cause does.
	return error.cause instanceof Error ? `${error.message}: ${error.cause.message || error.cause.name}` : error.message;
}
