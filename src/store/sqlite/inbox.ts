import { beyondWaiting, instant } from "../instant.ts";
import type { InboxEvent, Store } from "../store.ts";
import type { Database } from "./database.ts";
import type { GroupCommit } from "./group-commit.ts";

interface EventRow {
	readonly seq: number;
	readonly id: string;
	readonly received_at: string;
	readonly event: string;
	readonly attempts: number;
}

const CLAIM = `
UPDATE events SET lease_until = :leaseUntil WHERE seq IN (
	SELECT seq FROM events
	WHERE (due_at IS NULL OR due_at <= :now OR due_at > :beyond) AND (lease_until IS NULL OR lease_until <= :now OR lease_until > :beyond)
	ORDER BY received_at, seq LIMIT :limit
) RETURNING seq, id, received_at, event, attempts`;

const ACCEPT = "INSERT INTO events (id, received_at, event) VALUES (:id, :receivedAt, :event) ON CONFLICT (id) DO NOTHING";

/** Events accepted and not yet judged. */
export function sqliteInbox(db: Database, commits: GroupCommit): Pick<Store, "accept" | "claimEvents" | "postpone" | "discard" | "inbox"> {
	return {
		async accept(id, event, receivedAt) {
			const row = { id, receivedAt: instant(receivedAt, "receivedAt"), event: JSON.stringify(event) };
			await commits.write(() => db.run(ACCEPT, row));
		},
		async claimEvents(now, leaseUntil, limit) {
			const at = instant(now, "now");
			const lease = { now: at, beyond: beyondWaiting(at), leaseUntil: instant(leaseUntil, "leaseUntil"), limit };
			return db.all<EventRow>(CLAIM, lease).sort(byAge).map(inboxEvent);
		},
		async postpone(eventId, dueAt) {
			db.run("UPDATE events SET attempts = attempts + 1, due_at = :dueAt, lease_until = NULL WHERE id = :eventId", {
				eventId,
				dueAt: instant(dueAt, "dueAt"),
			});
		},
		async discard(eventId) {
			await commits.write(() => db.run("DELETE FROM events WHERE id = :eventId", { eventId }));
		},
		async inbox() {
			const [row] = db.all<{ events: number; oldest: string | null }>("SELECT count(*) AS events, min(received_at) AS oldest FROM events");
			return { events: row?.events ?? 0, oldest: row?.oldest ?? undefined };
		},
	};
}

/** RETURNING promises no order. */
function byAge(a: EventRow, b: EventRow): number {
	if (a.received_at !== b.received_at) return a.received_at < b.received_at ? -1 : 1;
	return a.seq - b.seq;
}

function inboxEvent({ id, received_at, event, attempts }: EventRow): InboxEvent {
	return { id, receivedAt: received_at, event: JSON.parse(event), attempts };
}
