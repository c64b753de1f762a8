/** How often something happened, counted as it happens: by hour, and by day once that is a fortnight ago. */
import type { Counts, Ledger } from "../../ledger/ledger.ts";
import { hourOf } from "../../ledger/seal.ts";
import type { DecisionRecord } from "../store.ts";
import type { Database } from "./database.ts";

const HOURS_KEPT_MS = 14 * 86_400_000;

const COUNT =
	"INSERT INTO counts (account, period, dimension, name, count) VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1";

const SEEN = `
INSERT INTO last_at_point (point, time, decided_at) VALUES (:point, :time, :decidedAt)
ON CONFLICT DO UPDATE SET time = excluded.time, decided_at = excluded.decided_at WHERE excluded.decided_at > decided_at`;

/** Within the caller's transaction. */
export function count(db: Database, record: DecisionRecord): void {
	const { account, verdict, violations, enforcementPoint: point, time, decidedAt } = record;
	const policies = new Set(violations.map(({ policy }) => policy));
	const named = [...policies].map((policy) => ["policies", policy] as const);
	const names = [["verdicts", verdict] as const, ["points", point] as const, ...named];
	// No account stands for all of them together.
	const accounts = account === undefined || account === "" ? [""] : ["", account];
	const period = hourOf(decidedAt);
	db.runEach(
		COUNT,
		accounts.flatMap((each) => names.map(([dimension, name]) => [each, period, dimension, name])),
	);
	db.run(SEEN, { point, time, decidedAt });
}

const FOLD = `
INSERT INTO counts (account, period, dimension, name, count)
SELECT account, substr(period, 1, 10), dimension, name, sum(count) FROM counts
WHERE account IN ('', :account) AND period < :before AND length(period) > 10 GROUP BY 1, 2, 3, 4
ON CONFLICT DO UPDATE SET count = count + excluded.count`;
const FOLDED = "DELETE FROM counts WHERE account IN ('', :account) AND period < :before AND length(period) > 10";
const TO_FOLD = "SELECT 1 FROM counts WHERE account IN ('', :account) AND period < :before AND length(period) > 10 LIMIT 1";

/** Within the caller's transaction: whole days of an account, and of all together, that are a fortnight ago. */
export function foldCounts(db: Database, account: string, now: string): void {
	const before = new Date(Date.parse(now) - HOURS_KEPT_MS).toISOString().slice(0, "2026-11-29".length);
	if (db.get(TO_FOLD, { account, before }) === undefined) return;
	db.run(FOLD, { account, before });
	db.run(FOLDED, { account, before });
}

interface CountRow {
	readonly period: string;
	readonly dimension: "verdicts" | "policies" | "points";
	readonly name: string;
	readonly count: number;
}

const COUNTED = `
SELECT period, dimension, name, count FROM counts
WHERE account = :account AND period BETWEEN substr(:since, 1, 10) AND :until AND (length(period) = 10 OR period >= :since) ORDER BY period, dimension, name`;
const POINTS = "SELECT point, time, decided_at AS decidedAt FROM last_at_point ORDER BY point";

export function readCounts(db: Database): Pick<Ledger, "counts" | "lastAtPoints"> {
	return {
		async counts({ since, until, account = "" }) {
			const rows = db.all<CountRow>(COUNTED, { since, until, account });
			return {
				counts: [...Map.groupBy(rows, ({ period }) => period)].map(([period, some]) => countsOf(period, some)),
				completeUntil: undefined,
			};
		},
		async lastAtPoints() {
			return db.all<{ point: string; time: string; decidedAt: string }>(POINTS).map((row) => ({ ...row }));
		},
	};
}

function countsOf(period: string, rows: readonly CountRow[]): Counts {
	const of = (asked: CountRow["dimension"]) =>
		Object.fromEntries(rows.filter(({ dimension }) => dimension === asked).map((row) => [row.name, row.count]));
	return { period, verdicts: of("verdicts"), policies: of("policies"), points: of("points") };
}
