import type { PlannedAction } from "../../admission/plan.ts";
import type { ActionState, Settlement, StoredAction } from "../store.ts";
import { type ActionItem, type Holders, holdersOf, planActions, storedAction } from "./action-items.ts";
import { assign } from "./assign.ts";
import { all, type Connection, expiry, get, patiently, transact, type Write } from "./connection.ts";
import { remember } from "./due.ts";
import { actionKey, callKey, guardOfEffect } from "./keys.ts";

interface End extends Settlement {
	readonly actionId: string;
	readonly state: Exclude<ActionState, "planned">;
	readonly outcome: string;
	/** UTC with milliseconds. */
	readonly now: string;
}

/** Ends an action that is still planned, and plans its successor, in one transaction. */
export async function settle(connection: Connection, settlement: End): Promise<void> {
	const { actionId, successor } = settlement;
	let holders: Holders = new Map();
	await patiently(async () => {
		const item = await get<ActionItem>(connection, actionKey(actionId));
		if (item?.state !== "planned") return true;
		const action = storedAction(item);
		const next = successor && (await planSuccessor(connection, action, settlement, successor, holders));
		const refused = await transact(connection, [...endOf(connection, action, settlement), ...(next?.writes ?? [])]);
		if (refused.size === 0) remember(connection, next?.queued ?? []);
		if (refused.has("effect") && successor !== undefined) holders = await holdersOf(connection, [successor.effectKey]);
		return refused.size === 0 || undefined;
	});
}

function endOf(connection: Connection, action: StoredAction, settlement: End): readonly Write[] {
	const { state, outcome, now, successor, awsRequestId } = settlement;
	const { ExpressionAttributeValues, ...assignment } = assign({ state, outcome, settledAt: now }, ["duePk", "dueSk"]);
	const end: Write = {
		what: "end",
		Update: {
			Key: actionKey(action.id),
			...assignment,
			ExpressionAttributeValues: { ...ExpressionAttributeValues, ":planned": "planned" },
			ConditionExpression: "#state = :planned",
		},
	};
	const call: readonly Write[] =
		awsRequestId === undefined ? [] : [{ what: "call", Put: { Item: { ...callKey(awsRequestId), ...expiry(connection, now) } } }];
	const writes = [end, ...call];
	if (state === "done") return writes;
	if (takesOver(action, successor)) return writes;
	const release: Write = {
		what: "release",
		Delete: {
			Key: guardOfEffect(action.effectKey),
			ConditionExpression: "attribute_not_exists(pk) OR actionId = :id",
			ExpressionAttributeValues: { ":id": action.id },
		},
	};
	return [...writes, release];
}

function takesOver(action: StoredAction, successor: PlannedAction | undefined): boolean {
	return successor?.state === "planned" && successor.effectKey === action.effectKey;
}

async function planSuccessor(
	connection: Connection,
	action: StoredAction,
	{ state, now }: End,
	successor: PlannedAction,
	holders: Holders,
): Promise<ReturnType<typeof planActions>> {
	const siblings = await all(connection, {
		KeyConditionExpression: "pk = :pk AND begins_with(sk, :action)",
		ExpressionAttributeValues: { ":pk": actionKey(action.id).pk, ":action": "action#" },
		ProjectionExpression: "sk",
		ConsistentRead: true,
	});
	return planActions(connection, [successor], {
		uid: action.decisionUid,
		number: siblings.length + 1,
		dueAt: now,
		holders,
		...(takesOver(action, successor) && state !== "done" ? { ending: action.id } : {}),
	});
}
