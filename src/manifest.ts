/** A file's bytes → the documents in it, or one sentence why it is not read. */
import { isUtf8 } from "node:buffer";
import { readLargeJson } from "./source-text/large-json.ts";
import { readDocuments, type SourceDocument } from "./source-text/source-document.ts";
import { UnreadableText } from "./source-text/unreadable-text.ts";

export const MAX_BYTES = 2 * 1024 * 1024;
/** Of a Terraform plan, which lists everything in an account's corner of it. */
export const MAX_PLAN_BYTES = 64 * 1024 * 1024;

/** As readManifest, and a Terraform plan of up to 64 MiB. @throws {UnreadableText} */
export function readManifestOrPlan(bytes: Uint8Array): readonly SourceDocument[] {
	if (bytes.length <= MAX_BYTES) return readManifest(bytes);
	if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('"resource_changes"')) return readManifest(bytes);
	if (bytes.length > MAX_PLAN_BYTES)
		throw new UnreadableText(`larger than ${MAX_PLAN_BYTES / 1024 / 1024} MiB, the most that is read of a plan`);
	return [readLargeJson(decode(bytes))];
}

/**
 * Every document of a JSON or YAML file; a UTF-8 byte order mark is passed over.
 * @throws {UnreadableText} for more than 2 MiB, what is not UTF-8 text, an empty file and what is neither JSON nor YAML.
 */
export function readManifest(bytes: Uint8Array): readonly SourceDocument[] {
	if (bytes.length > MAX_BYTES) throw new UnreadableText(`larger than ${MAX_BYTES / 1024 / 1024} MiB, the most that is read of one file`);
	const documents = readDocuments(decode(bytes));
	if (documents.length === 0) throw new UnreadableText("empty: there is no JSON or YAML in it");
	return documents;
}

function decode(bytes: Uint8Array): string {
	if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) throw new UnreadableText("UTF-16; save it as UTF-8");
	if (!isUtf8(bytes)) throw new UnreadableText("binary, or text that is not UTF-8");
	if (!bytes.includes(0)) return new TextDecoder("utf-8").decode(bytes);
	throw new UnreadableText("holds NUL bytes: it is binary, or UTF-16 without a byte order mark; text must be UTF-8");
}

function startsWith(bytes: Uint8Array, first: number, second: number): boolean {
	return bytes[0] === first && bytes[1] === second;
}
