/** The queues, of events, of answers that let a deployment go on, of actions that undo and of notices: found by the eventually consistent index, taken by a condition on the item itself. */
import { paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { assign } from "./assign.ts";
import { type Connection, conditionally, type DueEntry, query } from "./connection.ts";
import { after, shardOf, shardsOf, timeAndId } from "./keys.ts";
import { merge } from "./merge.ts";
import { DUE_INDEX } from "./table.ts";

type Queue = "event" | "goAhead" | "action" | "notice";

/** The attributes that put an item into its queue, to be claimed from `instant` on. */
export function dueFrom(queue: Queue, id: string, instant: string): { readonly duePk: string; readonly dueSk: string } {
	return { duePk: shardOf(queue, id), dueSk: timeAndId(instant, id) };
}

/** Index entries of others' claims linger for a moment; so many may be met before a claim settles for what it got. */
const LOST_AT_MOST = 200;

/** Items due at `now`, longest due first and as they were until now, each leased until `leaseUntil` by whoever's write comes first. */
export async function claim<Item>(
	connection: Connection,
	queue: Queue,
	{ now, leaseUntil, limit }: { now: string; leaseUntil: string; limit: number },
): Promise<readonly Item[]> {
	const claimed: Item[] = [];
	if (limit < 1) return claimed;
	let lost = 0;
	let before = "";
	for await (const entry of dueEntries(connection, queue, now, limit)) {
		// The index has caught up with what is fresh.
		if (entry.dueSk === before) continue;
		before = entry.dueSk;
		connection.fresh.delete(entry.pk + entry.sk);
		const item = await lease<Item>(connection, entry, now, leaseUntil);
		if (item === undefined) lost += 1;
		else claimed.push(item);
		if (claimed.length >= limit || lost > LOST_AT_MOST) break;
	}
	return claimed;
}

function dueEntries(connection: Connection, queue: Queue, now: string, limit: number): AsyncGenerator<DueEntry> {
	const streams = shardsOf(queue).map((shard) =>
		query<DueEntry>(connection, {
			IndexName: DUE_INDEX.name,
			KeyConditionExpression: "duePk = :shard AND dueSk < :after",
			ExpressionAttributeValues: { ":shard": shard, ":after": after(now) },
			Limit: Math.min(Math.max(limit, 10), 1000),
		}),
	);
	return merge([...streams, freshEntries(connection, queue, now)], (a, b) => a.dueSk < b.dueSk);
}

async function* freshEntries({ fresh }: Connection, queue: Queue, now: string): AsyncGenerator<DueEntry> {
	const due = [...fresh.values()].filter(({ duePk, dueSk }) => duePk.startsWith(`${queue}#`) && dueSk < after(now));
	yield* due.toSorted((a, b) => (a.dueSk < b.dueSk ? -1 : 1));
}

/** Beyond so many the index is relied on alone. */
const MOST_FRESH = 1000;

/** To be called once the items are written. */
export function remember({ fresh }: Connection, entries: readonly DueEntry[]): void {
	for (const { pk, sk, duePk, dueSk } of entries) if (fresh.size < MOST_FRESH) fresh.set(pk + sk, { pk, sk, duePk, dueSk });
}

async function lease<Item>({ client, table }: Connection, entry: DueEntry, now: string, leaseUntil: string): Promise<Item | undefined> {
	const id = entry.dueSk.slice(entry.dueSk.indexOf("#") + 1);
	const { ExpressionAttributeValues, ...assignment } = assign({ dueSk: timeAndId(leaseUntil, id) });
	const answer = await conditionally(() =>
		client.send(
			new UpdateCommand({
				TableName: table,
				Key: { pk: entry.pk, sk: entry.sk },
				...assignment,
				ExpressionAttributeValues: { ...ExpressionAttributeValues, ":after": after(now) },
				ConditionExpression: "#dueSk < :after",
				ReturnValues: "ALL_OLD",
			}),
		),
	);
	return answer?.Attributes as Item | undefined;
}

/** How many wait in a queue, leased ones among them; the index may lag by a moment. */
export async function waiting({ client, table }: Connection, queue: Queue): Promise<number> {
	const counts = shardsOf(queue).map(async (shard) => {
		let count = 0;
		const input = {
			TableName: table,
			IndexName: DUE_INDEX.name,
			KeyConditionExpression: "duePk = :shard",
			ExpressionAttributeValues: { ":shard": shard },
			Select: "COUNT" as const,
		};
		for await (const { Count } of paginateQuery({ client }, input)) count += Count ?? 0;
		return count;
	});
	return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
