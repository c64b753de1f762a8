/** Lists in time order: a day, or a state, is spread over shards; streams of index entries are merged. */
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { DecisionQuery } from "../store.ts";
import { all, type Connection, query } from "./connection.ts";
import { bounded, CALENDAR, dayOf, type Key, shardsOf } from "./keys.ts";
import { merge } from "./merge.ts";
import { TIMELINE_INDEX } from "./table.ts";

export interface TimelineEntry extends Key {
	readonly timelineSk: string;
}

export interface Range {
	/** Inclusive, as `timelineSk`. */
	readonly from: string;
	readonly to: string;
}

export type Filters = Pick<DecisionQuery, "verdict" | "account" | "cluster" | "policy">;

/** The entries of a group and range that pass the filters, newest first; eventually consistent. */
export function newestFirst<Entry extends TimelineEntry>(
	connection: Connection,
	groups: readonly string[],
	{ from, to }: Range,
	filters: Filters,
): AsyncGenerator<Entry> {
	const { values, ...filtering } = filter(filters);
	const streams = groups.flatMap(shardsOf).map((shard) =>
		query<Entry>(connection, {
			IndexName: TIMELINE_INDEX.name,
			KeyConditionExpression: "timelinePk = :shard AND timelineSk BETWEEN :from AND :to",
			ExpressionAttributeValues: { ":shard": shard, ":from": from, ":to": to, ...values },
			...filtering,
			ScanIndexForward: false,
		}),
	);
	return merge(streams, (a, b) => a.timelineSk > b.timelineSk);
}

function filter({ verdict, account, cluster, policy }: Filters) {
	const equal = Object.entries({ verdict, account, cluster }).map(([name, value]) => ({ name, value, condition: `#${name} = :${name}` }));
	const asked = [...equal, { name: "policies", value: policy, condition: "contains(#policies, :policies)" }].flatMap(
		({ name, value, condition }) => (value === undefined ? [] : [{ name, value: bounded(value), condition }]),
	);
	return {
		values: Object.fromEntries(asked.map(({ name, value }) => [`:${name}`, value])),
		...(asked.length > 0 && {
			FilterExpression: asked.map(({ condition }) => condition).join(" AND "),
			ExpressionAttributeNames: Object.fromEntries(asked.map(({ name }) => [`#${name}`, name])),
		}),
	};
}

/** Days on which there is a decision, newest first, so that no list walks through empty ones. */
export async function daysWithDecisions(connection: Connection, { from, to }: Range): Promise<readonly string[]> {
	const days = await all<Key>(connection, {
		KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
		ExpressionAttributeValues: { ":pk": CALENDAR, ":from": from, ":to": to },
		ScanIndexForward: false,
		ConsistentRead: true,
	});
	return days.map(({ sk }) => sk);
}

const REMEMBERED_DAYS = 1000;

/** Writes a day into the calendar before the first decision of it that this process records. */
export function calendar({ client, table }: Connection): (time: string) => Promise<void> {
	const known = new Set<string>();
	return async (time) => {
		const day = dayOf(time);
		if (known.has(day)) return;
		await client.send(new PutCommand({ TableName: table, Item: { pk: CALENDAR, sk: day } }));
		if (known.size >= REMEMBERED_DAYS) known.clear();
		known.add(day);
	};
}
