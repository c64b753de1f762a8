/** What a gate's SQLite file holds, read beside the gate and not through it. */
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { verifyLedger } from "../../src/ledger/verify.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";

export interface Kept {
	/** The verdicts by key. */
	decisions(): ReadonlyMap<string, readonly string[]>;
	/** How acts ended: `StopTask of ARN`. */
	ends(): readonly { readonly deed: string; readonly state: string; readonly outcome: string; readonly attempts: number }[];
	notices(): number;
	/** Undecided, by key, and why. */
	undecided(): readonly { readonly key: string; readonly reason: string }[];
	/** Whether an action on the target was planned by a denied decision. */
	isDenied(target: string): boolean;
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
		undecided: () =>
			file
				.prepare("SELECT key, failures FROM decisions WHERE verdict = 'undecided'")
				.all()
				.map(({ key, failures }) => ({ key: String(key), reason: reasonIn(String(failures)) })),
		isDenied: (target) =>
			count("SELECT count(*) AS n FROM actions JOIN decisions ON uid = decision_uid WHERE target = ? AND verdict = 'denied'", target) > 0,
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

function reasonIn(failures: string): string {
	return (JSON.parse(failures) as { reason: string }[]).map(({ reason }) => reason).join("; ");
}

/** Waits until nothing waits in the store any more; answers how long that took, in milliseconds. @throws when it takes too long */
export async function settled({ waiting }: Pick<Kept, "waiting">, withinMs: number): Promise<number> {
	const started = performance.now();
	while (performance.now() - started < withinMs) {
		const { events, actions } = waiting();
		if (events + actions === 0) return Math.round(performance.now() - started);
		await pause(50);
	}
	const { events, actions } = waiting();
	throw new Error(`${events} events and ${actions} actions still wait after ${withinMs / 1_000} s`);
}
