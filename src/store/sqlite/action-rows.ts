import type { StoredAction } from "../store.ts";
import { undamaged } from "../undamaged.ts";
import type { Database } from "./database.ts";

/** As the table `actions` has it. */
export interface ActionRow extends Readonly<Record<"id" | "target" | "account" | "region" | "partition" | "reason", string>> {
	readonly seq: number;
	readonly decision_uid: string;
	readonly type: StoredAction["type"];
	readonly effect_key: string;
	readonly precondition: string;
	readonly otherwise: string;
	readonly parameters: string;
	readonly state: StoredAction["state"];
	readonly outcome: string | null;
	readonly attempts: number;
	readonly due_at: string;
	readonly settled_at: string | null;
}

/** @throws {Error} naming an action that cannot be read */
export function storedAction(row: ActionRow): StoredAction {
	return undamaged(`action ${row.id}`, () => read(row));
}

function read(row: ActionRow): StoredAction {
	const { id, type, target, account, region, partition, reason, state, attempts } = row;
	return {
		...{ id, type, target, account, region, partition, reason, state, attempts },
		decisionUid: row.decision_uid,
		effectKey: row.effect_key,
		precondition: JSON.parse(row.precondition),
		otherwise: JSON.parse(row.otherwise),
		...(row.parameters === "{}" ? {} : { parameters: JSON.parse(row.parameters) }),
		...(row.outcome === null ? {} : { outcome: row.outcome }),
		dueAt: row.due_at,
		...(row.settled_at === null ? {} : { endedAt: row.settled_at }),
	};
}

const ACTIONS_OF = "SELECT * FROM actions WHERE decision_uid IN (SELECT value FROM json_each(:uids)) ORDER BY decision_uid, seq";

/** The actions of several decisions, by the decision's uid, in the order they were planned. */
export function actionsOf(db: Database, uids: readonly string[]): ReadonlyMap<string, readonly StoredAction[]> {
	const rows = db.all<ActionRow>(ACTIONS_OF, { uids: JSON.stringify(uids) });
	return Map.groupBy(rows.map(storedAction), (action) => action.decisionUid);
}
