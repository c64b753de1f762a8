/** What is written into the ledger with each decision, and how it is read again. */
import { PutCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { type Entered, type Ledger, type LedgerEntry, NO_ACCOUNT } from "../../ledger/ledger.ts";
import { hourOf } from "../../ledger/seal.ts";
import type { DecisionRecord } from "../store.ts";
import { type Connection, conditionally, expiry, get, query, type Write } from "./connection.ts";
import { readDecision } from "./decision-items.ts";
import {
	decisionKey,
	entryKey,
	entryPartitions,
	hourAndAccount,
	type Key,
	LEDGER_BEGAN,
	ledgerAccountKey,
	OPEN_HOURS,
	POINTS,
	sealedHourKey,
} from "./keys.ts";
import { merge } from "./merge.ts";

type Place = Pick<DecisionRecord, "account" | "decidedAt">;

export interface EntryItem extends Key {
	readonly uid: string;
	readonly digest: string;
	readonly late?: true;
}

function placeOf({ account, decidedAt }: Place): { readonly account: string; readonly hour: string } {
	return { account: account ?? NO_ACCOUNT, hour: hourOf(decidedAt) };
}

/** In the transaction of its decision. */
export function entryWrite(connection: Connection, record: DecisionRecord, digest: string, late: boolean): Write {
	const { account, hour } = placeOf(record);
	const entry: LedgerEntry = { uid: record.uid, digest, ...(late && { late }) };
	return { what: "entry", Put: { Item: { ...entryKey(account, hour, record.uid), ...expiry(connection, record.decidedAt), ...entry } } };
}

/** An hour that was found open is asked about again after so long; it is sealed an hour after it is over. */
const REMEMBERED_MS = 600_000;
const SEEN_EVERY_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** Before a decision is recorded: opens its hour, unless that is sealed, which is answered. Asked once in a while for each hour and account. */
export function hoursOpened(connection: Connection): (record: Place) => Promise<boolean> {
	const open = new Map<string, number>();
	const { client, table } = connection;
	return async (record) => {
		const { account, hour } = placeOf(record);
		const sk = hourAndAccount(hour, account);
		const since = open.get(sk);
		if (since !== undefined && performance.now() - since < REMEMBERED_MS) return false;
		if (open.size === 0) await begin(connection, record.decidedAt);
		if ((await get(connection, sealedHourKey(account, hour))) !== undefined) return true;
		await client.send(new PutCommand({ TableName: table, Item: { ...ledgerAccountKey(account), account } }));
		await client.send(new PutCommand({ TableName: table, Item: { pk: OPEN_HOURS, sk, account, hour } }));
		if (open.size >= MOST_REMEMBERED) open.clear();
		open.set(sk, performance.now());
		return false;
	};
}

/** Decisions of an older Taskgate may lie in the table, and have no entries. */
async function begin({ client, table }: Connection, decidedAt: string): Promise<void> {
	const put = new PutCommand({ TableName: table, Item: { ...LEDGER_BEGAN, decidedAt }, ConditionExpression: "attribute_not_exists(pk)" });
	await conditionally(() => client.send(put));
}

/** The newest decision of each point, noted after it is recorded, once a minute at most and as well as it goes: no transaction waits for it. */
export function pointsSeen({ client, table }: Connection): (record: DecisionRecord) => Promise<void> {
	const noted = new Map<string, number>();
	return async ({ enforcementPoint: point, time, decidedAt }) => {
		const before = noted.get(point);
		if (before !== undefined && performance.now() - before < SEEN_EVERY_MS) return;
		noted.set(point, performance.now());
		const put = new PutCommand({
			TableName: table,
			Item: { pk: POINTS, sk: point, point, time, decidedAt },
			ConditionExpression: "attribute_not_exists(pk) OR decidedAt < :decidedAt",
			ExpressionAttributeValues: { ":decidedAt": decidedAt },
		});
		await conditionally(() => client.send(put)).catch(() => undefined);
	};
}

/** As many as the SDK has connections. */
const AT_ONCE = 50;

export function readEntries(connection: Connection): Pick<Ledger, "entered" | "withEntry"> {
	return {
		async *entered(account, hour) {
			let some: EntryItem[] = [];
			for await (const item of entriesOf(connection, account, hour)) {
				some.push(item);
				if (some.length < AT_ONCE) continue;
				yield* await withDecisions(connection, some);
				some = [];
			}
			yield* await withDecisions(connection, some);
		},
		async withEntry(decisions) {
			const found = await Promise.all(
				decisions.map(async (one) => {
					const { account, hour } = placeOf(one);
					return (await get(connection, entryKey(account, hour, one.uid))) === undefined ? [] : [one.uid];
				}),
			);
			return new Set(found.flat());
		},
	};
}

function entriesOf(connection: Connection, account: string, hour: string): AsyncGenerator<EntryItem> {
	const streams = entryPartitions(account, hour).map((pk) =>
		query<EntryItem>(connection, {
			KeyConditionExpression: "pk = :pk",
			ExpressionAttributeValues: { ":pk": pk },
			ConsistentRead: true,
		}),
	);
	return merge(streams, (a, b) => a.uid < b.uid);
}

/** Those that a seal is to stand for. */
export async function countEntries({ client, table }: Connection, account: string, hour: string): Promise<number> {
	const counts = entryPartitions(account, hour).map(async (pk) => {
		let count = 0;
		const asked = {
			TableName: table,
			KeyConditionExpression: "pk = :pk",
			FilterExpression: "attribute_not_exists(late)",
			ExpressionAttributeValues: { ":pk": pk },
			Select: "COUNT" as const,
			ConsistentRead: true,
		};
		for await (const { Count } of paginateQuery({ client }, asked)) count += Count ?? 0;
		return count;
	});
	return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

function withDecisions(connection: Connection, items: readonly EntryItem[]): Promise<readonly Entered[]> {
	return Promise.all(
		items.map(async ({ uid, digest, late }) => ({
			entry: { uid, digest, ...(late && { late }) },
			decision: await readDecision(connection, decisionKey(uid).pk),
		})),
	);
}
