import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { instant } from "../instant.ts";
import type { Store, StoredAction } from "../store.ts";
import { type ActionItem, storedAction } from "./action-items.ts";
import { assign } from "./assign.ts";
import { type Connection, conditionally, get } from "./connection.ts";
import { claim, waiting } from "./due.ts";
import { actionKey, callKey, timeAndId } from "./keys.ts";
import { settle } from "./settle.ts";

interface QueuedItem extends ActionItem {
	readonly dueSk: string;
}

/** What stands in the queue for another instant than it is due at was leased before. */
function claimedAction(item: QueuedItem): StoredAction {
	const action = storedAction(item);
	return item.dueSk === timeAndId(item.dueAt, item.id) ? action : { ...action, unreported: true };
}

/** Actions from the moment they are planned until they end. */
export function dynamoDbOutbox(connection: Connection): Pick<Store, "claimActions" | "settle" | "retry" | "pendingActions" | "made"> {
	const { client, table } = connection;
	return {
		async claimActions(now, leaseUntil, limit, { goAheads = false } = {}) {
			const lease = { now: instant(now, "now"), leaseUntil: instant(leaseUntil, "leaseUntil"), limit };
			const answers = await claim<QueuedItem>(connection, "goAhead", lease);
			if (goAheads) return answers.map(claimedAction).sort(byDueDate);
			const undoing = await claim<QueuedItem>(connection, "action", { ...lease, limit: limit - answers.length });
			const told = answers.length + undoing.length;
			const notices = await claim<QueuedItem>(connection, "notice", { ...lease, limit: limit - told });
			return [[...answers, ...undoing], notices].flatMap((items) => items.map(claimedAction).sort(byDueDate));
		},
		settle: async (actionId, state, outcome, now, more = {}) =>
			settle(connection, { actionId, state, outcome, now: instant(now, "now"), ...more }),
		async retry(actionId, outcome, dueAt) {
			const at = instant(dueAt, "dueAt");
			const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = assign({
				outcome,
				dueAt: at,
				dueSk: timeAndId(at, actionId),
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
		pendingActions: async () =>
			sum(await Promise.all((["goAhead", "action", "notice"] as const).map((queue) => waiting(connection, queue)))),
		made: async (awsRequestId) => (await get(connection, callKey(awsRequestId))) !== undefined,
	};
}

function sum(counts: readonly number[]): number {
	return counts.reduce((total, count) => total + count, 0);
}

/** Due at one instant: in the order they were claimed. */
function byDueDate(a: StoredAction, b: StoredAction): number {
	if (a.dueAt === b.dueAt) return 0;
	return a.dueAt < b.dueAt ? -1 : 1;
}
