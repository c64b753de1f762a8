/** The files of a bundle's tar.gz, taken in with suspicion: a bundle may come from anywhere. */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";

const MIB = 1024 * 1024;
const LIMITS = { packedBytes: 16 * MIB, unpackedBytes: 64 * MIB, entries: 5_000 };
/** Whoever fetches one may stop there. */
export const MOST_PACKED_BYTES = LIMITS.packedBytes;

/** The bundle cannot be used: what is wrong with it and where. */
export class BundleError extends Error {
	override readonly name = "BundleError";
}

/** Entry name without leading slash → its bytes. Throws BundleError for links, duplicates, escapes and anything over the limits. */
export async function unpackArchive(packed: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
	if (packed.byteLength > LIMITS.packedBytes) throw tooLarge();
	let entries = 0;
	const files = new Map<string, Uint8Array>();
	const archive = extract();
	archive.end(await unzip(packed));
	try {
		for await (const entry of archive) {
			const name = entryName(entry.header);
			if (++entries > LIMITS.entries) throw new BundleError(`the bundle has more than ${LIMITS.entries} entries`);
			const chunks: Buffer[] = [];
			for await (const chunk of entry) chunks.push(chunk as Buffer);
			if (entry.header.type === "directory") continue;
			if (files.has(name)) throw new BundleError(`the bundle has two entries called ${name}`);
			files.set(name, Buffer.concat(chunks));
		}
	} catch (error) {
		if (error instanceof BundleError) throw error;
		throw new BundleError(`the bundle is not a complete tar archive: ${messageOf(error)}`, { cause: error });
	}
	return files;
}

export function tooLarge(): BundleError {
	return new BundleError(`the bundle is larger than ${LIMITS.packedBytes / MIB} MiB`);
}

async function unzip(packed: Uint8Array): Promise<Buffer> {
	try {
		return await promisify(gunzip)(packed, { maxOutputLength: LIMITS.unpackedBytes });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
			throw new BundleError(`the bundle unpacks to more than ${LIMITS.unpackedBytes / MIB} MiB`, { cause: error });
		}
		throw new BundleError(`the bundle is not a gzip file: ${messageOf(error)}`, { cause: error });
	}
}

/** OPA writes a leading slash; it means the bundle's root. */
function entryName(header: Header): string {
	if (header.type !== "file" && header.type !== "directory") {
		throw new BundleError(`the bundle's entry ${header.name} is a ${header.type}; only files and directories are read`);
	}
	const name = header.name.replace(/^\.?\//, "");
	if (/[\\\0]/.test(name) || name.split("/").includes(".."))
		throw new BundleError(`the bundle's entry ${header.name} points outside the bundle`);
	return name;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
