import type { Ledger, Seal } from "../../ledger/ledger.ts";
import { undamaged } from "../undamaged.ts";
import { foldCounts, readCounts } from "./counts.ts";
import type { Database, Parameters } from "./database.ts";
import { readEntries } from "./ledger-entries.ts";
import { rollingUp } from "./roll-up.ts";

interface SealRow extends Readonly<Record<"account" | "hour" | "root" | "tally" | "digest", string>> {
	readonly number: number;
	readonly count: number;
	readonly sealed_at: string;
	readonly previous: string | null;
	readonly rolled_up_at: string | null;
}

const UNSEALED = "SELECT account, hour FROM open_hours WHERE hour <= :until ORDER BY hour, account LIMIT :limit";
const LAST = "SELECT * FROM seals WHERE account = :account ORDER BY number DESC LIMIT 1";
const ENTERED = "SELECT count(*) AS count FROM ledger WHERE account = :account AND hour = :hour";
const SEAL = `
INSERT OR IGNORE INTO seals (account, number, hour, count, root, tally, sealed_at, previous, digest)
VALUES (:account, :number, :hour, :count, :root, :tally, :sealedAt, :previous, :digest)`;
const CLOSE = "DELETE FROM open_hours WHERE hour = :hour AND account = :account";
/** A walk from account to account, which never reads all their seals. */
const ACCOUNTS = `
WITH RECURSIVE sealed (account) AS (
	SELECT min(account) FROM seals UNION ALL SELECT (SELECT min(seals.account) FROM seals WHERE seals.account > sealed.account) FROM sealed WHERE account IS NOT NULL
) SELECT account FROM sealed WHERE account IS NOT NULL UNION SELECT account FROM open_hours ORDER BY account`;
const SEALS = `
SELECT * FROM seals WHERE account = :account AND number > :after AND hour BETWEEN :since AND :until ORDER BY number LIMIT 500`;
const BEGAN = "SELECT decided_at AS decidedAt FROM ledger_beginning";

/** The ledger, and what is counted beside it. */
export function sqliteLedger(db: Database): Ledger {
	return {
		...readEntries(db),
		...readCounts(db),
		...rollingUp(db),
		async ledgerBegan() {
			return db.get<{ decidedAt: string | null }>(BEGAN)?.decidedAt ?? undefined;
		},
		async unsealedHours(until, limit) {
			return db.all<{ account: string; hour: string }>(UNSEALED, { until, limit }).map((row) => ({ ...row }));
		},
		async lastSeal(account) {
			const row = db.get<SealRow>(LAST, { account });
			return row && sealed(row);
		},
		async seal(seal) {
			return db.transaction(() => writeSeal(db, seal));
		},
		async *seals({ account, since = "", until = "~" }) {
			for (const one of account === undefined ? accounts(db) : [account]) {
				let rows: SealRow[];
				let after = 0;
				do {
					rows = db.all<SealRow>(SEALS, { account: one, after, since, until });
					yield* rows.map(sealed);
					after = rows.at(-1)?.number ?? after;
				} while (rows.length > 0);
			}
		},
		async accounts() {
			return accounts(db);
		},
	};
}

function accounts(db: Database): readonly string[] {
	return db.all<{ account: string }>(ACCOUNTS).map(({ account }) => account);
}

/** What was entered while the root was made is not under it: then it is made again. */
function writeSeal(db: Database, seal: Seal): boolean {
	const { account, hour, number, count, root, sealedAt, previous, digest } = seal;
	if (db.get<{ count: number }>(ENTERED, { account, hour })?.count !== count) return false;
	const row: Parameters = { account, hour, number, count, root, sealedAt, previous, digest, tally: JSON.stringify(seal.tally) };
	if (db.run(SEAL, row) === 0) return false;
	db.run(CLOSE, { account, hour });
	foldCounts(db, account, sealedAt);
	return true;
}

function sealed({ account, hour, number, count, root, tally, previous, digest, ...row }: SealRow): Seal {
	return {
		...{ account, hour, number, count, root, previous, digest },
		tally: undamaged(`seal ${number} of ${account}`, () => JSON.parse(tally)),
		sealedAt: row.sealed_at,
		...(row.rolled_up_at === null ? {} : { rolledUpAt: row.rolled_up_at }),
	};
}
