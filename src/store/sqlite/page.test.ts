import { expect, test } from "vitest";
import { encodeCursor } from "../cursor.ts";
import type { DecisionQuery } from "../store.ts";
import { openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { pageStatement } from "./page.ts";
import { MIGRATIONS } from "./schema.ts";

const db = openDatabase(":memory:");
migrate(db, ":memory:", MIGRATIONS);

const range = { since: "2026-11-20T00:00:00Z", until: "2026-11-21T00:00:00Z" };
const cursor = encodeCursor({ time: "2026-11-20T10:00:00.000Z", uid: "d1" });

test.each<[DecisionQuery, string]>([
	[{}, "decisions_by_time"],
	[{ cursor }, "decisions_by_time"],
	[range, "decisions_by_time"],
	[{ verdict: "denied", ...range, cursor }, "decisions_by_verdict"],
	[{ account: "1", ...range, cursor }, "decisions_by_account"],
	[{ cluster: "shop", ...range, cursor }, "decisions_by_cluster"],
	[{ policy: "image/tag" }, "PRIMARY KEY"],
	[{ policy: "image/tag", verdict: "denied", account: "1", cluster: "shop", ...range, cursor }, "PRIMARY KEY"],
])("%j is found by index %s, without sorting", (query, index) => {
	const { sql, parameters } = pageStatement(query);
	const steps = db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, { ...parameters, limit: 101 }).map(({ detail }) => detail);
	expect(steps[0]).toContain(index);
	expect(steps.join("\n")).not.toMatch(/TEMP B-TREE/);
	expect(steps.filter((step) => step.startsWith("SCAN")).every((step) => step.includes("USING INDEX"))).toBe(true);
});

test("a value is never part of the statement", () => {
	const hostile = "x' OR 1=1 --";
	const { sql, parameters } = pageStatement({ policy: hostile, account: hostile, cluster: hostile });
	expect(sql).not.toContain(hostile);
	expect(parameters).toEqual({ policy: hostile, account: hostile, cluster: hostile });
});
