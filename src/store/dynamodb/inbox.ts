import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { instant } from "../instant.ts";
import type { InboxEvent, Store } from "../store.ts";
import { assign } from "./assign.ts";
import { type Connection, conditionally } from "./connection.ts";
import { claim, dueFrom, remember } from "./due.ts";
import { eventKey } from "./keys.ts";
import { fits, type Packed, pack, unpack } from "./pack.ts";

interface EventItem {
	readonly id: string;
	readonly receivedAt: string;
	readonly event: Packed;
	readonly attempts: number;
}

/** Events accepted and not yet judged. They have no TTL: nothing accepted is forgotten. */
export function dynamoDbInbox(connection: Connection): Pick<Store, "accept" | "claimEvents" | "postpone" | "discard"> {
	const { client, table } = connection;
	return {
		async accept(id, event, receivedAt) {
			const at = instant(receivedAt, "receivedAt");
			if (!fits(event))
				throw new RangeError(`event ${id}: too large for a DynamoDB item even when compressed; EventBridge sends 256 KB at most`);
			const item = { id, receivedAt: at, event: pack(event), attempts: 0 } satisfies EventItem;
			const entry = { ...eventKey(id), ...dueFrom("event", id, at) };
			const put = new PutCommand({ TableName: table, Item: { ...entry, ...item }, ConditionExpression: "attribute_not_exists(pk)" });
			if ((await conditionally(() => client.send(put))) !== undefined) remember(connection, [entry]);
		},
		async claimEvents(now, leaseUntil, limit) {
			const lease = { now: instant(now, "now"), leaseUntil: instant(leaseUntil, "leaseUntil"), limit };
			return (await claim<EventItem>(connection, "event", lease)).map(inboxEvent).sort(byAge);
		},
		async postpone(id, dueAt) {
			const { UpdateExpression, ExpressionAttributeValues, ...assignment } = assign(dueFrom("event", id, instant(dueAt, "dueAt")));
			await conditionally(() =>
				client.send(
					new UpdateCommand({
						TableName: table,
						Key: eventKey(id),
						...assignment,
						UpdateExpression: `${UpdateExpression} ADD attempts :one`,
						ExpressionAttributeValues: { ...ExpressionAttributeValues, ":one": 1 },
						ConditionExpression: "attribute_exists(pk)",
					}),
				),
			);
		},
		async discard(id) {
			await client.send(new DeleteCommand({ TableName: table, Key: eventKey(id) }));
		},
	};
}

function inboxEvent({ id, receivedAt, event, attempts }: EventItem): InboxEvent {
	return { id, receivedAt, event: unpack(event), attempts };
}

/** Of one age: in the order they were claimed. */
function byAge(a: InboxEvent, b: InboxEvent): number {
	if (a.receivedAt === b.receivedAt) return 0;
	return a.receivedAt < b.receivedAt ? -1 : 1;
}
