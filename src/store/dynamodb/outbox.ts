import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { instant } from "../instant.ts";
import type { Store, StoredAction } from "../store.ts";
import { type ActionItem, storedAction } from "./action-items.ts";
import { assign } from "./assign.ts";
import { type Connection, conditionally, query } from "./connection.ts";
import { claim, dueFrom, waiting } from "./due.ts";
import { actedPk, actionKey, type Key } from "./keys.ts";
import { settle } from "./settle.ts";

/** Actions from the moment they are planned until they end. */
export function dynamoDbOutbox(connection: Connection): Pick<Store, "claimActions" | "settle" | "retry" | "pendingActions" | "actedOn"> {
	const { client, table } = connection;
	return {
		async claimActions(now, leaseUntil, limit) {
			const lease = { now: instant(now, "now"), leaseUntil: instant(leaseUntil, "leaseUntil"), limit };
			return (await claim<ActionItem>(connection, "action", lease)).map(storedAction).sort(byDueDate);
		},
		settle: async (actionId, state, outcome, now, successor) =>
			settle(connection, { actionId, state, outcome, now: instant(now, "now"), successor }),
		async retry(actionId, outcome, dueAt) {
			const at = instant(dueAt, "dueAt");
			const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = assign({
				outcome,
				dueAt: at,
				...dueFrom("action", actionId, at),
			});
			await conditionally(() =>
				client.send(
					new UpdateCommand({
						TableName: table,
						Key: actionKey(actionId),
						UpdateExpression: `${UpdateExpression} ADD attempts :one`,
						ExpressionAttributeNames: { ...ExpressionAttributeNames, "#state": "state" },
						ExpressionAttributeValues: { ...ExpressionAttributeValues, ":one": 1, ":planned": "planned" },
						ConditionExpression: "#state = :planned",
					}),
				),
			);
		},
		pendingActions: () => waiting(connection, "action"),
		async actedOn(type, target, since) {
			const from = instant(since, "since");
			const marks = query<Key & { doneAt?: string }>(connection, {
				KeyConditionExpression: "pk = :pk",
				ExpressionAttributeValues: { ":pk": actedPk(type, target) },
				ConsistentRead: true,
			});
			for await (const { doneAt } of marks) if (doneAt === undefined || doneAt >= from) return true;
			return false;
		},
	};
}

/** Due at one instant: in the order they were claimed. */
function byDueDate(a: StoredAction, b: StoredAction): number {
	if (a.dueAt === b.dueAt) return 0;
	return a.dueAt < b.dueAt ? -1 : 1;
}
