import { openSqliteStore } from "./sqlite.ts";
import type { WholeStore } from "./whole-store.ts";

/**
 * Opens `sqlite:PATH` or `dynamodb:TABLE` (a name or an ARN); for a table the SDK finds Region, endpoint and credentials.
 * @param retentionDays DynamoDB only: how long records are kept
 */
export async function openStore(store: string, retentionDays?: number): Promise<WholeStore> {
	const path = sqlitePath(store);
	if (path !== undefined) return openSqliteStore(path);
	// Loaded when it is wanted: the SDK is a good part of what starting takes.
	const { openDynamoDbStore } = await import("./dynamodb.ts");
	return openDynamoDbStore({ table: store.slice("dynamodb:".length), retentionDays });
}

/** The file behind `sqlite:PATH`; undefined for any other store. */
export function sqlitePath(store: string): string | undefined {
	return store.startsWith("sqlite:") ? store.slice("sqlite:".length) : undefined;
}
