/** Findings of a store of version 9, which had them sorted by resource and id, in a store of today. */
import { expect, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { findingValues, UPSERT_FINDING } from "./finding-rows.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./schema.ts";

const BEFORE = 9;
const AT = "2026-11-20T10:00:00.000Z";

const finding = (id: string, state: "open" | "exempted" | "resolved", account?: string) => ({
	...({
		id,
		account,
		region: "eu-central-1",
		kind: "TaskDefinition",
		policy: "workload/privileged",
		field: undefined,
		message: "m",
	} as const),
	...({ resource: `arn/${id}`, severity: "high", state, firstSeen: AT, lastSeen: AT, reopened: 2, introducedBy: "somebody" } as const),
	...({ resolvedAt: state === "resolved" ? AT : undefined, exemption: state === "exempted" ? "e" : undefined } as const),
	...({ exemptedUntil: undefined, resolution: undefined } as const),
});
const counts = (db: Database) =>
	db
		.all<{ state: string; account: string; count: number }>("SELECT state, account, count FROM finding_counts ORDER BY 1, 2")
		.map((row) => ({ ...row }));
const rows = (db: Database) => db.all<{ seq?: number }>("SELECT * FROM findings ORDER BY id").map(({ seq: _, ...row }) => ({ ...row }));

test("are the same, are counted once, and are counted on", () => {
	const db = openDatabase(":memory:");
	migrate(db, ":memory:", MIGRATIONS.slice(0, BEFORE));
	const before = [finding("a", "open", "111122223333"), finding("b", "exempted"), finding("c", "resolved"), finding("d", "open")];
	db.runEach(UPSERT_FINDING, before.map(findingValues));
	const [had, counted] = [rows(db), counts(db)];
	expect(had).toHaveLength(before.length);

	migrate(db, ":memory:", MIGRATIONS);
	expect(rows(db)).toEqual(had);
	expect(counts(db)).toEqual(counted);
	expect(db.get("SELECT count(*) AS left FROM sqlite_schema WHERE name LIKE '%findings_before%' OR sql LIKE '%findings_before%'")).toEqual({
		left: 0,
	});

	db.runEach(UPSERT_FINDING, [finding("a", "resolved", "111122223333"), finding("e", "open")].map(findingValues));
	expect(rows(db)).toHaveLength(before.length + 1);
	expect(counts(db).filter(({ count }) => count > 0)).toEqual([
		{ state: "exempted", account: "", count: 1 },
		{ state: "open", account: "", count: 2 },
	]);
	db.close();
});
