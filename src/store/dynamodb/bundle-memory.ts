/** A bundle is larger than an item may be: it lies in pieces, and is the last one once the item that names them is written. */
import { createHash } from "node:crypto";
import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { BundleMemory } from "../bundle-memory.ts";
import { instant } from "../instant.ts";
import { type Connection, conditionally, get } from "./connection.ts";
import { bundleKey, bundlePieceKey, type Key } from "./keys.ts";

/** Under the 400 KB of an item. */
const PIECE_BYTES = 350_000;

interface BundleItem extends Key {
	readonly digest: string;
	readonly pieces: number;
	/** Of signatures, in seconds since 1970. */
	readonly newest?: number;
}

export function dynamoDbBundleMemory(connection: Connection): BundleMemory {
	const { client, table } = connection;
	return {
		async newestSignature(source) {
			return (await get<BundleItem>(connection, bundleKey(source)))?.newest;
		},
		async lastBundle(source) {
			const last = await get<BundleItem>(connection, bundleKey(source));
			if (last === undefined) return undefined;
			const pieces = await Promise.all(
				keysOf(source, last).map(async (key) => (await get<{ bytes: Uint8Array }>(connection, key))?.bytes ?? Buffer.alloc(0)),
			);
			const bytes = Buffer.concat(pieces);
			// Another process may have replaced it just now.
			return digestOf(bytes) === last.digest ? bytes : undefined;
		},
		async keepBundle(source, { bytes, signedAt, at }) {
			const last = await get<BundleItem>(connection, bundleKey(source));
			if (last?.digest === digestOf(bytes)) return signedAt === undefined || (last.newest ?? 0) <= signedAt;
			const item = { digest: digestOf(bytes), pieces: Math.ceil(bytes.byteLength / PIECE_BYTES), at: instant(at, "at"), signedAt };
			for (const [n, key] of keysOf(source, item).entries()) {
				const piece = bytes.subarray(n * PIECE_BYTES, (n + 1) * PIECE_BYTES);
				await client.send(new PutCommand({ TableName: table, Item: { ...key, bytes: piece } }));
			}
			const written = await conditionally(() => client.send(new UpdateCommand({ TableName: table, ...replacing(source, item) })));
			const useless = written === undefined ? item : (written.Attributes as BundleItem | undefined);
			const standing = written === undefined ? await get<BundleItem>(connection, bundleKey(source)) : item;
			if (useless !== undefined && useless.digest !== standing?.digest)
				for (const Key of keysOf(source, useless)) await client.send(new DeleteCommand({ TableName: table, Key }));
			return written !== undefined;
		},
	};
}

interface Replacement {
	readonly digest: string;
	readonly pieces: number;
	readonly at: string;
	readonly signedAt: number | undefined;
}

/** Answers what stood there before. */
function replacing(source: string, { digest, pieces, at, signedAt }: Replacement) {
	const isSigned = signedAt !== undefined;
	return {
		Key: bundleKey(source),
		UpdateExpression: `SET digest = :digest, pieces = :pieces, acceptedAt = :at${isSigned ? ", newest = :signedAt" : ""}`,
		...(isSigned && { ConditionExpression: "attribute_not_exists(newest) OR newest <= :signedAt" }),
		ExpressionAttributeValues: { ":digest": digest, ":pieces": pieces, ":at": at, ...(isSigned && { ":signedAt": signedAt }) },
		ReturnValues: "ALL_OLD" as const,
	};
}

function keysOf(source: string, { digest, pieces }: Pick<BundleItem, "digest" | "pieces">): readonly Key[] {
	return Array.from({ length: pieces }, (_, n) => bundlePieceKey(source, digest, n));
}

function digestOf(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}
