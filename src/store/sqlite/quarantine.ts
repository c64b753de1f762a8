import { instant } from "../instant.ts";
import { type Quarantine, type Quarantined, quarantinable } from "../quarantine.ts";
import type { Database } from "./database.ts";

const PUT = `
INSERT INTO quarantine (what, reason, by, since, until) VALUES (:what, :reason, :by, :since, :until)
ON CONFLICT (what) DO UPDATE SET reason = excluded.reason, by = excluded.by, since = excluded.since, until = max(until, excluded.until)`;
const LIST = "SELECT what, reason, by, since, until FROM quarantine WHERE until > :now ORDER BY since DESC, what";

export function sqliteQuarantine(db: Database): Quarantine {
	return {
		async quarantine({ what, reason, by, since, until }) {
			db.run(PUT, { what: quarantinable(what), reason, by, since: instant(since, "since"), until: instant(until, "until") });
		},
		async quarantined(now) {
			return db.all<Quarantined>(LIST, { now: instant(now, "now") }).map((row) => ({ ...row }));
		},
		async liftQuarantine(what) {
			return db.run("DELETE FROM quarantine WHERE what = :what", { what }) > 0;
		},
	};
}
