import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { instant } from "../instant.ts";
import { type Quarantine, type Quarantined, quarantinable } from "../quarantine.ts";
import { all, type Connection, conditionally, get, patiently } from "./connection.ts";
import { bounded, type Key, QUARANTINE } from "./keys.ts";
import { EXPIRY } from "./table.ts";

/** One list in one partition: it is read whole, and holds what people look after. An entry leaves by TTL once it is over. */
export function dynamoDbQuarantine(connection: Connection): Quarantine {
	const { client, table } = connection;
	return {
		async quarantine({ what, reason, by, since, until }) {
			const entry = { what: quarantinable(what), reason, by, since: instant(since, "since"), until: instant(until, "until") };
			await patiently(() => put(connection, entry));
		},
		async quarantined(now) {
			const at = instant(now, "now");
			const items = await all<Quarantined & Key>(connection, {
				KeyConditionExpression: "pk = :pk",
				ExpressionAttributeValues: { ":pk": QUARANTINE },
				ConsistentRead: true,
			});
			const entries = items
				.filter(({ until }) => until > at)
				.map(({ what, reason, by, since, until }) => ({ what, reason, by, since, until }));
			return entries.sort((a, b) => (a.since === b.since ? order(a.what, b.what) : order(b.since, a.since)));
		},
		async liftQuarantine(what) {
			const { Attributes } = await client.send(new DeleteCommand({ TableName: table, Key: keyOf(what), ReturnValues: "ALL_OLD" }));
			return Attributes !== undefined;
		},
	};
}

/** Undefined when somebody else wrote in between. */
async function put(connection: Connection, { what, reason, by, since, until }: Quarantined): Promise<true | undefined> {
	const known = await get<Quarantined>(connection, keyOf(what));
	const last = known !== undefined && known.until > until ? known.until : until;
	const written = await conditionally(() =>
		connection.client.send(
			new UpdateCommand({
				TableName: connection.table,
				Key: keyOf(what),
				UpdateExpression: `SET what = :what, reason = :reason, #by = :by, since = :since, #until = :until, ${EXPIRY} = :expiry`,
				ConditionExpression: known === undefined ? "attribute_not_exists(pk)" : "#until = :known",
				ExpressionAttributeNames: { "#by": "by", "#until": "until" },
				ExpressionAttributeValues: {
					...{ ":what": what, ":reason": reason, ":by": by, ":since": since, ":until": last },
					":expiry": Math.ceil(Date.parse(last) / 1000),
					...(known && { ":known": known.until }),
				},
			}),
		),
	);
	return written && true;
}

function keyOf(what: string): Key {
	return { pk: QUARANTINE, sk: bounded(what) };
}

function order(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
