/** A SQLite store with any number of decisions, filled in SQL: a few hundred are judged and recorded as always, and then copied over a month. */
import { DatabaseSync } from "node:sqlite";
import { openSqliteStore } from "../src/store/sqlite.ts";
import { seedHistory } from "../test/seeded-history.ts";

const BATCH = 100_000;
const MONTH_S = 30 * 86_400;
/** One finding for so many decisions. */
const DECISIONS_PER_FINDING = 20;

/** `now` is where the month ends. */
export async function fillStore(path: string, now: string, decisions: number, progress: (done: number) => void): Promise<void> {
	const store = openSqliteStore(path);
	const seeded = await seedHistory(store, now, { perDay: 10 });
	await seeded.close();
	await store.close();

	const db = new DatabaseSync(path);
	db.exec(
		"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA foreign_keys = OFF; UPDATE decisions SET event = NULL",
	);
	db.exec("CREATE TEMP TABLE template AS SELECT row_number() OVER (ORDER BY time) - 1 AS k, * FROM decisions");
	db.exec(
		"CREATE UNIQUE INDEX temp.template_by_k ON template (k); CREATE TEMP TABLE pattern AS SELECT row_number() OVER () - 1 AS k, * FROM findings",
	);
	db.exec("CREATE UNIQUE INDEX temp.pattern_by_k ON pattern (k)");
	const columns = columnsOf(db, "decisions");
	const insert =
		db.prepare(`${NUMBERS} INSERT INTO decisions (${columns.join(", ")}) SELECT ${columns.map((name) => OWN[name] ?? `template.${name}`).join(", ")}
		FROM n JOIN template ON template.k = (n.i * 7919) % (SELECT count(*) FROM template)`);
	const found = columnsOf(db, "findings");
	const follow =
		db.prepare(`${NUMBERS} INSERT INTO findings (${found.join(", ")}) SELECT ${found.map((name) => FOUND[name] ?? `pattern.${name}`).join(", ")}
		FROM n JOIN pattern ON pattern.k = (n.i * 7919) % (SELECT count(*) FROM pattern)`);
	const policies = db.prepare(POLICIES);
	const count = db.prepare(COUNT);
	const policyCount = db.prepare(POLICY_COUNT);

	const end = Date.parse(now) / 1000 - 60;
	for (let from = 0; from < decisions; from += BATCH) {
		const to = Math.min(from + BATCH, decisions);
		const span = { from, to, start: end - MONTH_S, step: MONTH_S / decisions };
		db.exec("BEGIN");
		insert.run(span);
		follow.run({
			...span,
			from: Math.floor(from / DECISIONS_PER_FINDING),
			to: Math.floor(to / DECISIONS_PER_FINDING),
			step: (MONTH_S / decisions) * DECISIONS_PER_FINDING,
		});
		for (const statement of [policies, count, policyCount]) statement.run({ first: uidOf(from), last: uidOf(to - 1) });
		db.exec("COMMIT");
		progress(to);
	}
	db.exec("PRAGMA optimize");
	db.close();
}

const NUMBERS = "WITH RECURSIVE n (i) AS (SELECT :from WHERE :from < :to UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :to)";
const AT = "strftime('%Y-%m-%dT%H:%M:%fZ', :start + n.i * :step, 'unixepoch')";
const OWN: Readonly<Record<string, string>> = {
	uid: "printf('b%031d', n.i)",
	key: "'bench/' || n.i",
	time: AT,
	decided_at: AT,
	resource: "template.resource || '/' || (n.i % 1000003)",
};
const FOUND: Readonly<Record<string, string>> = {
	id: "printf('f%031d', n.i)",
	resource: "pattern.resource || '/' || n.i",
	first_seen: AT,
	last_seen: AT,
};
const POLICIES = `INSERT INTO decision_policies (policy, time, uid)
	SELECT DISTINCT violation.value ->> 'policy', time, uid FROM decisions, json_each(violations) AS violation WHERE uid BETWEEN :first AND :last`;
const COUNT = `INSERT INTO counts (account, period, dimension, name, count)
	SELECT '', substr(decided_at, 1, 13), 'verdicts', verdict, count(*) FROM decisions WHERE uid BETWEEN :first AND :last GROUP BY 2, 4
	ON CONFLICT DO UPDATE SET count = count + excluded.count`;
const POLICY_COUNT = `INSERT INTO counts (account, period, dimension, name, count)
	SELECT '', substr(time, 1, 13), 'policies', policy, count(*) FROM decision_policies WHERE uid BETWEEN :first AND :last GROUP BY 2, 4
	ON CONFLICT DO UPDATE SET count = count + excluded.count`;

function columnsOf(db: DatabaseSync, table: string): readonly string[] {
	return (db.prepare("SELECT name FROM pragma_table_info(:table)").all({ table }) as unknown as { name: string }[]).map(({ name }) => name);
}

function uidOf(i: number): string {
	return `b${String(i).padStart(31, "0")}`;
}
