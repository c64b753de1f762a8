import { onlyTells } from "../../admission/harmless.ts";
import type { PlannedAction } from "../../admission/plan.ts";
import { beyondWaiting, instant } from "../instant.ts";
import type { Store } from "../store.ts";
import { type ActionRow, storedAction } from "./action-rows.ts";
import type { Database } from "./database.ts";

const LIVE = "SELECT decision_uid, state FROM actions WHERE effect_key = :effectKey AND state IN ('planned', 'done')";

const INSERT_ACTION = `
INSERT INTO actions (id, decision_uid, type, target, effect_key, account, region, partition, reason, precondition, otherwise, parameters, state, outcome, due_at)
SELECT :uid || '.' || (count(*) + 1), :uid, :type, :target, :effectKey, :account, :region, :partition, :reason, :precondition, :otherwise, :parameters, :state, :outcome, :dueAt
FROM actions WHERE decision_uid = :uid`;

/** Within the caller's transaction: stores an action, as superseded when the same effect is planned or done already. */
export function planAction(db: Database, uid: string, action: PlannedAction, at: string): void {
	const { type, target, effectKey, account, region, partition, reason, precondition, otherwise, parameters = {} } = action;
	const dueAt = action.dueAt === undefined ? at : instant(action.dueAt, "dueAt");
	const live = action.state === "planned" ? db.get<Pick<ActionRow, "decision_uid" | "state">>(LIVE, { effectKey }) : undefined;
	db.run(INSERT_ACTION, {
		...{ uid, type, target, effectKey, account, region, partition, reason, dueAt },
		precondition: JSON.stringify(precondition),
		otherwise: JSON.stringify(otherwise),
		parameters: JSON.stringify(parameters),
		state: live === undefined ? action.state : "superseded",
		outcome: live === undefined ? (action.outcome ?? null) : `already ${live.state} by decision ${live.decision_uid}`,
	});
}

const CLAIM = `
UPDATE actions SET lease_until = :leaseUntil WHERE seq IN (
	SELECT seq FROM actions
	WHERE state = 'planned' AND (due_at <= :now OR due_at > :beyond) AND (lease_until IS NULL OR lease_until <= :now OR lease_until > :beyond)
		AND (:goAheads = 0 OR (type = 'ContinueDeployment' AND parameters ->> '$.answer' = 'CONTINUE'))
	ORDER BY type IN ('Notify', 'TagResource'), due_at, seq LIMIT :limit
) RETURNING *`;

const RAN_OUT = "SELECT id FROM actions WHERE state = 'planned' AND (lease_until <= :now OR lease_until > :beyond)";

const SETTLE = `
UPDATE actions SET state = :state, outcome = :outcome, lease_until = NULL, settled_at = :now, aws_request_id = :awsRequestId
WHERE id = :actionId AND state = 'planned' RETURNING decision_uid`;

const RETRY = `
UPDATE actions SET attempts = attempts + 1, outcome = :outcome, due_at = :dueAt, lease_until = NULL WHERE id = :actionId AND state = 'planned'`;

const MADE = "SELECT 1 FROM actions WHERE aws_request_id = :awsRequestId LIMIT 1";

/** Actions from the moment they are planned until they end. */
export function sqliteOutbox(db: Database): Pick<Store, "claimActions" | "settle" | "retry" | "pendingActions" | "made"> {
	return {
		async claimActions(now, leaseUntil, limit, { goAheads = false } = {}) {
			const at = instant(now, "now");
			const lease = {
				now: at,
				beyond: beyondWaiting(at),
				leaseUntil: instant(leaseUntil, "leaseUntil"),
				limit,
				goAheads: Number(goAheads),
			};
			return db.transaction(() => {
				const unreported = new Set(db.all<Pick<ActionRow, "id">>(RAN_OUT, { now: at, beyond: lease.beyond }).map(({ id }) => id));
				const claimed = db.all<ActionRow>(CLAIM, lease).sort(byTurn).map(storedAction);
				return claimed.map((action) => (unreported.has(action.id) ? { ...action, unreported: true } : action));
			});
		},
		async settle(actionId, state, outcome, now, { successor, awsRequestId = null } = {}) {
			const settledAt = instant(now, "now");
			db.transaction(() => {
				const settled = db.get<Pick<ActionRow, "decision_uid">>(SETTLE, { actionId, state, outcome, now: settledAt, awsRequestId });
				if (settled !== undefined && successor !== undefined) planAction(db, settled.decision_uid, successor, settledAt);
			});
		},
		async retry(actionId, outcome, dueAt) {
			db.run(RETRY, { actionId, outcome, dueAt: instant(dueAt, "dueAt") });
		},
		async pendingActions() {
			return db.get<{ count: number }>("SELECT count(*) AS count FROM actions WHERE state = 'planned'")?.count ?? 0;
		},
		async made(awsRequestId) {
			return db.get(MADE, { awsRequestId }) !== undefined;
		},
	};
}

/** RETURNING promises no order. */
function byTurn(a: ActionRow, b: ActionRow): number {
	if (onlyTells(a.type) !== onlyTells(b.type)) return onlyTells(a.type) ? 1 : -1;
	if (a.due_at !== b.due_at) return a.due_at < b.due_at ? -1 : 1;
	return a.seq - b.seq;
}
