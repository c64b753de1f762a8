/** What a gate's SQLite file holds, read beside the gate and not through it. */
import { DatabaseSync } from "node:sqlite";
import { verifyLedger } from "../../../src/ledger/verify.ts";
import { openSqliteStore } from "../../../src/store/sqlite.ts";

export interface Kept {
	/** The verdicts by key. */
	decisions(): ReadonlyMap<string, readonly string[]>;
	/** How acts ended: `StopTask of ARN`. */
	ends(): readonly { readonly deed: string; readonly state: string; readonly outcome: string; readonly attempts: number }[];
	notices(): number;
	waiting(): { readonly events: number; readonly actions: number };
	/** What is leased at `now`: what a process has, or had, in hand. */
	leased(now: string): { readonly events: number; readonly actions: number };
	/** What is wrong with the file itself and with the ledger in it, as `taskgate report --verify` finds it. */
	unsound(now: string): Promise<readonly string[]>;
	close(): void;
}

const DAY = 86_400_000;

export function openKept(path: string): Kept {
	const file = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
	const count = (sql: string, ...values: string[]) => Number(file.prepare(sql).get(...values)?.n);
	return {
		decisions: () => {
			const verdicts = new Map<string, string[]>();
			for (const { key, verdict } of file.prepare("SELECT key, verdict FROM decisions").iterate())
				verdicts.set(String(key), [...(verdicts.get(String(key)) ?? []), String(verdict)]);
			return verdicts;
		},
		ends: () =>
			file
				.prepare("SELECT type || ' of ' || target AS deed, state, coalesce(outcome, '') AS outcome, attempts FROM actions")
				.all()
				.map(({ deed, state, outcome, attempts }) => ({
					...{ deed: String(deed), state: String(state), outcome: String(outcome), attempts: Number(attempts) },
				}))
				.filter(({ deed }) => !deed.startsWith("Notify")),
		notices: () => count("SELECT count(*) AS n FROM actions WHERE type = 'Notify' AND state = 'done'"),
		waiting: () => ({
			events: count("SELECT count(*) AS n FROM events"),
			actions: count("SELECT count(*) AS n FROM actions WHERE state = 'planned'"),
		}),
		leased: (now) => ({
			events: count("SELECT count(*) AS n FROM events WHERE lease_until > ?", now),
			actions: count("SELECT count(*) AS n FROM actions WHERE state = 'planned' AND lease_until > ?", now),
		}),
		async unsound(now) {
			const integrity = file.prepare("PRAGMA integrity_check").all();
			const store = openSqliteStore(path);
			try {
				const [since, until] = [-DAY, DAY].map((by) => new Date(Date.parse(now) + by).toISOString()) as [string, string];
				const { problems } = await verifyLedger(store, { since, until, now });
				return [
					...integrity.map((row) => String(row.integrity_check)).filter((found) => found !== "ok"),
					...problems.map(({ message }) => message),
				];
			} finally {
				await store.close();
			}
		},
		close: () => file.close(),
	};
}
