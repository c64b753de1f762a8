import { expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { rollingUp } from "./roll-up.ts";
import { MIGRATIONS } from "./schema.ts";

const FINDINGS = `
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001)
INSERT INTO findings (id, resource, kind, policy, message, severity, state, first_seen, last_seen, resolved_at, reopened, introduced_by)
SELECT 'f' || i, '["it''s" ' || i, 'Task', 'p', 'm', 'high', 'resolved', '2026-01-01', '2026-01-01', CASE i WHEN 7 THEN '2026-07-01' ELSE '2026-01-02' END, 0, ''
FROM n`;

test("resolved findings leave in pieces, between which others work; younger ones stay", async () => {
	const db = openDatabase(":memory:");
	migrate(db, ":memory:", MIGRATIONS);
	db.script(FINDINGS);
	const leftMeanwhile: number[] = [];
	const count = () => db.get<{ count: number }>("SELECT count(*) AS count FROM findings")?.count ?? 0;
	const look = () => {
		leftMeanwhile.push(count());
		if (count() > 1) setImmediate(look);
	};
	setImmediate(look);
	expect(await rollingUp(db).forget("2026-06-01")).toBe(1000);
	expect(db.all("SELECT id FROM findings")).toEqual([{ id: "f7" }]);
	expect(new Set(leftMeanwhile).size).toBeGreaterThan(3);
	db.close();
});

test("what is open of a task goes once it was not heard of for so long; what is open of anything else stays", async () => {
	const db = openDatabase(":memory:");
	migrate(db, ":memory:", MIGRATIONS);
	const add = (id: string, resource: string, lastSeen: string) =>
		db.run(
			`INSERT INTO findings (id, resource, kind, policy, message, severity, state, first_seen, last_seen, reopened, introduced_by)
VALUES (:id, :resource, 'Task', 'p', 'm', 'high', 'open', '2026-01-01', :lastSeen, 0, '')`,
			{ id, resource, lastSeen },
		);
	const arn = "arn:aws:ecs:eu-west-1:111122223333";
	add("old", `${arn}:task/shop/1`, "2026-05-31");
	add("young", `${arn}:task/shop/2`, "2026-06-01");
	add("service", `${arn}:service/shop/task`, "2026-01-01");
	expect(await rollingUp(db).forget("2026-06-01")).toBe(1);
	expect(db.all<{ id: string }>("SELECT id FROM findings ORDER BY id").map(({ id }) => id)).toEqual(["service", "young"]);
	db.close();
});
