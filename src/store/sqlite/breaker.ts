import { instant } from "../instant.ts";
import type { Halt, Store } from "../store.ts";
import type { Database } from "./database.ts";

type Breaker = Pick<Store, "takePermit" | "openBreakers" | "resetBreakers" | "halted" | "halt" | "resume">;

const TAKE = "INSERT INTO permits (account, region, taken_at) VALUES (:account, :region, :takenAt)";
const OPEN = "INSERT INTO breakers (account, region, since) VALUES (:account, :region, :takenAt)";

/** What keeps acting in bounds: permits over a sliding window, the breaker, and halt. */
export function sqliteBreaker(db: Database): Breaker {
	return {
		async takePermit(account, region, limit, windowMs, now, { opens } = { opens: true }) {
			const takenAt = instant(now, "now");
			const windowStart = new Date(Date.parse(takenAt) - windowMs).toISOString();
			return db.transaction(() => permit(db, { account, region }, { limit, windowStart, takenAt, opens }));
		},
		async openBreakers() {
			return db.all<{ account: string; region: string; since: string }>(
				"SELECT account, region, since FROM breakers ORDER BY account, region",
			);
		},
		async resetBreakers() {
			db.transaction(() => db.script("DELETE FROM breakers; DELETE FROM permits"));
		},
		async halted() {
			return db.get<Halt>("SELECT by, reason, since FROM halt");
		},
		async halt({ by, reason, since }) {
			db.run("INSERT OR REPLACE INTO halt (only, by, reason, since) VALUES (1, :by, :reason, :since)", {
				by,
				reason,
				since: instant(since, "since"),
			});
		},
		async resume() {
			db.run("DELETE FROM halt");
		},
	};
}

interface Asked {
	readonly limit: number;
	readonly windowStart: string;
	readonly takenAt: string;
	readonly opens: boolean;
}

function permit(db: Database, place: { account: string; region: string }, { limit, windowStart, takenAt, opens }: Asked): boolean {
	const open = db.get("SELECT 1 FROM breakers WHERE account = :account AND region = :region", place);
	if (open !== undefined) return false;
	db.run("DELETE FROM permits WHERE account = :account AND region = :region AND taken_at <= :windowStart", { ...place, windowStart });
	const taken = db.get<{ count: number }>("SELECT count(*) AS count FROM permits WHERE account = :account AND region = :region", place);
	const granted = (taken?.count ?? 0) < limit;
	if (granted || opens) db.run(granted ? TAKE : OPEN, { ...place, takenAt });
	return granted;
}
