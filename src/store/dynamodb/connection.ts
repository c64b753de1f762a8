/** The calls to DynamoDB that the store is made of, and what their refusals mean. */
import { setTimeout as sleep } from "node:timers/promises";
import { ConditionalCheckFailedException, TransactionCanceledException, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import {
	type DynamoDBDocumentClient,
	GetCommand,
	paginateQuery,
	type QueryCommandInput,
	TransactWriteCommand,
	type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import type { Key } from "./keys.ts";
import { EXPIRY } from "./table.ts";

export interface Connection {
	readonly client: DynamoDBDocumentClient;
	readonly table: string;
	/** Undefined keeps everything for ever. */
	readonly retentionDays: number | undefined;
	/** What this process put into the queues: claimable at once, although the index may not show it yet. */
	readonly fresh: Map<string, DueEntry>;
}

/** Where a claimable item lies, and since when it is due. */
export interface DueEntry extends Key {
	readonly duePk: string;
	readonly dueSk: string;
}

type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** One write of a transaction; `what` tells which condition failed. The table's name is filled in. */
export interface Write {
	readonly what: string;
	readonly Put?: Omit<NonNullable<TransactItem["Put"]>, "TableName">;
	readonly Update?: Omit<NonNullable<TransactItem["Update"]>, "TableName">;
	readonly Delete?: Omit<NonNullable<TransactItem["Delete"]>, "TableName">;
}

/** DynamoDB takes so many writes in one transaction. */
export const MOST_WRITES = 100;
const ATTEMPTS = 12;

/** Read with strong consistency. */
export async function get<Item>({ client, table }: Connection, key: Key): Promise<Item | undefined> {
	const { Item } = await client.send(new GetCommand({ TableName: table, Key: { pk: key.pk, sk: key.sk }, ConsistentRead: true }));
	return Item as Item | undefined;
}

/** Every item a query finds, page after page as they are asked for. */
export async function* query<Item>({ client, table }: Connection, input: Omit<QueryCommandInput, "TableName">): AsyncGenerator<Item> {
	for await (const page of paginateQuery({ client }, { ...input, TableName: table })) yield* (page.Items ?? []) as Item[];
}

export async function all<Item>(connection: Connection, input: Omit<QueryCommandInput, "TableName">): Promise<readonly Item[]> {
	const items: Item[] = [];
	for await (const item of query<Item>(connection, input)) items.push(item);
	return items;
}

/** All of the writes or none. Answers what was refused by its condition; nothing when it is done. */
export async function transact({ client, table }: Connection, writes: readonly Write[]): Promise<ReadonlySet<string>> {
	const TransactItems = writes.map(({ Put, Update, Delete }) => ({
		...(Put && { Put: { ...Put, TableName: table } }),
		...(Update && { Update: { ...Update, TableName: table } }),
		...(Delete && { Delete: { ...Delete, TableName: table } }),
	})) as TransactItem[];
	return patiently(async () => {
		try {
			await client.send(new TransactWriteCommand({ TransactItems }));
			return new Set();
		} catch (error) {
			if (!(error instanceof TransactionCanceledException)) throw error;
			const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
			const refused = writes.filter((_, n) => codes[n] === "ConditionalCheckFailed").map(({ what }) => what);
			if (refused.length > 0) return new Set(refused);
			if (codes.some((code) => code !== undefined && BUSY.has(code))) return undefined;
			throw error;
		}
	});
}

const BUSY: ReadonlySet<string> = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

/** What a conditional write of one item answers; undefined when its condition is not met. */
export async function conditionally<Answer>(write: () => Promise<Answer>): Promise<Answer | undefined> {
	const answer = await patiently(async () => {
		try {
			return { met: await write() };
		} catch (error) {
			if (error instanceof ConditionalCheckFailedException) return { met: undefined };
			if (error instanceof TransactionConflictException) return undefined;
			throw error;
		}
	});
	return answer.met;
}

/** Again and again while the answer is undefined, because somebody else writes the same items. @throws {Error} when that does not end */
export async function patiently<Answer>(attempt: () => Promise<Answer | undefined>, attempts = ATTEMPTS): Promise<Answer> {
	for (let n = 0; n < attempts; n += 1) {
		const answer = await attempt();
		if (answer !== undefined) return answer;
		await sleep(Math.random() * Math.min(10 * 2 ** n, 500));
	}
	throw new Error(`DynamoDB: others kept writing the same items through ${attempts} attempts; nothing was written, try again`);
}

/** Longer than an hour and the time until it is noted that its decisions may be gone. */
const NOTED_S = 7_200;

/** The TTL attribute, counted from an instant; none when everything is kept. */
export function expiry({ retentionDays }: Connection, from: string): { readonly [EXPIRY]?: number } {
	return retentionDays === undefined ? {} : { [EXPIRY]: Math.ceil(Date.parse(from) / 1000) + retentionDays * 86_400 + NOTED_S };
}
