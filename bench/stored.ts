/** What a store that grows old costs: the same questions to SQLite with a thousand decisions, and with five million. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteStore } from "../src/store/sqlite.ts";
import type { DecisionRecord } from "../src/store/store.ts";
import type { WholeStore } from "../src/store/whole-store.ts";
import { later } from "../src/world.ts";
import { figure, type Side } from "./figure.ts";
import { ACCOUNT, NOW, REGION, taskDefinition } from "./requests.ts";
import { calling, inTurns, type Rounds } from "./rounds.ts";
import type { Workplace } from "./workplace.ts";

/** Written by the store itself; the others are copies of them under other names and times. */
const ORIGINALS = 1_000;
const SECONDS_APART = 4;
/** In one transaction of the copying. */
const STEP = 200;
const DAY_MS = 86_400_000;

export async function stored(workplace: Workplace, sizes: readonly number[], rounds: Rounds, print: (line: string) => void): Promise<void> {
	print(`# stored: SQLite, decisions about a task definition of 3 KB, one in five denied, ${SECONDS_APART} s apart, newest last`);
	const paths = sizes.map((size) => ({ size, path: join(workplace.folder, `stored-${size}.db`) }));
	for (const { size, path } of paths) await fill(path, size);
	const stores = paths.map(({ size, path }) => ({ size, store: openSqliteStore(path) }));
	for (const [what, ask] of Object.entries(QUESTIONS)) {
		const sides = await inTurns(
			stores.map(({ size, store }) => calling(`${size} decisions`, 20, () => ask(store, size))),
			rounds,
		);
		const [least, ...more] = sides as readonly [Side, ...Side[]];
		for (const side of more) print(figure(`${what}, of ${side.name}, to ${least.name}`, side, least, "µs"));
	}
	for (const { store } of stores) await store.close();
	for (const { path } of paths) for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
}

let next = 0;
const QUESTIONS: Readonly<Record<string, (store: WholeStore, size: number) => Promise<unknown>>> = {
	"record a decision": (store, size) => store.record(record(`new-${next++}`, later(NOW, size * SECONDS_APART * 1000)), []),
	"by its key": async (store, size) => {
		const [copy, n] = [size / ORIGINALS - 1, next++ % ORIGINALS];
		const key = copy === 0 ? `old-${n}` : `copy/${copy}/${n}`;
		if ((await store.decisionByKey(key)) === undefined) throw new Error(`${key} is not found among ${size} decisions`);
	},
	"the newest 100": (store) => store.decisions({ limit: 100 }),
	"the newest 100 denied of an account": (store) => store.decisions({ limit: 100, verdict: "denied", account: ACCOUNT }),
	"100 of a day in the middle": (store, size) => {
		const since = later(NOW, (size / 2) * SECONDS_APART * 1000);
		return store.decisions({ limit: 100, since, until: later(since, DAY_MS) });
	},
};

function record(uid: string, time: string): DecisionRecord {
	const isDenied = Number(uid.split("-")[1]) % 5 === 0;
	const violation = { policy: "workload/privileged", constraint: "no-privileged", severity: "critical", action: "deny" } as const;
	return {
		...{ uid, key: uid, time, decidedAt: time, enforcementPoint: "cloudtrail-event", reach: "revert", action: "RegisterTaskDefinition" },
		...{ kind: "TaskDefinition", operation: "CREATE", name: "web", account: ACCOUNT, region: REGION, cluster: undefined },
		principal: `arn:aws:sts::${ACCOUNT}:assumed-role/ci/run-1`,
		resource: `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/web:${uid}`,
		verdict: isDenied ? "denied" : "allowed",
		violations: isDenied ? [{ ...violation, message: "container app is privileged", remediation: "Remove it." }] : [],
		...{ failures: [], unknown: [], notApplicable: [], source: "ecs", object: taskDefinition("compliant") },
		...{ revision: "bench", constraintsDigest: "bench", durationMs: 1 },
	};
}

async function fill(path: string, size: number): Promise<void> {
	const store = openSqliteStore(path);
	for (let n = 0; n < ORIGINALS; n++) await store.record(record(`old-${n}`, later(NOW, n * SECONDS_APART * 1000)), []);
	await store.close();
	const db = new DatabaseSync(path);
	db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4194304");
	// Sorted once, and not kept in order copy by copy.
	const indexes = db
		.prepare(
			"SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ('decisions', 'decision_policies') AND sql IS NOT NULL",
		)
		.all();
	for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
	const columns = db
		.prepare("SELECT name FROM pragma_table_info('decisions')")
		.all()
		.map(({ name }) => String(name));
	const moved: Readonly<Record<string, string>> = {
		uid: "'copy-' || :copy || '-' || uid",
		key: "'copy/' || :copy || '/' || substr(key, 5)",
		time: AT,
		decided_at: AT,
		resource: "resource || '-' || :copy",
	};
	const decisions = db.prepare(
		`INSERT INTO decisions (${columns.join(", ")}) SELECT ${columns.map((name) => moved[name] ?? name).join(", ")} FROM decisions WHERE uid >= 'old-' AND uid < 'old.'`,
	);
	const policies = db.prepare(
		`INSERT INTO decision_policies SELECT policy, ${AT}, 'copy-' || :copy || '-' || uid FROM decision_policies WHERE uid >= 'old-' AND uid < 'old.'`,
	);
	const copies = size / ORIGINALS - 1;
	for (let first = 1; first <= copies; first += STEP) {
		db.exec("BEGIN");
		for (let copy = first; copy < first + STEP && copy <= copies; copy++) {
			// A number would be a REAL, and "1.0" as text.
			const at = { copy: BigInt(copy), seconds: BigInt(copy * ORIGINALS * SECONDS_APART) };
			decisions.run(at);
			policies.run(at);
		}
		db.exec("COMMIT");
		process.stderr.write(".");
	}
	for (const { sql } of indexes) db.exec(String(sql));
	db.exec("PRAGMA journal_mode = WAL");
	db.close();
}

const AT = "strftime('%Y-%m-%dT%H:%M:%fZ', time, '+' || :seconds || ' seconds')";
