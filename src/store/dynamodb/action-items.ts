/** What planning writes: the action itself, and the guard that lets its effect take place once. */
import { isGoAhead, onlyTells } from "../../admission/harmless.ts";
import type { PlannedAction } from "../../admission/plan.ts";
import { instant } from "../instant.ts";
import type { ActionState, StoredAction } from "../store.ts";
import { type Connection, type DueEntry, expiry, get, type Write } from "./connection.ts";
import { dueFrom } from "./due.ts";
import { actionId, actionKey, guardOfEffect, type Key } from "./keys.ts";
import { type Packed, pack, unpack } from "./pack.ts";

export interface ActionItem extends Key {
	readonly id: string;
	readonly state: ActionState;
	readonly attempts: number;
	readonly dueAt: string;
	readonly outcome?: string;
	readonly settledAt?: string;
	/** Everything that stays as it was planned. */
	readonly action: Packed;
}

export function storedAction({ id, state, attempts, dueAt, outcome, settledAt, action }: ActionItem): StoredAction {
	const { state: _, ...planned } = unpack<Omit<PlannedAction, "outcome"> & { decisionUid: string }>(action);
	const ended = { ...(outcome === undefined ? {} : { outcome }), ...(settledAt === undefined ? {} : { endedAt: settledAt }) };
	return { ...planned, id, state, attempts, dueAt, ...ended };
}

/** What undoes never waits behind what only tells, and a deployment that may go on waits behind nothing. */
function queueOf(action: Pick<PlannedAction, "type" | "parameters">): "goAhead" | "action" | "notice" {
	if (isGoAhead(action)) return "goAhead";
	return onlyTells(action.type) ? "notice" : "action";
}

/** By effect: the live action that has it already. */
export type Holders = ReadonlyMap<string, { readonly decisionUid: string; readonly state: ActionState }>;

/** Those of `effectKeys` that a live action has. */
export async function holdersOf(connection: Connection, effectKeys: readonly string[]): Promise<Holders> {
	const found = await Promise.all(
		[...new Set(effectKeys)].map(async (effectKey) => {
			const guard = await get<{ decisionUid: string; actionId: string }>(connection, guardOfEffect(effectKey));
			const action = guard && (await get<ActionItem>(connection, actionKey(guard.actionId)));
			return guard && ([effectKey, { decisionUid: guard.decisionUid, state: action?.state ?? "done" }] as const);
		}),
	);
	return new Map(found.filter((one) => one !== undefined));
}

interface Planning {
	readonly uid: string;
	/** Of the first of the actions. */
	readonly number: number;
	readonly dueAt: string;
	readonly holders: Holders;
	/** An action that ends in the same transaction: its guard may be taken over. */
	readonly ending?: string;
}

/** `queued`: to be remembered once the writes are done. @throws {TypeError} for an action that JSON cannot say */
export function planActions(
	connection: Connection,
	actions: readonly PlannedAction[],
	planning: Planning,
): { readonly stored: readonly StoredAction[]; readonly queued: readonly DueEntry[]; readonly writes: readonly Write[] } {
	const { uid, number, dueAt } = planning;
	const holders = new Map(planning.holders);
	const stored = actions.map((action, n): StoredAction => {
		const holder = action.state === "planned" ? holders.get(action.effectKey) : undefined;
		if (action.state === "planned") holders.set(action.effectKey, holder ?? { decisionUid: uid, state: "planned" });
		const superseded = holder && { state: "superseded" as const, outcome: `already ${holder.state} by decision ${holder.decisionUid}` };
		return {
			...action,
			...superseded,
			id: actionId(uid, number + n),
			decisionUid: uid,
			attempts: 0,
			dueAt: action.dueAt === undefined ? dueAt : instant(action.dueAt, "dueAt"),
		};
	});
	const live = stored.filter(({ state }) => state === "planned");
	const queued = live.map((action) => ({ ...actionKey(action.id), ...dueFrom(queueOf(action), action.id, action.dueAt) }));
	return { stored, queued, writes: stored.flatMap((action) => writesOf(action, expiry(connection, dueAt), planning.ending)) };
}

function writesOf(action: StoredAction, expires: object, ending: string | undefined): readonly Write[] {
	const { id, state, attempts, dueAt, outcome, effectKey, decisionUid, ...rest } = action;
	const item = { id, state, attempts, dueAt, ...(outcome === undefined ? {} : { outcome }) };
	const live = state === "planned";
	const key = actionKey(id);
	const packed = pack({ ...rest, effectKey, decisionUid });
	const put: Write = {
		what: "action",
		Put: {
			Item: { ...key, ...item, ...expires, action: packed, ...(live && dueFrom(queueOf(action), id, dueAt)) },
			ConditionExpression: "attribute_not_exists(pk)",
		},
	};
	if (!live) return [put];
	const free = "attribute_not_exists(pk)";
	const guard: Write = {
		what: "effect",
		Put: {
			Item: { ...guardOfEffect(effectKey), ...expires, actionId: id, decisionUid },
			ConditionExpression: ending === undefined ? free : `${free} OR actionId = :ending`,
			...(ending === undefined ? {} : { ExpressionAttributeValues: { ":ending": ending } }),
		},
	};
	return [put, guard];
}
